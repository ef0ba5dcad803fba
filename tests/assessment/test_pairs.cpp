// SPDX-License-Identifier: Apache-2.0
// Pairs decided as columns against the judge, who stays the reference: pair by pair, on random
// rulebooks and facts and on the demo.
#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>

#include "assessment/pair_kernel.h"
#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/assessment/pair_sweep.h"

namespace {

using memory::day;
using memory::project;
using xuanzhi::assessment::Assessment;
using xuanzhi::assessment::PairTotals;
using xuanzhi::assessment::SweptPairs;
using xuanzhi::assessment::SweptProjects;
using xuanzhi::rules::Applies;
using xuanzhi::rules::Finding;
using xuanzhi::rules::Judge;
using xuanzhi::rules::Relation;
using xuanzhi::rules::Rule;
using xuanzhi::rules::Rulebook;
using xuanzhi::rules::Severity;
using xuanzhi::rules::SiteCase;
using xuanzhi::rules::SiteColumns;
using xuanzhi::rules::Verdict;
using xuanzhi::screening::SiteFacts;
using xuanzhi::screening::SubjectFact;
using xuanzhi::workspace::Project;
using xuanzhi::workspace::SiteInfo;
using xuanzhi::workspace::SiteKind;

constexpr std::uint32_t kSeed = 20230201;

class Chance {
 public:
  explicit Chance(std::uint32_t seed) : random_(seed) {}
  bool one_in(unsigned n) { return random_() % n == 0; }
  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  /// Few values, so that they meet each other and the thresholds exactly.
  double land() { return 0.1 * below(40) + (one_in(4) ? 1e-9 * below(3) : 0.0); }

