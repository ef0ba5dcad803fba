// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "xuanzhi/base/text.h"

namespace xuanzhi::products::report {

/// How often each verdict stands, by `rules::Verdict`.
using VerdictShare = std::array<std::size_t, 4>;

/// A bar of a chart that is cut into verdicts.
struct VerdictBar {
  std::string name;
  VerdictShare counts{};
};

/// Horizontal bars, each as long as its whole (`of_whole`: all of the same length, in shares), cut
/// into verdicts from the best to the worst, with the counts that fit. 170 mm wide.
std::string verdict_bars_svg(const std::vector<VerdictBar>& bars, Language language,
                             bool of_whole = true);

/// A bar with one number.
struct CountBar {
  std::string name;
  std::size_t count = 0;
  std::string colour = "#1f4e79";
};
std::string count_bars_svg(const std::vector<CountBar>& bars);

/// A bar of what is used of a whole: `committed` before, then `used` now, as shares of the whole.
struct ShareBar {
  std::string name;
  double committed = 0.0;
  double used = 0.0;
  std::string amount;  ///< right of the bar
};
/// Bars in frames of the same length; the darker the fuller. What exceeds the whole ends at it.
std::string share_bars_svg(const std::vector<ShareBar>& bars, Language language);

/// The colour of a verdict in charts.
const char* verdict_colour(std::size_t verdict);

}  // namespace xuanzhi::products::report
