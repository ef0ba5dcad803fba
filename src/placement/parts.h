// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/placement/problem.h"

namespace xuanzhi::placement {

/// A request over some projects of another one.
struct Part {
  Problem problem;
  std::vector<std::size_t> project;  ///< of the part -> of the whole
  std::vector<std::size_t> site;
  std::vector<std::size_t> limit;
};

/// The request without its locked pairs: what they take is deducted, and options that can no longer
/// stand beside them are gone. Throws `Error` (placement_infeasible) where they exclude each other.
Problem without_locked(const Problem& problem);

/// Parts that share no limit that could bind, no site, no group and no spacing, so that each can be
/// solved apart. Projects without options are in none.
std::vector<Part> independent_parts(const Problem& problem);

}  // namespace xuanzhi::placement
