// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/suitability/scorer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "xuanzhi/rules/condition.h"

namespace xuanzhi::suitability {

using rules::Applies;
using screening::SiteFacts;
using workspace::Workspace;

std::optional<double> total_of(const std::vector<std::optional<double>>& utilities,
                               const std::vector<double>& weights, Method method) {
  double known = 0.0;
  double gained = 0.0;
  double to_best = 0.0;
  double to_worst = 0.0;
  for (std::size_t c = 0; c < weights.size(); ++c) {
    if (!utilities[c]) continue;
    const double w = weights[c];
    const double u = *utilities[c];
    known += w;
    gained += w * u;
    to_best += w * w * (1.0 - u) * (1.0 - u);
    to_worst += w * w * u * u;
  }
  if (known <= 0.0) return std::nullopt;
  if (method != Method::topsis) return 100.0 * gained / known;
  const double away = std::sqrt(to_worst);
  return 100.0 * away / (away + std::sqrt(to_best));
}

namespace {

// What the layers say of a site: a number, or why there is none.
struct Measured {
  std::optional<double> value;
  Text gap;
};

const Text kMissing{"缺少图层", "the layer is missing"};
const Text kNotInForce{"无在用的边界版本", "no version of the layer is in force"};
const Text kPartial{"图层未覆盖整个地块", "the layer does not cover the whole site"};
const Text kNoFeature{"图层内无此类要素", "the layer has no such feature"};
const Text kNoProjectData{"项目表未填所需数值", "the project list leaves the figure blank"};
const Text kNoSiteData{"地块表未填是否存量用地",
                       "the site list does not say whether it is stock land"};

bool wanted(const std::vector<std::string>& classes, const std::string& one) {
  return std::find(classes.begin(), classes.end(), one) != classes.end();
}

// Nearest distance and share over the layers of a role, or over some of their classes.
struct RoleFact {
  bool present = false;
  bool in_force = false;
  bool covered = false;
  double distance_m = -1.0;
  double share = 0.0;

  void add(const screening::Fact& fact) {
    share = std::min(1.0, share + fact.share);
    if (fact.distance_m < 0.0) return;
    distance_m = distance_m < 0.0 ? fact.distance_m : std::min(distance_m, fact.distance_m);
  }
};

RoleFact role_fact(const Workspace& workspace, const SiteFacts& facts, const std::string& role,
                   const std::vector<std::string>& classes) {
  static constexpr double kWhole = 1.0 - 1e-9;
  RoleFact out;
  const auto counts = [&](const screening::Fact& fact) {
    const workspace::Layer& layer = workspace.layers[fact.layer];
    return layer.role->id == role && layer.in_force;
  };
  for (const workspace::Layer& layer : workspace.layers)
    out.present = out.present || layer.role->id == role;
  for (const screening::Fact& fact : facts.layers) {
    if (!counts(fact)) continue;
    out.in_force = true;
    out.covered = out.covered || fact.covered_share >= kWhole;
    if (classes.empty()) out.add(fact);
  }
  for (const screening::Fact& fact : facts.classes) {
    if (!classes.empty() && counts(fact) && wanted(classes, fact.class_id)) out.add(fact);
  }
  return out;
}

Measured measured_of(const RoleFact& fact, Measure measure) {
  if (!fact.present) return {std::nullopt, kMissing};
  if (!fact.in_force) return {std::nullopt, kNotInForce};
  if (!fact.covered) return {std::nullopt, kPartial};
  if (measure == Measure::share) return {fact.share, {}};
  if (fact.distance_m < 0.0) return {std::nullopt, kNoFeature};
  return {fact.distance_m, {}};
}

// Whether a case's conditions on the site hold; nothing, with the reason, where that is unknown.
struct Holds {
  std::optional<bool> value;
  Text gap;
};

Holds holds_at(const Case& one, const Workspace& workspace, const workspace::SiteInfo& site,
               const SiteFacts& facts) {
  if (!one.parks.empty() && !wanted(one.parks, site.park)) return {false, {}};
  if (one.stock_land) {
    if (!site.stock_land) return {std::nullopt, kNoSiteData};
    if (*site.stock_land != *one.stock_land) return {false, {}};
  }
  if (one.role.empty()) return {true, {}};
  const RoleFact fact = role_fact(workspace, facts, one.role, one.classes);
  if (fact.share > 0.5) return {true, {}};
  const Measured share = measured_of(fact, Measure::share);
  if (!share.value) return {std::nullopt, share.gap};
  return {false, {}};
}

// What the criteria find at one site.
struct AtSite {
  std::vector<Measured> measured;         // by criterion
  std::vector<std::vector<Holds>> cases;  // by criterion, case
};

}  // namespace

struct Scorer::State {
  const Criteria* criteria;
  const Workspace* workspace;
  std::vector<double> weights;
  std::vector<std::vector<Applies>> concerns;                // by criterion, project
  std::vector<std::vector<Measured>> of_project;             // by criterion, project
  std::vector<std::vector<std::vector<Applies>>> case_when;  // by criterion, case, project
  std::map<std::size_t, AtSite> sites;                       // those that were asked for

