// SPDX-License-Identifier: Apache-2.0
#include "scoring.h"

#include <set>

#include "xuanzhi/workspace/planning.h"

namespace xuanzhi::cli {

std::unique_ptr<Scoring> score_pairs(const CommonOptions& common, const Session& session,
                                     const assessment::Evaluation& evaluation,
                                     const screening::FactSource& facts) {
  const workspace::Planning planning = workspace::read_planning(common.workspace);
  if (planning.criteria.empty()) return nullptr;
  std::set<std::size_t> sites;
  for (const assessment::Assessment& one : evaluation.assessments) sites.insert(one.site);
  auto out = std::make_unique<Scoring>();
  out->criteria = suitability::load_criteria(planning.criteria, session.workspace.roles,
                                             session.workspace.manifest.as_of);
  out->scorer = std::make_unique<suitability::Scorer>(
      out->criteria, session.workspace, session.rulebook, facts,
      std::vector<std::size_t>(sites.begin(), sites.end()));
  return out;
}

std::unique_ptr<Scoring> score_pairs(const CommonOptions& common, const Session& session,
                                     const assessment::Evaluation& evaluation) {
  return score_pairs(common, session, evaluation, screening::FactsInMemory(evaluation.facts));
}

}  // namespace xuanzhi::cli
