// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/workspace/parameter_setting.h"

namespace xuanzhi::rules {

struct Rulebook;
struct Rule;

/// A number that the plan or the law leaves to the place. It has no default: while nobody has set
/// it, it is NULL in every `when`, and what depends on it is insufficient data.
struct Parameter {
  std::string id;
  Text title;
  std::string unit;
  std::string quote;  ///< of the plan, where the plan names it; empty otherwise
  Text note;
  std::optional<double> value;
  long long year = 0;  ///< of the value
  Text source;         ///< of the value

  /// `id = value unit (year, source)`, or that it is not set.
  Text label() const;
};

/// Reads `[[parameter]]` of a rulebook and makes each a term of the book, NULL until it is set.
/// Throws `Error` (rulebook_invalid).
void read_parameters(const TomlTable& root, Rulebook& book);

/// Puts the values of a workspace into the book. Throws `Error` (manifest_invalid) for a name that
/// no rulebook declares and for a unit other than the declared one.
void set_parameters(Rulebook& book, const std::vector<workspace::ParameterSetting>& settings);

/// True where `name` stands in an expression as a word of its own.
bool mentions(const std::string& expression, const std::string& name);

/// The parameters that the `when` of a rule names, in the order of the book.
std::vector<const Parameter*> parameters_of(const Rulebook& book, const Rule& rule);

}  // namespace xuanzhi::rules
