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
#include "xuanzhi/screening/fact.h"

namespace xuanzhi::approvals {

/// What a step comes to for one project at one site. `unknown` is never taken as exempt.
enum class Outcome : unsigned char { required, exempt, not_applicable, unknown };

/// How a step is handled (普通, 承诺制, 容缺, 即来即办, 简易程序, 豁免, 绿色通道).
enum class Mode : unsigned char {
  ordinary,
  commitment,
  deferred,
  on_the_spot,
  simplified,
  exempt,
  green_channel
};

/// What a site term asks about the site.
enum class Measure : unsigned char {
  touch,
  within,
  overlap_m2,
  area_m2,
  region,
  park,
  park_status
};

/// A property of a site that `when` may name: 1 or 0 (or a number), NULL where it is unknown.
struct SiteTerm {
  std::string id;
  Text title;
  Measure measure = Measure::touch;
  std::vector<screening::Subject> subjects;
  std::vector<std::string> regions;
  std::vector<std::string> parks;
  std::string field;  ///< of `workspace::ParkStatus`
};

/// Days of a step: working days, or calendar days. No count: no limit is known.
struct Days {
  std::optional<int> count;
  bool calendar = false;

  bool operator==(const Days&) const = default;
};

/// An instrument that the law asks for.
struct Variant {
  std::string id;
  std::string when;  ///< empty: always
  Period effective;
  Outcome outcome = Outcome::required;
  Text instrument;
  Text authority;
  std::string level;  ///< district, city, region, national, park
  Mode mode = Mode::ordinary;
  Days days;
  std::vector<std::string> documents;
  std::vector<std::string> quotes;
  rules::Evidence evidence;
  Text basis;
};

/// What the plan grants on top of a variant.
struct Relief {
  std::string id;
  std::string when;
  std::optional<Mode> mode;
  std::optional<int> expected_days;
  bool skips = false;  ///< the step falls away
  std::vector<std::string> drops;
  std::vector<std::string> defers;
  std::vector<std::string> adds;
  std::vector<std::pair<std::string, std::string>> replaces;
  Text due;
  Text instrument;
  Text authority;
  std::string level;
  std::vector<std::string> quotes;
  Text note;
};

struct Step {
  std::string id;
  std::string procedure;
  Text title;
  std::vector<std::string> after;  ///< the hard edges
  Text deadline;                   ///< where the step is not due before the start
  bool milestone = false;
  std::vector<Variant> variants;  ///< the first whose `when` holds
  std::vector<Relief> reliefs;
};

struct Procedure {
  std::string id;
  int number = 0;
  Text title;
  std::string quote;
};

/// approvals.toml: procedures, what they ask of a site, and the steps in the order of the file.
struct Procedures {
  std::string id;
  std::string version;
  Text coordinator;
  Text escalation;
  std::vector<std::string> regions;  ///< where the reliefs hold
  Period effective;                  ///< and when
  std::vector<Procedure> procedures;
  std::vector<SiteTerm> site_terms;
  std::vector<Step> steps;

  const Procedure& procedure(const std::string& id) const;
  /// What must be measured of a site, sorted and without repetition.
  std::vector<screening::Subject> subjects() const;
};

/// Reads and checks the file: unknown keys, roles, classes, words; edges that lead nowhere or in a
/// circle; expressions that do not compile with the terms of `book` and the site terms.
/// Throws `Error` (rulebook_invalid) with file, line and column.
Procedures load_procedures(const std::filesystem::path& file, const rules::Rulebook& book,
                           const workspace::RoleCatalogue& roles);

std::string to_string(Outcome outcome);
std::string to_string(Mode mode);
Text outcome_name(Outcome outcome);
Text mode_name(Mode mode);
Text level_name(const std::string& level);

}  // namespace xuanzhi::approvals
