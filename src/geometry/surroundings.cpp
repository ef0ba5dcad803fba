// SPDX-License-Identifier: Apache-2.0
// The areas of several regions around a probe.
#include <utility>
#include <vector>

#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

RegionSurroundings surroundings_of(const std::vector<const RegionIndex*>& regions,
                                   const Probe& probe, double reach_m) {
  std::vector<Shape> near;
  for (const RegionIndex* region : regions) {
    RegionSurroundings part = region->surroundings(probe, reach_m);
    if (part.everywhere) return part;
    if (!part.shape.empty()) near.push_back(std::move(part.shape));
  }
  if (near.empty()) return {make_empty(probe.geos()), false};
  return {union_of(probe.geos(), std::move(near)), false};
}

}  // namespace xuanzhi::geometry
