// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/site_columns.h"

namespace xuanzhi::rules {

using workspace::SiteKind;

SiteColumns::SiteColumns(const Judge& judge, std::size_t sites)
    : judge_(&judge), available_m2_(sites, 0.0) {
  for (const std::size_t rule : judge.rules()) {
    if (judge.book().rules[rule].severity != Severity::inform) rules_.push_back(rule);
  }
  columns_.assign(rules_.size(), std::vector<AtSite>(sites, AtSite::pass));
}

AtSite SiteColumns::outcome(std::size_t position, const SiteCase& site) const {
  const Rule& rule = judge_->book().rules[position];
  if (rule.relation == Relation::area || rule.relation == Relation::land_shortfall) {
    const Here here = judge_->here(position, site);
    if (here == Here::no) return AtSite::pass;
    // A parcel is taken whole: its own area counts, whatever the project needs.
    if (rule.relation == Relation::area && site.info->kind == SiteKind::parcel) {
      if (site.info->area_m2 <= judge_->land_limit_m2(position)) return AtSite::pass;
      return here == Here::yes ? AtSite::violated : AtSite::unknown;
    }
    return here == Here::yes ? AtSite::by_need : AtSite::by_need_maybe;
  }
  switch (judge_->at_site(position, site).state) {
    case State::pass:
    case State::within_tolerance:
      break;
    case State::unknown:
      return AtSite::unknown;
    case State::noted:
    case State::violated:
      return AtSite::violated;
  }
  return AtSite::pass;
}

void SiteColumns::set(std::size_t site, const SiteCase& site_case) {
  for (std::size_t c = 0; c < rules_.size(); ++c) columns_[c][site] = outcome(rules_[c], site_case);
  available_m2_[site] = site_case.info->available_land_m2;
}

}  // namespace xuanzhi::rules
