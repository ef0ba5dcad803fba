// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/date.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/evidence.h"
#include "xuanzhi/rules/parameter.h"
#include "xuanzhi/workspace/role.h"

namespace xuanzhi::rules {

/// What a rule measures; see docs/rulebooks.md.
enum class Relation { overlap, overlap_share, outside, distance, area, land_shortfall, attribute };

/// What follows where a rule is violated.
enum class Severity { prohibit, condition, inform };

/// The law or document behind a rule.
struct Basis {
  Text law;
  std::string number;  ///< of the document, e.g. 自然资发〔2022〕142号
  std::string article;
  long long year = 0;

  /// One citation, e.g. 《土地管理法》（2019）第35条.
  Text citation() const;
};

/// A named yes/no property of a project, usable in every `when`.
struct Term {
  std::string id;
  Text title;
  std::string when;
  Evidence evidence;
  std::string place;  ///< file, line and column, for messages
  /// The GB/T 4754 codes of which `when` was made, where the book lists codes.
  std::vector<std::string> codes = {};
};

struct Rule {
  std::string id;
  Text title;
  std::string role;                  ///< empty where the relation needs none
  std::vector<std::string> classes;  ///< sorted; empty: all of the role
  Relation relation = Relation::attribute;
  double threshold = 0.0;
  std::string unit;
  Severity severity = Severity::prohibit;
  std::string when;                  ///< empty: every project
  std::vector<std::string> regions;  ///< administrative code prefixes; empty: everywhere
  Period effective;
  Evidence evidence;
  Basis basis;
  Text remedy;
  Text note;
  std::string place;
};

/// Which statuses of a boundary may be used, best first (rule L2 of the plan).
struct BoundaryFallback {
  std::string id;
  Text title;
  std::vector<std::string> roles;
  std::vector<std::string> statuses;
  std::vector<std::string> regions;
  Period effective;
  Basis basis;
};

/// One or more rulebook files taken together.
struct Rulebook {
  std::string id;       ///< ids of the files, joined by `+`
  std::string version;  ///< versions likewise
  std::vector<Term> terms;
  std::vector<Rule> rules;
  std::vector<BoundaryFallback> fallbacks;
  std::vector<Parameter> parameters;

  const Rule* find(const std::string& rule_id) const;
  const Parameter* parameter(const std::string& parameter_id) const;  ///< null: there is none
};

/// Reads and checks rulebooks: unknown keys, roles, classes, relations, units, severities; missing
/// units; impossible dates; ids that stand twice; expressions that do not compile.
/// Throws `Error` (rulebook_invalid) with file, line, column and what is allowed.
Rulebook load_rulebooks(const std::vector<std::filesystem::path>& files,
                        const workspace::RoleCatalogue& roles);

std::string to_string(Relation relation);
std::string to_string(Severity severity);

/// True where one of the prefixes begins one of the codes, or there is no prefix.
bool region_matches(const std::vector<std::string>& prefixes,
                    const std::vector<std::string>& codes);

/// The statuses that may be used for a boundary on a date in a region: `approved`, and what a
/// fallback in effect adds.
std::vector<std::string> usable_statuses(const Rulebook& book, const std::string& role,
                                         const std::string& region, const Date& as_of);

}  // namespace xuanzhi::rules
