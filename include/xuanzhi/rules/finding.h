// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "xuanzhi/base/text.h"

namespace xuanzhi::rules {

/// The four verdicts, best first so that the worst is the greatest.
enum class Verdict : unsigned char { compliant, conditional, insufficient_data, non_compliant };

/// How a rule came out. `within_tolerance`: an overlap smaller than a sliver.
enum class State : unsigned char { pass, within_tolerance, noted, unknown, violated };

/// Why a rule could not be decided.
enum class Cause : unsigned char {
  none,
  layer_missing,
  no_version_in_force,
  coverage_partial,
  region_unknown,
  project_data_missing,
};

/// A rule applied to a project at a site.
struct Finding {
  std::size_t rule = 0;  ///< position in the rulebook
  Verdict verdict = Verdict::compliant;
  State state = State::pass;
  Cause cause = Cause::none;
  double measured = 0.0;
  double threshold = 0.0;
  double margin_m = -1.0;  ///< metres to the boundary where the finding changes; negative: none
  bool uncertain = false;  ///< the margin is smaller than the accuracy of layer and site
  std::size_t subject = kNoSubject;

  static constexpr std::size_t kNoSubject = static_cast<std::size_t>(-1);
};

std::string to_string(Verdict verdict);
std::string to_string(State state);
Text verdict_name(Verdict verdict);
Text cause_name(Cause cause);

}  // namespace xuanzhi::rules