  void read_projects(const rules::Rulebook& terms);
  AtSite at(const workspace::SiteInfo& site, const SiteFacts& facts) const;
  Part part(std::size_t criterion, std::size_t project, const AtSite& site) const;
  Score score(std::size_t project, const AtSite& site) const;
};

namespace {

Measured ratio_of(const Criterion& one, const workspace::Project& project) {
  const auto above = project.number(one.numerator);
  const auto below = project.number(one.denominator);
  if (!above || !below || *below <= 0.0) return {std::nullopt, kNoProjectData};
  return {*above / (*below / one.denominator_unit), {}};
}

Part part_of(const Measured& measured, const Criterion& criterion, Method method) {
  Part out;
  out.value = measured.value;
  out.gap = measured.gap;
  if (!measured.value) return out;
  Utility straight = criterion.utility;
  if (method == Method::spotis) {
    straight.bend = 0.0;
    straight.points.clear();
  }
  out.utility = straight.of(*measured.value);
  return out;
}

}  // namespace

Scorer::Scorer(const Criteria& criteria, const Workspace& workspace, const rules::Rulebook& terms,
               const screening::FactSource& facts, const std::vector<std::size_t>& sites)
    : state_(std::make_unique<State>()) {
  state_->criteria = &criteria;
  state_->workspace = &workspace;
  state_->read_projects(terms);
  for (const std::size_t site : sites)
    state_->sites.try_emplace(site, state_->at(workspace.sites[site].info, facts.at(site)));
}

void Scorer::State::read_projects(const rules::Rulebook& terms) {
  rules::Conditions conditions(terms.terms);
  conditions.load(workspace->projects);
  for (const Criterion& one : criteria->list) {
    conditions.check(one.when, "criteria: " + one.id);
    weights.push_back(one.weight);
    concerns.push_back(conditions.evaluate(one.when));
    auto& ratios = of_project.emplace_back();
    auto& when = case_when.emplace_back();
    if (one.measure == Measure::ratio) {
      for (const workspace::Project& p : workspace->projects) ratios.push_back(ratio_of(one, p));
    }
    for (const Case& entry : one.cases) {
      conditions.check(entry.when, "criteria: " + one.id);
      when.push_back(conditions.evaluate(entry.when));
    }
  }
}

AtSite Scorer::State::at(const workspace::SiteInfo& site, const SiteFacts& facts) const {
  AtSite out;
  for (const Criterion& one : criteria->list) {
    out.measured.push_back(
        one.role.empty()
            ? Measured{}
            : measured_of(role_fact(*workspace, facts, one.role, one.classes), one.measure));
    auto& cases = out.cases.emplace_back();
    for (const Case& entry : one.cases) cases.push_back(holds_at(entry, *workspace, site, facts));
  }
  return out;
}

Scorer::~Scorer() = default;

const Criteria& Scorer::criteria() const {
  return *state_->criteria;
}

Part Scorer::State::part(std::size_t c, std::size_t project, const AtSite& site) const {
  const Criterion& one = criteria->list[c];
  const Applies applies = concerns[c][project];
  if (applies == Applies::no) return {std::nullopt, std::nullopt, {}, false};
  if (applies == Applies::unknown) return {std::nullopt, std::nullopt, kNoProjectData, true};
  if (one.measure == Measure::ratio) return part_of(of_project[c][project], one, criteria->method);
  if (one.measure != Measure::cases) return part_of(site.measured[c], one, criteria->method);
  for (std::size_t k = 0; k < one.cases.size(); ++k) {
    const Applies when = case_when[c][k][project];
    if (when == Applies::no) continue;
    const Holds& here = site.cases[c][k];
    if (here.value && !*here.value) continue;
    if (when == Applies::unknown) return {std::nullopt, std::nullopt, kNoProjectData, true};
    if (!here.value) return {std::nullopt, std::nullopt, here.gap, true};
    return part_of({one.cases[k].value, {}}, one, criteria->method);
  }
  return part_of({one.otherwise, {}}, one, criteria->method);
}

std::optional<double> Scorer::total(std::size_t project, std::size_t site) const {
  return score(project, site).total;
}

Score Scorer::State::score(std::size_t project, const AtSite& site) const {
  Score out;
  std::vector<std::optional<double>> known;
  std::vector<std::optional<double>> worst;
  std::vector<std::optional<double>> best;
  double concerned = 0.0;
  for (std::size_t c = 0; c < weights.size(); ++c) {
    out.parts.push_back(part(c, project, site));
    const Part& part = out.parts.back();
    known.push_back(part.utility);
    const bool gap = part.concerns && !part.utility;
    worst.push_back(gap ? 0.0 : part.utility);
    best.push_back(gap ? 1.0 : part.utility);
    if (part.concerns) concerned += weights[c];
    if (part.utility) out.known_weight += weights[c];
  }
  if (concerned > 0.0) out.known_weight /= concerned;
  const Method method = criteria->method;
  out.low = total_of(worst, weights, method).value_or(0.0);
  out.high = total_of(best, weights, method).value_or(0.0);
  if (out.known_weight >= criteria->least_known_weight)
    out.total = total_of(known, weights, method);
  return out;
}

Score Scorer::score(std::size_t project, std::size_t site) const {
  return state_->score(project, state_->sites.at(site));
}

Score Scorer::score(std::size_t project, const workspace::SiteInfo& site,
                    const SiteFacts& facts) const {
  return state_->score(project, state_->at(site, facts));
}

}  // namespace xuanzhi::suitability
