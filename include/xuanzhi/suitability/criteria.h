// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/base/date.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/suitability/weighting.h"
#include "xuanzhi/workspace/role.h"

namespace xuanzhi::suitability {

/// What a criterion measures.
enum class Measure {
  distance,  ///< metres from the site to the nearest feature of a role (and classes)
  share,     ///< of the site inside a role (and classes), 0 … 1
  ratio,     ///< a number of the project over another one, e.g. value added per mu
  cases      ///< the value of the first case that holds for the project and the site
};

/// A condition on the project and on the site, and what it is worth. Empty conditions hold.
struct Case {
  std::string when;  ///< on the project, in the language of the rules
  std::string role;  ///< more than half of the site lies in it
  std::vector<std::string> classes;
  std::vector<std::string> parks;
  std::optional<bool> stock_land;
  double value = 0.0;
};

/// How a value becomes a utility between 0 (worst or beyond) and 1 (best or beyond). The bounds are
/// fixed: what else stands in the list changes nothing.
struct Utility {
  double worst = 0.0;
  double best = 1.0;
  /// 0: straight; above: gains early, below: gains late. u = (1 − e^(−b·t)) / (1 − e^(−b)).
  double bend = 0.0;
  /// Value and utility, by rising value; replaces the above where given.
  std::vector<std::pair<double, double>> points;

  double of(double value) const;
};

struct Criterion {
  std::string id;
  Text title;
  std::string group;
  Measure measure = Measure::cases;
  std::string unit;
  std::string role;
  std::vector<std::string> classes;
  std::string numerator;
  std::string denominator;
  double denominator_unit = 1.0;  ///< kept units in the stated one
  std::vector<Case> cases;
  double otherwise = 0.0;
  std::string when;  ///< projects that it concerns; empty: all
  Utility utility;
  double weight = 0.0;  ///< of the whole; all weights sum to 1
  Period effective;
  rules::Evidence evidence;
  Text origin;
};

/// How utilities make a score. All three use the fixed bounds, so that no site changes the order of
/// others: weighted sum; TOPSIS (Hwang & Yoon 1981) with the fixed best and worst as ideal and
/// anti-ideal; SPOTIS (Dezert et al. 2020), the distance from the best in straight utilities.
enum class Method { weighted_sum, topsis, spotis };

struct CriteriaGroup {
  std::string id;
  Text title;
  double weight = 0.0;
};

/// criteria.toml, typed, checked, and of one day.
struct Criteria {
  std::string id;
  std::string version;
  Method method = Method::weighted_sum;
  /// A pair of which less than this weight is known has no score.
  double least_known_weight = 0.5;
  std::vector<CriteriaGroup> groups;
  std::vector<Criterion> list;
  std::optional<Comparison>
      comparison;  ///< where the weights of groups come from pairwise judgement
};

/// Reads the criteria in effect on a day. Throws `Error` (criteria_invalid) with line and column:
/// unknown roles, classes, fields, groups; bounds that are equal; weights that are no weights; and
/// judgements whose consistency ratio is above 0.1, naming the one that fits least.
Criteria load_criteria(const std::filesystem::path& file, const workspace::RoleCatalogue& roles,
                       const Date& as_of);

std::string to_string(Method method);

}  // namespace xuanzhi::suitability
