// SPDX-License-Identifier: Apache-2.0
#include "pair_kernel.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/processor_clones.h"

namespace xuanzhi::assessment {

using rules::Applies;
using rules::AtSite;
using rules::Relation;
using rules::Severity;
using rules::Verdict;

namespace {

constexpr int kPlaceMask = (1 << kVerdictShift) - 1;
constexpr int kTallyBits = 10;
constexpr std::uint32_t kTallyMask = (1U << kTallyBits) - 1U;

// How a project takes a column. The need for land matters to rules about land only.
enum class Need : unsigned char { above, unstated, within };
constexpr Taken kNeeds = 3;
constexpr Taken kNotTaken = 2 * kNeeds;

Taken taken_as(Applies applies, Need need) {
  if (applies == Applies::no) return kNotTaken;
  const int doubt = applies == Applies::unknown ? kNeeds : 0;
  return static_cast<Taken>(doubt + static_cast<int>(need));
}

enum class Weight : unsigned char { none, unknown, violated };

Weight weight_of(AtSite at_site, Taken taken) {
  const auto need = static_cast<Need>(taken % kNeeds);
  const bool doubtful = taken >= kNeeds;
  Weight weight = Weight::none;
  switch (at_site) {
    case AtSite::pass:
      break;
    case AtSite::unknown:
      weight = Weight::unknown;
      break;
    case AtSite::violated:
      weight = Weight::violated;
      break;
    case AtSite::by_need:
    case AtSite::by_need_maybe:
      if (need == Need::unstated || (need == Need::above && at_site == AtSite::by_need_maybe))
        weight = Weight::unknown;
      else if (need == Need::above)
        weight = Weight::violated;
      break;
  }
  return doubtful && weight == Weight::violated ? Weight::unknown : weight;
}

struct Contribution {
  std::int16_t key = 0;
  std::uint32_t tally = 0;
};

Contribution contribution(Weight weight, Severity severity, std::size_t column) {
  if (weight == Weight::none) return {};
  Verdict verdict = Verdict::insufficient_data;
  std::uint32_t tally = 1U << kTallyBits;
  if (weight == Weight::violated) {
    const bool prohibits = severity == Severity::prohibit;
    verdict = prohibits ? Verdict::non_compliant : Verdict::conditional;
    tally = prohibits ? 1U << (2 * kTallyBits) : 1U;
  }
  const int place = kPlaceMask - static_cast<int>(column);
  return {static_cast<std::int16_t>((static_cast<int>(verdict) << kVerdictShift) | place), tally};
}

XUANZHI_PROCESSOR_CLONES void add(Decisions& to, const Decisions& from) {
  for (std::size_t i = 0; i < kBlock; ++i) to.key[i] = std::max(to.key[i], from.key[i]);
  for (std::size_t i = 0; i < kBlock; ++i) to.tally[i] += from.tally[i];
}

}  // namespace

Verdict verdict_of_key(std::int16_t key) {
  return static_cast<Verdict>(key >> kVerdictShift);
}

std::size_t column_of_key(std::int16_t key) {
  return static_cast<std::size_t>(kPlaceMask - (key & kPlaceMask));
}

int prohibitions_of(std::uint32_t tally) {
  return static_cast<int>(tally >> (2 * kTallyBits));
}

int unknowns_of(std::uint32_t tally) {
  return static_cast<int>((tally >> kTallyBits) & kTallyMask);
}

int conditions_of(std::uint32_t tally) {
  return static_cast<int>(tally & kTallyMask);
}

PairPlan::PairPlan(const rules::SiteColumns& sites, const SweptProjects& projects)
    : sites_(&sites), shortfalls_(projects.need_m2.size()) {
  const std::size_t columns = sites.rules().size();
  if (columns > kTallyMask) {
    throw Error(ErrorCode::rulebook_invalid, sites.judge().book().id,
                {"同时生效的规则超过 1023 条，无法汇总审查",
                 "more than 1023 rules are in effect at once, too many for a summary of all pairs"},
                {"减少规则，或用 --pairs all", "use fewer rules, or --pairs all"});
  }
  rank_available_land();
  std::vector<std::vector<Taken>> taken(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    const std::size_t rule = sites.rules()[c];
    const Relation relation = sites.judge().book().rules[rule].relation;
    const double limit = sites.judge().land_limit_m2(rule);
    for (std::size_t p = 0; p < shortfalls_.size(); ++p) {
      const Applies applies = projects.applies[c][p];
      const std::optional<double>& need = projects.need_m2[p];
      if (relation == Relation::land_shortfall && need && applies != Applies::no) {
        const std::size_t part = part_of({c}, taken_as(applies, Need::above));
        shortfalls_[p].push_back({part, first_sufficient(*need, limit)});
        taken[c].push_back(kNotTaken);
        continue;
      }
      const Need how = !need ? Need::unstated : (*need > limit ? Need::above : Need::within);
      taken[c].push_back(
          taken_as(applies, relation == Relation::area || !need ? how : Need::above));
    }
  }
  add_profiles(taken);
}

std::size_t PairPlan::part_of(std::vector<std::size_t> columns, Taken taken) {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].taken == taken && parts_[i].columns == columns) return i;
  }
  parts_.push_back({std::move(columns), taken});
  return parts_.size() - 1;
}

