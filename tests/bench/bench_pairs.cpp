// SPDX-License-Identifier: Apache-2.0
// Project × site decisions: how many pairs a thread decides in a second.
#include <random>

#include <benchmark/benchmark.h>

#include "xuanzhi/assessment/pair_sweep.h"

namespace {

using namespace xuanzhi;

constexpr double kMostLand = 1e6;

// Rules of all relations with a threshold in the midst of what is measured; one about land.
rules::Rulebook rulebook(std::size_t count) {
  rules::Rulebook book;
  for (std::size_t r = 0; r < count; ++r) {
    rules::Rule rule;
    rule.id = "R" + std::to_string(r);
    rule.severity = r % 2 == 0 ? rules::Severity::prohibit : rules::Severity::condition;
    rule.relation = r == 0 ? rules::Relation::land_shortfall : rules::Relation::overlap;
    if (r > 0) rule.role = "role" + std::to_string(r);
    book.rules.push_back(rule);
  }
  return book;
}

rules::SiteColumns columns(const rules::Judge& judge, std::size_t sites, std::mt19937& random) {
  rules::SiteColumns out(judge, sites);
  for (std::size_t s = 0; s < sites; ++s) {
    workspace::SiteInfo info;
    info.available_land_m2 = std::uniform_real_distribution(0.0, kMostLand)(random);
    screening::SiteFacts facts;
    facts.region.complete = true;
    for (std::size_t i = 0; i < judge.subjects().size(); ++i) {
      screening::SubjectFact fact;
      fact.present = fact.in_force = true;
      fact.covered_share = random() % 50 == 0 ? 0.5 : 1.0;
      fact.overlap_m2 = random() % 10 == 0 ? 100.0 : 0.0;
      facts.subjects.push_back(fact);
    }
    out.set(s, {&info, &facts});
  }
  return out;
}

// `alike`: of so many projects one asks of the rules what another one asked before.
assessment::SweptProjects projects(std::size_t rules, std::size_t count, std::size_t alike,
                                   std::mt19937& random) {
  assessment::SweptProjects out;
  out.applies.assign(rules, std::vector<rules::Applies>(count, rules::Applies::yes));
  for (auto& answers : out.applies) {
    for (std::size_t p = 0; p < count; ++p) {
      const auto fresh = static_cast<rules::Applies>(random() % 8 == 0 ? 2 : random() % 4 != 0);
      answers[p] = p % alike == 0 ? fresh : answers[p - 1];
    }
  }
  for (std::size_t p = 0; p < count; ++p)
    out.need_m2.emplace_back(std::uniform_real_distribution(0.0, kMostLand / 4.0)(random));
  return out;
}

// Arguments: rules, sites, projects, projects alike.
void sweep(benchmark::State& state) {
  std::mt19937 random(4);
  const rules::Rulebook book = rulebook(static_cast<std::size_t>(state.range(0)));
  const rules::Judge judge(book, *parse_date("2023-02-01"), 1.0);
  const auto sites = static_cast<std::size_t>(state.range(1));
  const auto count = static_cast<std::size_t>(state.range(2));
  const rules::SiteColumns at_sites = columns(judge, sites, random);
  auto list =
      projects(at_sites.rules().size(), count, static_cast<std::size_t>(state.range(3)), random);
  for (std::size_t s = 0; s < sites; ++s) list.site_order.push_back(s);
  for (auto _ : state) {
    auto swept = assessment::sweep_pairs(at_sites, list, 10, 1, nullptr);
    benchmark::DoNotOptimize(swept);
  }
  state.counters["pairs/s"] = benchmark::Counter(
      static_cast<double>(sites * count) * static_cast<double>(state.iterations()),
      benchmark::Counter::kIsRate);
}

BENCHMARK(sweep)
    ->Args({11, 100000, 1000, 1})
    ->Args({11, 100000, 1000, 8})
    ->Args({150, 100000, 1000, 1})
    ->Args({150, 100000, 1000, 8})
    ->Args({11, 500000, 1000, 1})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
