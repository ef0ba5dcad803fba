// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <vector>

#include "solver_port.h"
#include "xuanzhi/placement/problem.h"

namespace xuanzhi::placement {

/// What prices of the limits say of the options: model.md, (5) to (7).
struct Prices {
  std::vector<double> of_limit;
  /// A proven bound on the objective: Σ limit·price + Σ best worth of each project.
  double bound = 0.0;
  std::vector<double> worth;            ///< by option: value less what it takes, at these prices
  std::vector<double> best_of_project;  ///< the greatest worth, not below 0
};

/// Reckons with given prices.
Prices priced(const Problem& problem, std::vector<double> of_limit);

/// The bound that remains where an option must be taken.
double bound_with(const Problem& problem, const Prices& prices, std::size_t option);

/// The relaxation without groups and spacings, solved by adding only columns that pay.
struct PricedRelaxation {
  Prices prices;                                      ///< of the round with the lowest bound
  std::vector<std::pair<std::size_t, double>> taken;  ///< options with a part above 0
};
PricedRelaxation price_out(const Problem& problem, Solver& solver, std::ostream* narration);

}  // namespace xuanzhi::placement
