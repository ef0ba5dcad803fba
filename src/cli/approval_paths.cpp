// SPDX-License-Identifier: Apache-2.0
#include "approval_paths.h"

namespace xuanzhi::cli {

ApprovalPaths::ApprovalPaths(const Session& session, const assessment::Evaluation& evaluation)
    : ApprovalPaths(session,
                    assessment::best_pairs(evaluation, session.workspace.projects.size())) {}

ApprovalPaths::ApprovalPaths(const Session& session, const std::vector<assessment::Pair>& pairs) {
  const workspace::Workspace& workspace = session.workspace;
  if (workspace.manifest.approvals.empty()) return;
  procedures_ = open_procedures(session);
  const assessment::PathSurvey survey(workspace, session.rulebook, *procedures_);
  paths_ = survey.find(pairs, workspace.manifest.as_of);
}

const approvals::Procedures* ApprovalPaths::procedures() const {
  return procedures_ ? &*procedures_ : nullptr;
}

const std::vector<approvals::ApprovalPath>* ApprovalPaths::paths() const {
  return procedures_ ? &paths_ : nullptr;
}

}  // namespace xuanzhi::cli
