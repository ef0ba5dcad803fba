// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/approvals/path.h"
#include "xuanzhi/assessment/assessment.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/screening/screen.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::assessment {

/// A pair by positions in the workspace.
struct Pair {
  std::size_t project = 0;
  std::size_t site = 0;
};

/// Of each project the site with the best verdict; of several the one with the fewest findings
/// against it, then the first. Projects without any site are left out.
std::vector<Pair> best_pairs(const Evaluation& evaluation, std::size_t projects);

/// Measures what the procedures ask of sites and finds the paths of pairs. All borrowed; boundary
/// versions must be chosen already.
class PathSurvey {
 public:
  PathSurvey(const workspace::Workspace& workspace, const rules::Rulebook& rulebook,
             const approvals::Procedures& procedures);

  /// The paths of the pairs, in their order, from a day on.
  std::vector<approvals::ApprovalPath> find(const std::vector<Pair>& pairs,
                                            const Date& start) const;

  /// The path of a project at any site, which may be none of the workspace.
  approvals::ApprovalPath find(const workspace::Site& site, std::size_t project,
                               const Date& start) const;

 private:
  const workspace::Workspace* workspace_;
  screening::Screen screen_;
  approvals::PathFinder finder_;
};

}  // namespace xuanzhi::assessment
