// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/project.h"

namespace xuanzhi::rules {

/// Three-valued answer to "does this rule concern this project?": a project whose list leaves the
/// deciding column blank is neither in nor out.
enum class Applies : unsigned char { no, yes, unknown };

/// Evaluates the `when` expressions of rules and terms over projects, in SQLite's expression
/// language. Only columns of projects, terms and built-in functions can be used.
class Conditions {
 public:
  /// Throws `Error` (rulebook_invalid) at the place of the first term that does not compile.
  explicit Conditions(const std::vector<Term>& terms);
  ~Conditions();
  Conditions(const Conditions&) = delete;
  Conditions& operator=(const Conditions&) = delete;

  /// Throws `Error` (rulebook_invalid) at `place` where the expression does not compile.
  void check(const std::string& when, const std::string& place);

  /// The projects about which `evaluate` answers; replaces earlier ones.
  void load(const std::vector<workspace::Project>& projects);

  /// One answer per loaded project, in their order.
  std::vector<Applies> evaluate(const std::string& when);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::rules
