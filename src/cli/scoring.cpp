// SPDX-License-Identifier: Apache-2.0
#include "scoring.h"

#include <numeric>
#include <set>

#include "xuanzhi/workspace/planning.h"

namespace xuanzhi::cli {

namespace {

std::unique_ptr<Scoring> score(const CommonOptions& common, const Session& session,
                               const screening::FactSource& facts,
                               const std::vector<std::size_t>& sites) {
  const workspace::Planning planning = workspace::read_planning(common.workspace);
  if (planning.criteria.empty()) return nullptr;
  auto out = std::make_unique<Scoring>();
  out->criteria = suitability::load_criteria(planning.criteria, session.workspace.roles,
                                             session.workspace.manifest.as_of);
  out->scorer = std::make_unique<suitability::Scorer>(out->criteria, session.workspace,
                                                      session.rulebook, facts, sites);
  return out;
}

}  // namespace

std::unique_ptr<Scoring> score_pairs(const CommonOptions& common, const Session& session,
                                     const assessment::Evaluation& evaluation,
                                     const screening::FactSource& facts) {
  std::set<std::size_t> sites;
  for (const assessment::Assessment& one : evaluation.assessments) sites.insert(one.site);
  return score(common, session, facts, {sites.begin(), sites.end()});
}

std::unique_ptr<Scoring> score_pairs(const CommonOptions& common, const Session& session,
                                     const assessment::Evaluation& evaluation) {
  return score_sites(common, session, evaluation.facts);
}

std::unique_ptr<Scoring> score_sites(const CommonOptions& common, const Session& session,
                                     const std::vector<screening::SiteFacts>& facts) {
  std::vector<std::size_t> all(facts.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return score(common, session, screening::FactsInMemory(facts), all);
}

}  // namespace xuanzhi::cli
