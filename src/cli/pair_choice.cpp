// SPDX-License-Identifier: Apache-2.0
#include "pair_choice.h"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace xuanzhi::cli {

namespace {

// A city's list with all of its sites; what is above is a province.
constexpr std::size_t kCityPairs = 500000;

// What is kept in memory beside the workspace and the sites in work, in bytes.
std::size_t held_bytes(const workspace::Workspace& workspace, const PairChoice& choice,
                       std::size_t rules) {
  // Facts of a site, and an assessment with the findings that weigh, as they turn out to be.
  static constexpr std::size_t kFactBytes = std::size_t{16} * 1024;
  static constexpr std::size_t kPairBytes = 1200;
  // Columns, totals and ranks of a site; a candidate in each share of the work.
  static constexpr std::size_t kSiteBytes = 192;
  static constexpr std::size_t kCandidateBytes = 4096;
  const std::size_t sites = workspace.sites.size();
  const std::size_t projects = workspace.projects.size();
  if (choice.keeps_all(workspace)) return sites * kFactBytes + projects * sites * kPairBytes;
  return sites * (rules + kSiteBytes) + projects * choice.best * (kPairBytes + kCandidateBytes);
}

std::vector<screening::SiteFacts> all_facts(const screening::FactSource& facts, std::size_t sites) {
  std::vector<screening::SiteFacts> out;
  out.reserve(sites);
  for (std::size_t s = 0; s < sites; ++s) out.push_back(facts.at(s));
  return out;
}

}  // namespace

bool PairChoice::keeps_all(const workspace::Workspace& workspace) const {
  if (!pairs.empty()) return pairs == "all";
  return workspace.projects.size() * workspace.sites.size() <= kCityPairs;
}

void declare_pairs(CLI::App& parser, PairChoice& choice) {
  parser
      .add_option("--pairs", choice.pairs,
                  fmt::format("保存全部审查 all，或每个项目的较优地块 best；缺省 {} 项以内为 all; "
                              "keep all pairs or the best, by default all up to that number",
                              kCityPairs))
      ->check(CLI::IsMember({"all", "best"}));
  parser
      .add_option("--best", choice.best,
                  "best 时每个项目保存的地块数，缺省 10 sites kept of each project")
      ->check(CLI::Range(1, 100000));
  parser.add_option("--since", choice.measuring.since,
                    "沿用旧结果中未变的部分 an earlier result: only what changed is measured");
  declare_measuring(parser, choice.measuring);
}

SitesForPairs measure_for_pairs(const workspace::Workspace& workspace,
                                const assessment::Assessor& assessor,
                                const std::filesystem::path& output, const PairChoice& choice,
                                std::ostream* narration) {
  SitesForPairs out{{}, assessor.columns()};
  const screening::EachSite each = [&](std::size_t site, const screening::SiteFacts& facts) {
    out.columns.set(site, {&workspace.sites[site].info, &facts});
  };
  const std::size_t held = held_bytes(workspace, choice, out.columns.rules().size());
  out.measured =
      measure_sites({&workspace, &assessor.screen(), assessor.fact_key(), output, held, each},
                    choice.measuring, narration);
  return out;
}

assessment::Evaluation decide_pairs(const workspace::Workspace& workspace,
                                    const assessment::Assessor& assessor,
                                    const SitesForPairs& sites, const PairChoice& choice,
                                    std::ostream* narration) {
  const screening::FactSource& facts = *sites.measured.facts;
  const int threads = choice.measuring.threads;
  if (choice.keeps_all(workspace))
    return assessor.evaluate(all_facts(facts, workspace.sites.size()), narration, threads);
  return assessor.evaluate_best(sites.columns, facts, choice.best, narration, threads);
}

}  // namespace xuanzhi::cli
