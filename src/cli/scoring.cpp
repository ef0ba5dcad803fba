// SPDX-License-Identifier: Apache-2.0
#include "scoring.h"

#include "xuanzhi/workspace/planning.h"

namespace xuanzhi::cli {

std::unique_ptr<Scoring> score_pairs(const CommonOptions& common, const Session& session,
                                     const assessment::Evaluation& evaluation) {
  // The scorer measures from all facts; where only the best pairs are kept they are not at hand.
  if (!evaluation.all_pairs) return nullptr;
  return score_sites(common, session, evaluation.facts);
}

std::unique_ptr<Scoring> score_sites(const CommonOptions& common, const Session& session,
                                     const std::vector<screening::SiteFacts>& facts) {
  const workspace::Planning planning = workspace::read_planning(common.workspace);
  if (planning.criteria.empty()) return nullptr;
  auto out = std::make_unique<Scoring>();
  out->criteria = suitability::load_criteria(planning.criteria, session.workspace.roles,
                                             session.workspace.manifest.as_of);
  out->scorer = std::make_unique<suitability::Scorer>(out->criteria, session.workspace,
                                                      session.rulebook, facts);
  return out;
}

}  // namespace xuanzhi::cli
