// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "solver_port.h"
#include "xuanzhi/placement/problem.h"

namespace xuanzhi::placement {

/// The mixed-integer program over some options of a problem: rows (1) one site per project,
/// (2) limits, (3) groups, (4) spacings of model.md. The first columns are the options, in their
/// order; auxiliary columns follow.
struct LinearModel {
  std::vector<std::size_t> options;
  LinearProgram program;

  /// The start that an assignment means; options outside the model count as not taken.
  std::vector<double> start(const Problem& problem, const std::vector<std::size_t>& site_of) const;

 private:
  friend LinearModel linear_model(const Problem& problem, std::vector<std::size_t> options,
                                  const std::vector<double>& available);
  /// Auxiliary column -> the option columns that raise it to 1.
  std::vector<std::vector<std::size_t>> raised_by_;
};

/// `available` replaces the limits' own.
LinearModel linear_model(const Problem& problem, std::vector<std::size_t> options,
                         const std::vector<double>& available);

}  // namespace xuanzhi::placement
