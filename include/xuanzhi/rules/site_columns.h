// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "xuanzhi/rules/judge.h"

namespace xuanzhi::rules {

/// How a rule stands at a site before a project is known. For the rules about land, what the site
/// alone leaves open stays open: `by_need` where the need for land decides.
enum class AtSite : unsigned char {
  pass,  ///< or within tolerance
  violated,
  unknown,
  by_need,        ///< violated where the need is above the limit, unknown where nobody states it
  by_need_maybe,  ///< the same, and the region is unknown: unknown instead of violated
};

/// The part of all judgements that does not depend on the project, as columns over the sites: one
/// byte per rule and site. Rules that only inform have no column, as they never weigh in a verdict.
class SiteColumns {
 public:
  /// Room for `sites` sites, at which all passes until `set`. The judge is borrowed.
  SiteColumns(const Judge& judge, std::size_t sites);

  /// Judges the rules at one site. Threads may set different sites at once.
  void set(std::size_t site, const SiteCase& site_case);

  std::size_t sites() const { return available_m2_.size(); }
  /// Positions in the rulebook of the rules that have a column, in its order.
  const std::vector<std::size_t>& rules() const { return rules_; }
  /// The column of `rules()[column]`, one entry per site.
  const AtSite* column(std::size_t column) const { return columns_[column].data(); }
  /// What a shortfall of land is reckoned from, per site.
  const std::vector<double>& available_m2() const { return available_m2_; }
  const Judge& judge() const { return *judge_; }

 private:
  AtSite outcome(std::size_t rule, const SiteCase& site) const;

  const Judge* judge_;
  std::vector<std::size_t> rules_;
  std::vector<std::vector<AtSite>> columns_;
  std::vector<double> available_m2_;
};

}  // namespace xuanzhi::rules
