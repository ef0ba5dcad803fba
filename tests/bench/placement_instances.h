// SPDX-License-Identifier: Apache-2.0
// Requests for measuring the placement, from generators with a seed.
#pragma once

#include <cstdint>
#include <ostream>

#include "xuanzhi/placement/problem.h"

namespace bench {

/// A generalised assignment instance: every job goes to one agent, at the least cost.
struct Assignment {
  xuanzhi::placement::Problem
      problem;  ///< value = `offset` − cost, so that every job is worth placing
  double offset = 0.0;
};

/// Types C (Chu & Beasley 1997), D and E (Laguna et al. 1995, as used by Yagiura et al. 2004):
///   C: a ∈ U[5, 25], c ∈ U[10, 50]
///   D: a ∈ U[1, 100], c = 111 − a + U[−10, 10]
///   E: a = 1 − 10 ln U(0, 1], c = 1000 / a − 10 U[0, 1]
/// all with capacity 0.8 Σ_j a_ij / agents, rounded to whole numbers.
Assignment generalised_assignment(char type, std::size_t agents, std::size_t jobs,
                                  std::uint64_t seed);

/// A city: sites in one park per 50 projects, two thirds parcels taken whole and the rest shared; a
/// pair comes into question with a chance of 0.3 where the land suffices; energy and water per park
/// at 60 % of what its share of the list would take, and grid capacity for the city at 70 %.
xuanzhi::placement::Problem city(std::size_t projects, std::size_t sites, std::uint64_t seed);

/// The model as a CPLEX LP file, for other solvers. Without groups and spacings.
void write_lp(std::ostream& out, const xuanzhi::placement::Problem& problem);

/// Value of plain greedy: pairs by falling value, each taken where it fits.
double greedy(const xuanzhi::placement::Problem& problem);

}  // namespace bench
