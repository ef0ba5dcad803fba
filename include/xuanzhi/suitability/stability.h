// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "xuanzhi/suitability/criteria.h"

namespace xuanzhi::suitability {

/// The weights that one criterion may have (the others in unchanged proportion) while the winner
/// stays the winner.
struct WeightRange {
  double weight = 0.0;
  double low = 0.0;
  double high = 1.0;
};

/// How firmly the best of a list stands.
struct Stability {
  std::size_t winner = 0;           ///< position in the list
  std::vector<WeightRange> ranges;  ///< by criterion
  std::vector<double> wins;         ///< by list position: share of the drawn weights it wins under
};

/// `utilities` has a row per alternative. Weights are drawn `draws` times by multiplying each with
/// exp(0.5·z), z standard normal from a seeded generator, so that each mostly stays within a factor
/// of 2.7. Ties go to the earlier alternative. The list must not be empty.
Stability stability(const std::vector<std::vector<std::optional<double>>>& utilities,
                    const std::vector<double>& weights, Method method, int draws,
                    std::uint64_t seed);

}  // namespace xuanzhi::suitability