 private:
  std::mt19937 random_;
};

struct World {
  Rulebook book;
  std::vector<SiteInfo> sites;
  std::vector<SiteFacts> facts;
  std::vector<Project> projects;
  std::vector<std::optional<double>> needs;
  /// Per rule of the rulebook, per project.
  std::vector<std::vector<Applies>> applies;
};

Rule random_rule(Chance& chance, std::size_t number) {
  static const char* const kRoles[] = {"redline", "zone", "reserve", "road"};
  Rule rule;
  rule.id = "R" + std::to_string(number);
  rule.relation = static_cast<Relation>(chance.below(7));
  rule.severity = static_cast<Severity>(chance.below(3));
  if (rule.relation < Relation::area) rule.role = kRoles[chance.below(4)];
  rule.threshold = chance.one_in(2) ? 0.0 : chance.land();
  if (chance.one_in(3)) rule.regions = {chance.one_in(2) ? "15" : "150302"};
  return rule;
}

SubjectFact random_subject(Chance& chance) {
  SubjectFact fact;
  fact.present = !chance.one_in(8);
  fact.in_force = !chance.one_in(8);
  fact.overlap_m2 = chance.one_in(2) ? 0.0 : chance.land();
  fact.share = fact.overlap_m2 / 4.0;
  fact.outside_m2 = chance.one_in(2) ? 0.0 : chance.land();
  fact.outside_known_m2 = chance.one_in(2) ? fact.outside_m2 : 0.0;
  fact.edge_distance_m = chance.one_in(5) ? -1.0 : chance.land();
  fact.depth_m = fact.outside_depth_m = chance.land();
  fact.covered_share = chance.one_in(4) ? 0.5 : 1.0;
  fact.coverage_reach_m = chance.one_in(4) ? -1.0 : 4.0;
  fact.accuracy_m = chance.land();
  return fact;
}

World random_world(std::uint32_t seed, std::size_t rules, std::size_t sites, std::size_t projects) {
  Chance chance(seed);
  World world;
  for (std::size_t r = 0; r < rules; ++r) world.book.rules.push_back(random_rule(chance, r));
  const Judge judge(world.book, day("2023-02-01"), 1.0);
  for (std::size_t s = 0; s < sites; ++s) {
    SiteInfo info;
    info.id = std::to_string(chance.below(1000)) + "-" + std::to_string(s);
    info.kind = chance.one_in(2) ? SiteKind::park : SiteKind::parcel;
    info.area_m2 = chance.land();
    info.available_land_m2 = chance.one_in(2) ? info.area_m2 : chance.land();
    world.sites.push_back(info);
    SiteFacts facts;
    for (std::size_t i = 0; i < judge.subjects().size(); ++i)
      facts.subjects.push_back(random_subject(chance));
    if (!chance.one_in(4)) facts.region.codes = {chance.one_in(2) ? "150302" : "620100"};
    facts.region.complete = !chance.one_in(3);
    world.facts.push_back(facts);
  }
  for (std::size_t p = 0; p < projects; ++p) {
    world.needs.push_back(chance.one_in(5) ? std::nullopt : std::optional(chance.land()));
    world.projects.push_back(world.needs.back() ? project({{"land_m2", *world.needs.back()}})
                                                : project({}));
  }
  for (std::size_t r = 0; r < rules; ++r) {
    std::vector<Applies> answers(projects, Applies::yes);
    if (!chance.one_in(3)) {
      for (Applies& answer : answers) answer = static_cast<Applies>(chance.below(3));
    }
    world.applies.push_back(answers);
  }
  return world;
}

// One pair by the judge, counted here.
Assessment judged(const World& world, const Judge& judge, std::size_t project, std::size_t site) {
  const SiteCase site_case{&world.sites[site], &world.facts[site]};
  Assessment out;
  for (const std::size_t rule : judge.rules()) {
    const Applies applies = world.applies[rule][project];
    if (applies == Applies::no) continue;
    const Finding finding =
        judge.complete(judge.at_site(rule, site_case), site_case, world.projects[project], applies);
    out.prohibitions += finding.verdict == Verdict::non_compliant ? 1 : 0;
    out.unknowns += finding.verdict == Verdict::insufficient_data ? 1 : 0;
    out.conditions += finding.verdict == Verdict::conditional ? 1 : 0;
    if (finding.verdict <= out.verdict) continue;
    out.verdict = finding.verdict;
    out.deciding_rule = rule;
  }
  return out;
}

SiteColumns columns_of(const World& world, const Judge& judge) {
  SiteColumns columns(judge, world.sites.size());
  for (std::size_t s = 0; s < world.sites.size(); ++s)
    columns.set(s, {&world.sites[s], &world.facts[s]});
  return columns;
}

SweptProjects projects_of(const World& world, const SiteColumns& columns) {
  SweptProjects out;
  for (const std::size_t rule : columns.rules()) out.applies.push_back(world.applies[rule]);
  out.need_m2 = world.needs;
  for (const SiteInfo& site : world.sites) {
    out.site_order.push_back(static_cast<std::size_t>(
        std::count_if(world.sites.begin(), world.sites.end(),
                      [&](const SiteInfo& other) { return other.id < site.id; })));
  }
  return out;
}

void check_pairs(const World& world) {
  const Judge judge(world.book, day("2023-02-01"), 1.0);
  const SiteColumns columns = columns_of(world, judge);
  const xuanzhi::assessment::PairPlan plan(columns, projects_of(world, columns));
  xuanzhi::assessment::PairBlock block(plan);
  std::size_t wrong = 0;
  for (std::size_t first = 0; first < world.sites.size(); first += xuanzhi::assessment::kBlock) {
    block.load(first);
    for (const std::size_t p : plan.projects()) {
      const auto& decisions = block.decide(p);
      for (std::size_t i = 0; i < block.size(); ++i) {
        const Assessment right = judged(world, judge, p, first + i);
        const std::int16_t key = decisions.key[i];
        const std::uint32_t tally = decisions.tally[i];
        const std::size_t decided =
            key == 0 ? Assessment::kNone : columns.rules()[xuanzhi::assessment::column_of_key(key)];
        wrong += xuanzhi::assessment::verdict_of_key(key) == right.verdict &&
                         decided == right.deciding_rule &&
                         xuanzhi::assessment::prohibitions_of(tally) == right.prohibitions &&
                         xuanzhi::assessment::unknowns_of(tally) == right.unknowns &&
                         xuanzhi::assessment::conditions_of(tally) == right.conditions
                     ? 0
                     : 1;
      }
    }
  }
  CHECK(wrong == 0);
}

// Totals and best sites by looking at every pair.
SweptPairs counted(const World& world, std::size_t best) {
  const Judge judge(world.book, day("2023-02-01"), 1.0);
  SweptPairs out;
  out.totals.by_site.resize(world.sites.size());
  out.totals.by_project.resize(world.projects.size());
  out.totals.decided.resize(world.book.rules.size());
  for (std::size_t p = 0; p < world.projects.size(); ++p) {
    std::vector<std::tuple<Verdict, int, int, int, bool, double, std::string, std::size_t>> order;
    for (std::size_t s = 0; s < world.sites.size(); ++s) {
      const Assessment one = judged(world, judge, p, s);
      out.totals.by_site[s].add(one.verdict);
      out.totals.by_project[p].add(one.verdict);
      if (one.deciding_rule != Assessment::kNone)
        out.totals.decided[one.deciding_rule].add(one.verdict);
      const double spare =
          world.needs[p] ? world.sites[s].available_land_m2 - *world.needs[p] : 0.0;
      order.emplace_back(one.verdict, one.prohibitions, one.unknowns, one.conditions, spare < 0.0,
                         std::abs(spare), world.sites[s].id, s);
    }
    std::sort(order.begin(), order.end());
    order.resize(std::min(best, order.size()));
    out.best.emplace_back();
    for (const auto& one : order) out.best.back().push_back(std::get<7>(one));
  }
  return out;
}

TEST_CASE("Every pair decided by columns is what the judge says", "[pairs]") {
  for (std::uint32_t seed = kSeed; seed < kSeed + 30; ++seed) {
    INFO("seed " << seed);
    check_pairs(random_world(seed, 1 + seed % 23, 40, 25));
  }
  SECTION("over the edge of a block") {
    check_pairs(random_world(kSeed, 12, 700, 9));
  }
  SECTION("with more rules than a byte counts") {
    check_pairs(random_world(kSeed + 1, 700, 20, 6));
  }
}

TEST_CASE("Totals and best sites are those of all pairs, for any number of threads", "[pairs]") {
  for (const std::size_t best :
       {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{9999}}) {
    const World world = random_world(kSeed + 99, 11, 1300, 12);
    const Judge judge(world.book, day("2023-02-01"), 1.0);
    const SiteColumns columns = columns_of(world, judge);
    const SweptProjects projects = projects_of(world, columns);
    const SweptPairs right = counted(world, best);
    for (const int threads : {1, 4}) {
      const SweptPairs swept = sweep_pairs(columns, projects, best, threads, nullptr);
      CHECK(swept.totals == right.totals);
      CHECK(swept.best == right.best);
    }
  }
}

TEST_CASE("Best sites are the same when the sites fill several shares of work", "[pairs]") {
  const World world = random_world(kSeed + 5, 4, 20000, 3);
  const Judge judge(world.book, day("2023-02-01"), 1.0);
  const SiteColumns columns = columns_of(world, judge);
  SweptProjects projects = projects_of(random_world(kSeed + 5, 4, 1, 3), columns);
  // The sites in the order of their numbers, to spare the test a search for each.
  for (std::size_t s = 1; s < world.sites.size(); ++s) projects.site_order.push_back(s);
  const SweptPairs one = sweep_pairs(columns, projects, 5, 1, nullptr);
  const SweptPairs many = sweep_pairs(columns, projects, 5, 7, nullptr);
  CHECK(one.totals == many.totals);
  CHECK(one.best == many.best);
  for (const auto& counts : one.totals.by_project) CHECK(counts.total() == world.sites.size());
}

TEST_CASE("A summary of more rules than it can count is refused", "[pairs]") {
  World world = random_world(kSeed, 1024, 1, 1);
  for (Rule& rule : world.book.rules) rule.severity = Severity::condition;
  const Judge judge(world.book, day("2023-02-01"), 1.0);
  const SiteColumns columns(judge, 1);
  const SweptProjects projects = projects_of(world, columns);
  const auto error = memory::error_of([&] { sweep_pairs(columns, projects, 1, 1, nullptr); });
  CHECK(error.code() == xuanzhi::ErrorCode::rulebook_invalid);
  CHECK(memory::holds(error.message().en, "1023"));
}

TEST_CASE("All pairs of the demo come out of the columns as out of the judge", "[pairs]") {
  auto workspace = xuanzhi::workspace::open_workspace(
      std::string(XUANZHI_SOURCE_DIR) + "/gisdata/wuhai", std::nullopt, nullptr);
  const Rulebook book =
      xuanzhi::rules::load_rulebooks(workspace.manifest.rulebooks, workspace.roles);
  xuanzhi::assessment::choose_versions(workspace, book);
  const xuanzhi::assessment::Assessor assessor(workspace, book);
  const auto all = assessor.evaluate(nullptr);
  SiteColumns columns = assessor.columns();
  for (std::size_t s = 0; s < workspace.sites.size(); ++s)
    columns.set(s, {&workspace.sites[s].info, &all.facts[s]});
  const SweptPairs swept = assessor.sweep(columns, 3, nullptr);
  PairTotals totals;
  totals.by_site.resize(workspace.sites.size());
  totals.by_project.resize(workspace.projects.size());
  totals.decided.resize(book.rules.size());
  for (const Assessment& one : all.assessments) {
    totals.by_site[one.site].add(one.verdict);
    totals.by_project[one.project].add(one.verdict);
    if (one.deciding_rule != Assessment::kNone) totals.decided[one.deciding_rule].add(one.verdict);
  }
  CHECK(all.assessments.size() > 20000);
  CHECK(swept.totals == totals);
  for (std::size_t p = 0; p < workspace.projects.size(); ++p) {
    REQUIRE(swept.best[p].size() == 3);
    const Assessment* of_project = all.assessments.data() + p * workspace.sites.size();
    const auto weight = [](const Assessment& a) {
      return std::tie(a.verdict, a.prohibitions, a.unknowns, a.conditions);
    };
    const Assessment* best =
        std::min_element(of_project, of_project + workspace.sites.size(),
                         [&](const auto& a, const auto& b) { return weight(a) < weight(b); });
    CHECK(weight(of_project[swept.best[p][0]]) == weight(*best));
  }
}

}  // namespace
