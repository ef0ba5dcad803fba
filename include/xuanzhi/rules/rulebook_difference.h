// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/rules/rulebook.h"

namespace xuanzhi::rules {

/// A rule as names and words, in a fixed order; what it does not state is left out.
std::vector<std::pair<std::string, std::string>> described(const Rule& rule);

/// A property of a rule that two rulebooks state differently; empty: not stated.
struct FieldChange {
  std::string field;
  std::string before;
  std::string after;
};

/// A rule that stands in one book only, or differs.
struct RuleChange {
  enum class Kind { added, removed, changed } kind = Kind::changed;
  std::string rule_id;
  Text title;
  std::vector<FieldChange> fields;  ///< of `changed`
};

/// What makes `after` of `before`, by rule id.
std::vector<RuleChange> difference(const Rulebook& before, const Rulebook& after);

}  // namespace xuanzhi::rules
