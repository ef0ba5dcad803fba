// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/approvals/procedures.h"
#include "xuanzhi/approvals/schedule.h"
#include "xuanzhi/workspace/manifest.h"
#include "xuanzhi/workspace/project.h"
#include "xuanzhi/workspace/site_info.h"

namespace xuanzhi::approvals {

/// What a site term comes to at a site.
struct SiteValue {
  const SiteTerm* term = nullptr;
  std::optional<double> value;      ///< nothing: unknown
  std::vector<std::string> layers;  ///< that made it true or kept it unknown
};

/// A step of one project at one site.
struct PathStep {
  const Step* step = nullptr;
  const Variant* variant = nullptr;      ///< chosen; for `unknown` the first that cannot be decided
  Outcome ordinary = Outcome::required;  ///< before the reliefs
  Outcome outcome = Outcome::required;
  std::vector<const Relief*> granted;
  std::vector<const Relief*> open;  ///< might hold, but data are missing; they change nothing
  Text instrument;
  Text authority;
  std::string level;
  Mode mode = Mode::ordinary;
  Days ordinary_days;
  Days expected_days;
  std::vector<std::string> documents;  ///< with the file
  std::vector<std::string> deferred;   ///< may be supplied later
  Text due;                            ///< when those are due
  std::vector<std::string> layers;     ///< whose features decided the variant
  std::vector<Text> missing;           ///< what would have to be known
  bool done = false;                   ///< the project's list says so

  /// True where the step takes its place in the schedule. An unknown one does.
  bool counts() const { return outcome == Outcome::required || outcome == Outcome::unknown; }
};

/// The whole way of one project at one site.
struct ApprovalPath {
  std::string project_id;
  std::string site_id;
  std::vector<PathStep> steps;  ///< in the order of the file
  Schedule ordinary;            ///< one step after the other, without the plan's measures
  Schedule parallel;            ///< side by side, with them
  int days_unknown = 0;         ///< steps that count and have no known limit
  int documents_saved = 0;
  int steps_saved = 0;
  std::size_t required = 0;  ///< steps that count, milestones apart
  std::size_t done = 0;

  /// Share of the required steps that are done (R4 of the plan); nothing where none is required.
  std::optional<double> maturity() const;
};

/// Finds paths. Procedures, rulebook and manifest are borrowed; the parameters of the rulebook are
/// those that were set.
class PathFinder {
 public:
  PathFinder(const Procedures& procedures, const rules::Rulebook& rulebook,
             const workspace::Manifest& manifest);

  /// What is known of a site. `facts` hold the subjects of the procedures, in their order.
  std::vector<SiteValue> site_values(const workspace::SiteInfo& site,
                                     const screening::SiteFacts& facts) const;

  /// The paths of some projects at one site, in their order, from a day on.
  std::vector<ApprovalPath> find(const workspace::SiteInfo& site, const screening::SiteFacts& facts,
                                 const std::vector<workspace::Project>& projects,
                                 const Date& start) const;

 private:
  const Procedures* procedures_;
  const rules::Rulebook* rulebook_;
  const workspace::Manifest* manifest_;
  std::vector<screening::Subject> subjects_;
};

}  // namespace xuanzhi::approvals
