// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "session.h"
#include "xuanzhi/approvals/path.h"
#include "xuanzhi/assessment/path_survey.h"

namespace xuanzhi::cli {

/// The approval paths that a result shows; none where the manifest names no procedures. One path
/// per project keeps the result bounded; `xuanzhi path` gives any other.
class ApprovalPaths {
 public:
  /// Of every project at its best site.
  ApprovalPaths(const Session& session, const assessment::Evaluation& evaluation);
  ApprovalPaths(const Session& session, const std::vector<assessment::Pair>& pairs);

  /// Null where there are none; they live as long as this object.
  const approvals::Procedures* procedures() const;
  const std::vector<approvals::ApprovalPath>* paths() const;

 private:
  std::optional<approvals::Procedures> procedures_;
  std::vector<approvals::ApprovalPath> paths_;
};

}  // namespace xuanzhi::cli