void PairPlan::add_profiles(const std::vector<std::vector<Taken>>& taken) {
  std::map<std::vector<Taken>, std::vector<std::size_t>> alike;
  for (std::size_t c = 0; c < taken.size(); ++c) alike[taken[c]].push_back(c);
  std::map<std::vector<std::size_t>, std::vector<std::size_t>> of_profile;  // parts: projects
  for (std::size_t p = 0; p < shortfalls_.size(); ++p) {
    std::vector<std::size_t> parts;
    for (const auto& [how, columns] : alike) {
      if (how[p] != kNotTaken) parts.push_back(part_of(columns, how[p]));
    }
    of_profile[parts].push_back(p);
  }
  profile_.resize(shortfalls_.size());
  for (const auto& [parts, projects] : of_profile) {
    for (const std::size_t p : projects) profile_[p] = profiles_.size();
    order_.insert(order_.end(), projects.begin(), projects.end());
    profiles_.push_back(parts);
  }
}

// Need − available never grows with the land available, also not as rounded numbers: one place in
// the order of the lands parts those that suffice from those that do not.
void PairPlan::rank_available_land() {
  const std::vector<double>& available = sites_->available_m2();
  land_m2_ = available;
  std::sort(land_m2_.begin(), land_m2_.end());
  land_m2_.erase(std::unique(land_m2_.begin(), land_m2_.end()), land_m2_.end());
  land_rank_.reserve(available.size());
  for (const double land : available) {
    land_rank_.push_back(static_cast<std::uint32_t>(
        std::lower_bound(land_m2_.begin(), land_m2_.end(), land) - land_m2_.begin()));
  }
}

std::uint32_t PairPlan::first_sufficient(double need_m2, double limit_m2) const {
  const auto suffices = std::partition_point(land_m2_.begin(), land_m2_.end(), [&](double land_m2) {
    return need_m2 - land_m2 > limit_m2;
  });
  return static_cast<std::uint32_t>(suffices - land_m2_.begin());
}

PairBlock::PairBlock(const PairPlan& plan)
    : plan_(&plan), parts_(plan.parts_.size()), empty_(plan.parts_.size(), 1) {}

void PairBlock::load(std::size_t first) {
  first_ = first;
  size_ = std::min(kBlock, plan_->sites_->sites() - first);
  profile_ = static_cast<std::size_t>(-1);
  std::copy_n(plan_->land_rank_.begin() + static_cast<std::ptrdiff_t>(first), size_, rank_.begin());
  for (std::size_t part = 0; part < parts_.size(); ++part) load_part(part);
}

void PairBlock::load_part(std::size_t number) {
  const PairPlan::Part& part = plan_->parts_[number];
  Decisions& out = parts_[number];
  if (empty_[number] == 0) out = {};
  empty_[number] = 1;
  const rules::SiteColumns& sites = *plan_->sites_;
  for (const std::size_t column : part.columns) {
    const Severity severity = sites.judge().book().rules[sites.rules()[column]].severity;
    std::array<Contribution, 5> of{};  // by AtSite
    for (std::size_t i = 0; i < of.size(); ++i)
      of[i] = contribution(weight_of(static_cast<AtSite>(i), part.taken), severity, column);
    const AtSite* at = sites.column(column) + first_;
    for (std::size_t i = 0; i < size_; ++i) {
      const Contribution& one = of[static_cast<std::size_t>(at[i])];
      if (one.tally == 0) continue;
      empty_[number] = 0;
      out.key[i] = std::max(out.key[i], one.key);
      out.tally[i] += one.tally;
    }
  }
}

void PairBlock::load_profile(std::size_t profile) {
  profile_ = profile;
  of_profile_ = {};
  for (const std::size_t part : plan_->profiles_[profile]) {
    if (empty_[part] == 0) add(of_profile_, parts_[part]);
  }
}

XUANZHI_PROCESSOR_CLONES void PairBlock::add_shortfall(const PairPlan::Shortfall& shortfall) {
  const Decisions& from = parts_[shortfall.part];
  alignas(64) std::array<std::uint32_t, kBlock> short_of;
  for (std::size_t i = 0; i < kBlock; ++i)
    short_of[i] = rank_[i] < shortfall.rank ? ~std::uint32_t{0} : std::uint32_t{0};
  for (std::size_t i = 0; i < kBlock; ++i) decided_.tally[i] += from.tally[i] & short_of[i];
  for (std::size_t i = 0; i < kBlock; ++i) {
    const auto key =
        static_cast<std::int16_t>(from.key[i] & static_cast<std::int16_t>(short_of[i]));
    decided_.key[i] = std::max(decided_.key[i], key);
  }
}

const Decisions& PairBlock::decide(std::size_t project) {
  if (plan_->profile_[project] != profile_) load_profile(plan_->profile_[project]);
  bool copied = false;
  for (const PairPlan::Shortfall& shortfall : plan_->shortfalls_[project]) {
    if (empty_[shortfall.part] != 0 || shortfall.rank == 0) continue;
    if (!copied) decided_ = of_profile_;
    copied = true;
    add_shortfall(shortfall);
  }
  return copied ? decided_ : of_profile_;
}

}  // namespace xuanzhi::assessment
