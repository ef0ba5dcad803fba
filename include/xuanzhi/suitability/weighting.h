// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace xuanzhi::suitability {

/// "`more` matters `ratio` times as much as `less`", on Saaty's scale 1/9 … 9. Positions of the
/// compared things.
struct Judgement {
  std::size_t more = 0;
  std::size_t less = 0;
  double ratio = 1.0;
};

/// Weights from pairwise comparison (AHP; Saaty, The Analytic Hierarchy Process, 1980): the
/// principal eigenvector of the reciprocal matrix.
struct Comparison {
  std::vector<double> weights;  ///< sum 1
  /// Consistency index over the random index of the same size; up to 0.1 is held consistent.
  double consistency_ratio = 0.0;
  /// The judgement farthest from what the weights say (by ratio), and what they say.
  std::size_t worst_judgement = 0;
  double worst_implied = 1.0;
};

/// `judgements` holds each pair of `count` things once, in any direction; 1 ≤ count ≤ 15.
Comparison compare_pairwise(std::size_t count, const std::vector<Judgement>& judgements);

}  // namespace xuanzhi::suitability
