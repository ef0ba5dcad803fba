// SPDX-License-Identifier: Apache-2.0
#include "best_paths.h"

#include "xuanzhi/assessment/path_survey.h"

namespace xuanzhi::cli {

BestPaths::BestPaths(const Session& session, const assessment::Evaluation& evaluation) {
  const workspace::Workspace& workspace = session.workspace;
  if (workspace.manifest.approvals.empty()) return;
  procedures_ = open_procedures(session);
  const assessment::PathSurvey survey(workspace, session.rulebook, *procedures_);
  paths_ = survey.find(assessment::best_pairs(evaluation, workspace.projects.size()),
                       workspace.manifest.as_of);
}

const approvals::Procedures* BestPaths::procedures() const {
  return procedures_ ? &*procedures_ : nullptr;
}

const std::vector<approvals::ApprovalPath>* BestPaths::paths() const {
  return procedures_ ? &paths_ : nullptr;
}

}  // namespace xuanzhi::cli
