// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>

#include "xuanzhi/approvals/path.h"

namespace xuanzhi::approvals {

namespace {

using screening::SubjectFact;

constexpr double kWhole = 1.0 - 1e-9;
constexpr double kDaysOfYear = 365.25;

bool known(const SubjectFact& fact) {
  return fact.present && fact.in_force && !fact.version_withheld && fact.covered_share >= kWhole;
}

// An overlap that is found stands, whatever the coverage; that there is none must be vouched for.
void touch(SiteValue& value, const std::vector<const SubjectFact*>& facts, double sliver_m2) {
  bool all_known = true;
  bool hit = false;
  for (const SubjectFact* fact : facts) {
    if (fact->present && fact->in_force && fact->overlap_m2 > sliver_m2) {
      hit = true;
      value.layers.insert(value.layers.end(), fact->layer_ids.begin(), fact->layer_ids.end());
    }
    all_known = all_known && known(*fact);
  }
  if (hit) {
    value.value = 1.0;
  } else if (all_known) {
    value.value = 0.0;
  }
}

void within(SiteValue& value, const SubjectFact& fact, double sliver_m2) {
  value.layers = fact.layer_ids;
  if (!fact.present || !fact.in_force) return;
  if (fact.outside_known_m2 > sliver_m2) {
    value.value = 0.0;
  } else if (known(fact)) {
    value.value = fact.outside_m2 > sliver_m2 ? 0.0 : 1.0;
  }
}

void overlap(SiteValue& value, const std::vector<const SubjectFact*>& facts, double sliver_m2) {
  double sum = 0.0;
  for (const SubjectFact* fact : facts) {
    if (!known(*fact)) return;
    sum += fact->overlap_m2;
    if (fact->overlap_m2 > sliver_m2)
      value.layers.insert(value.layers.end(), fact->layer_ids.begin(), fact->layer_ids.end());
  }
  value.value = sum > sliver_m2 ? sum : 0.0;
}

std::optional<double> as_number(const std::optional<bool>& flag) {
  if (!flag) return std::nullopt;
  return *flag ? 1.0 : 0.0;
}

std::optional<double> of_park(const std::string& field, const workspace::ParkStatus& park,
                              const Date& as_of) {
  if (field == "plan_eia") return as_number(park.plan_eia);
  if (field == "water_argument") return as_number(park.water_argument);
  if (field == "reclaimed_water") return as_number(park.reclaimed_water);
  if (!park.monitoring) return std::nullopt;
  const auto age = std::chrono::sys_days(as_of) - std::chrono::sys_days(*park.monitoring);
  return static_cast<double>(age.count()) / kDaysOfYear;
}

void region(SiteValue& value, const screening::SiteRegion& region) {
  if (rules::region_matches(value.term->regions, region.codes)) {
    value.value = 1.0;
  } else if (region.complete) {
    value.value = 0.0;
  }
}

// A site that names no park lies in none of those asked for, unless it may touch a park.
void park(SiteValue& value, const workspace::SiteInfo& site,
          const std::vector<const SubjectFact*>& facts, double sliver_m2) {
  const auto& parks = value.term->parks;
  if (!site.park.empty()) {
    value.value = std::find(parks.begin(), parks.end(), site.park) != parks.end() ? 1.0 : 0.0;
    return;
  }
  SiteValue touched = value;
  touch(touched, facts, sliver_m2);
  if (!facts.empty() && touched.value == 0.0) value.value = 0.0;
}

}  // namespace

std::vector<SiteValue> PathFinder::site_values(const workspace::SiteInfo& site,
                                               const screening::SiteFacts& facts) const {
  const double sliver = manifest_->sliver_tolerance_m2;
  std::vector<SiteValue> out;
  for (const SiteTerm& term : procedures_->site_terms) {
    SiteValue value{&term, {}, {}};
    std::vector<const SubjectFact*> asked;
    for (const screening::Subject& subject : term.subjects) {
      const auto at = std::lower_bound(subjects_.begin(), subjects_.end(), subject);
      asked.push_back(&facts.subjects[static_cast<std::size_t>(at - subjects_.begin())]);
    }
    switch (term.measure) {
      case Measure::touch:
        touch(value, asked, sliver);
        break;
      case Measure::within:
        within(value, *asked.front(), sliver);
        break;
      case Measure::overlap_m2:
        overlap(value, asked, sliver);
        break;
      case Measure::area_m2:
        value.value = site.area_m2;
        break;
      case Measure::region:
        region(value, facts.region);
        break;
      case Measure::park:
        park(value, site, asked, sliver);
        break;
      case Measure::park_status:
        for (const workspace::ParkStatus& status : manifest_->parks) {
          if (status.park == site.park) value.value = of_park(term.field, status, manifest_->as_of);
        }
        break;
    }
    out.push_back(std::move(value));
  }
  return out;
}

}  // namespace xuanzhi::approvals
