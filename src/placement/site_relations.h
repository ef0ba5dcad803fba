// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::placement {

/// Two sites that share ground.
struct SiteOverlap {
  std::size_t first = 0;
  std::size_t second = 0;
  double area_m2 = 0.0;
};

/// Pairs of sites that share more than the workspace's sliver tolerance, the first before the
/// second.
std::vector<SiteOverlap> overlapping_sites(const workspace::Workspace& workspace);

/// Pairs of sites nearer to each other than a distance.
std::vector<std::pair<std::size_t, std::size_t>> near_sites(const workspace::Workspace& workspace,
                                                            double distance_m);

}  // namespace xuanzhi::placement
