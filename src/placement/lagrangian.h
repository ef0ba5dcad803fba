// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "pricing.h"
#include "xuanzhi/placement/problem.h"

namespace xuanzhi::placement {

/// The bound of the relaxation that keeps each site's own limit whole as a 0/1 knapsack and prices
/// everything else: model.md, (8). It is never worse than the linear relaxation, up to rounding
/// of weights, once the prices are good; these begin at `from` and are moved along subgradients.
struct KnapsackBound {
  double bound = 0.0;
  std::vector<double> project_price;
  std::vector<double> limit_price;
};
KnapsackBound knapsack_bound(const Problem& problem, const Prices& from, double best_known,
                             int steps);

/// The greatest value of items whose weights sum to at most `capacity`, and which items those are.
/// Weights that are no whole numbers up to `grid` are rounded down to a grid of that many steps,
/// which can only raise the value.
struct Knapsack {
  double value = 0.0;
  std::vector<std::size_t> items;
};
Knapsack knapsack(const std::vector<double>& values, const std::vector<double>& weights,
                  double capacity, std::size_t grid);

}  // namespace xuanzhi::placement
