// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <vector>

#include "xuanzhi/placement/problem.h"

namespace xuanzhi::placement {

/// How much work is done. Everything but the last member counts steps, so that the same request
/// gives the same answer on any machine.
struct Effort {
  double wanted_gap = 1e-3;         ///< the search ends once this is proven
  std::size_t core_columns = 9000;  ///< most columns that the exact solver is given at once
  int nodes = 1500;  ///< of the branch and bound over a small core; a large one sees the root alone
  int subgradient_steps = 150;
  int search_rounds = 12;    ///< perturbations of the local search
  int neighbourhoods = 120;  ///< parts of the list that are solved anew, exactly
  int neighbourhood_nodes = 30;
  std::uint64_t seed = 1;
  /// A safety net for each call of the exact solver, in seconds; the answer says when it struck.
  double seconds_per_call = 120.0;
  /// Called after each piece of work, about `expected_steps` times for each independent part; what
  /// it throws ends the search. Changes no answer.
  std::function<void()> on_step = {};

  std::size_t expected_steps() const { return static_cast<std::size_t>(neighbourhoods) + 5; }
};

/// What a limit has given, and the worth of one unit more of it.
struct LimitUse {
  double used = 0.0;
  double marginal = 0.0;  ///< of the relaxation: objective per unit
};

/// The answer. `bound` is proven: no placement is worth more.
struct Placed {
  std::vector<std::size_t> site_of;  ///< by project; `kNowhere` where it is not placed
  double objective = 0.0;
  double bound = 0.0;
  std::vector<LimitUse> limits;  ///< by limit
  std::size_t parts = 0;         ///< independent parts that were solved apart
  std::size_t columns = 0;       ///< options that came into question
  std::size_t core = 0;          ///< of them, those that the bound could not rule out
  long nodes = 0;
  bool time_limit_struck = false;

  /// (bound − objective) / objective; 0 where both are 0.
  double gap() const;
};

/// Solves the request. Throws `Error` (placement_infeasible) where locked pairs cannot stand
/// together. Progress goes to `narration` where it is not null.
Placed solve(const Problem& problem, const Effort& effort, std::ostream* narration = nullptr);

/// The faults of an assignment against the request, as sentences for tests and for internal checks;
/// empty where it keeps everything.
std::vector<std::string> violations(const Problem& problem,
                                    const std::vector<std::size_t>& site_of);

}  // namespace xuanzhi::placement
