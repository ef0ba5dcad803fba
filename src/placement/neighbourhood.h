// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "local_search.h"
#include "solver_port.h"
#include "xuanzhi/placement/solve.h"

namespace xuanzhi::placement {

struct PartsResult {
  long nodes = 0;  ///< spent
  bool time_limit_struck = false;
};

/// Solves parts of the list anew, exactly, while all other projects stay where they are: small
/// parts first, larger ones once these gain nothing more. Half of the parts are sites emptied at
/// random, whose projects compete with the best unplaced ones for what is free; half are the
/// projects that the relaxation would have otherwise. `shares` says how much of each option the
/// relaxation takes. Keeps gains; ends early where `enough` says so.
PartsResult improve_parts(const Problem& problem, Solver& solver, const Candidates& candidates,
                          const std::vector<double>& shares, const Effort& effort, Load& load,
                          const std::function<bool()>& enough);

}  // namespace xuanzhi::placement
