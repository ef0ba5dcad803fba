// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <memory>
#include <vector>

#include "xuanzhi/assessment/assessment.h"
#include "xuanzhi/base/parallel.h"
#include "xuanzhi/rules/judge.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/screening/screen.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::assessment {

/// Applies the boundary fallbacks of a rulebook to the layers of a workspace for its as-of date.
std::vector<workspace::VersionChoice> choose_versions(workspace::Workspace& workspace,
                                                      const rules::Rulebook& book);

/// Composes facts and rules for one pair or for all. Workspace and rulebook are borrowed and must
/// not change; call `choose_versions` first.
class Assessor {
 public:
  Assessor(const workspace::Workspace& workspace, const rules::Rulebook& book);
  ~Assessor();
  Assessor(const Assessor&) = delete;
  Assessor& operator=(const Assessor&) = delete;

  const screening::Screen& screen() const;

  /// One site with one project of the workspace (by position).
  PairAssessment assess(const workspace::SiteInfo& site, const screening::SiteFacts& facts,
                        std::size_t project) const;

  /// A site without a project: rules without `when` that are about the site alone make its
  /// findings; what the others hold against some projects is `depending`.
  PairAssessment assess_site(const workspace::SiteInfo& site,
                             const screening::SiteFacts& facts) const;

  /// All pairs, on up to `threads` threads; the same for any number of them. Progress goes to
  /// `narration` where it is not null.
  Evaluation evaluate(std::ostream* narration, int threads = all_cores()) const;

 private:
  /// What one project makes of all sites.
  struct OfProject;
  OfProject judge_project(std::size_t project, const std::vector<screening::SiteFacts>& facts,
                          const std::vector<std::vector<rules::Finding>>& at_sites) const;
  bool weighs(const rules::Finding& finding) const;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::assessment
