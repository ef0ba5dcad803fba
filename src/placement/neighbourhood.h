// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "local_search.h"
#include "solver_port.h"
#include "xuanzhi/placement/solve.h"

namespace xuanzhi::placement {

/// Solves parts of the list anew, exactly, while all other projects stay where they are: some sites
/// are emptied at random, and their projects with the best unplaced ones compete for what is free.
/// Keeps gains. Returns the nodes spent.
long improve_parts(const Problem& problem, Solver& solver, const Candidates& candidates,
                   const Effort& effort, Load& load, bool& time_limit_struck);

}  // namespace xuanzhi::placement
