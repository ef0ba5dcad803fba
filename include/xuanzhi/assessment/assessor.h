// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <memory>
#include <vector>

#include "xuanzhi/assessment/assessment.h"
#include "xuanzhi/assessment/pair_sweep.h"
#include "xuanzhi/base/parallel.h"
#include "xuanzhi/rules/judge.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/rules/site_columns.h"
#include "xuanzhi/screening/fact_store.h"
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

  /// The same with facts that were measured already, one per site.
  Evaluation evaluate(std::vector<screening::SiteFacts> facts, std::ostream* narration,
                      int threads = all_cores()) const;

  /// The totals of all pairs, and of each project the pairs at its `best` best sites with their
  /// findings. `sites` and `facts` are those of the workspace.
  Evaluation evaluate_best(const rules::SiteColumns& sites, const screening::FactSource& facts,
                           std::size_t best, std::ostream* narration,
                           int threads = all_cores()) const;

  /// How many projects a rule of the rulebook surely concerns; 0 where it is not in effect.
  std::size_t concerned(std::size_t rule) const;

  /// What the facts of `screen()` depend on.
  screening::FactKey fact_key() const;

  /// Columns for all sites of the workspace, to be filled as their facts come in.
  rules::SiteColumns columns() const;

  /// Decides all pairs without keeping them; see `sweep_pairs`.
  SweptPairs sweep(const rules::SiteColumns& sites, std::size_t best, std::ostream* narration,
                   int threads = all_cores()) const;

 private:
  /// What one project makes of all sites.
  struct OfProject;
  void judge_pair(const rules::SiteCase& site, const std::vector<rules::Finding>& at_site,
                  std::size_t project, std::size_t position, OfProject& out) const;
  OfProject judge_project(std::size_t project, const std::vector<screening::SiteFacts>& facts,
                          const std::vector<std::vector<rules::Finding>>& at_sites) const;
  bool weighs(const rules::Finding& finding) const;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::assessment
