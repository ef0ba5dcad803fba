// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/rules/condition.h"
#include "xuanzhi/rules/finding.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/screening/fact.h"
#include "xuanzhi/workspace/project.h"
#include "xuanzhi/workspace/site_info.h"

namespace xuanzhi::rules {

/// What the rules need to know of one site: numbers, no shapes.
struct SiteCase {
  const workspace::SiteInfo* info = nullptr;
  const screening::SiteFacts* facts = nullptr;
};

/// Does a rule of some regions hold where a site lies? `maybe`: the units that are known do not
/// cover the site.
enum class Here : unsigned char { no, yes, maybe };

/// The rules in effect on a date, made ready for judging. The rulebook is borrowed.
class Judge {
 public:
  Judge(const Rulebook& book, const Date& as_of, double sliver_tolerance_m2);

  /// What must be measured of every site, without repetition and sorted.
  const std::vector<screening::Subject>& subjects() const { return subjects_; }

  /// Positions in the rulebook of the rules in effect, in its order.
  const std::vector<std::size_t>& rules() const { return rules_; }

  /// The part of a rule that does not depend on the project. For `area` and `land_shortfall`
  /// nothing is measured yet.
  Finding at_site(std::size_t rule, const SiteCase& site) const;

  /// Where the rule holds, for the rules about land, which `at_site` leaves open.
  Here here(std::size_t rule, const SiteCase& site) const;
  /// What `area` and `land_shortfall` must not exceed: the threshold, for a shortfall at least a
  /// sliver.
  double land_limit_m2(std::size_t rule) const;
  const Rulebook& book() const { return *book_; }

  /// That part completed for one project; `applies` answers for the rule and the project.
  Finding complete(const Finding& at_site, const SiteCase& site, const workspace::Project& project,
                   Applies applies) const;

 private:
  Finding judge_geometry(const Rule& rule, const SiteCase& site, Finding finding) const;
  void judge_land(const SiteCase& site, const workspace::Project& project, Finding& finding) const;

  const Rulebook* book_;
  double sliver_m2_;
  std::vector<std::size_t> rules_;
  std::vector<screening::Subject> subjects_;
  std::vector<std::size_t> subject_of_rule_;  ///< by position in the rulebook
};

}  // namespace xuanzhi::rules
