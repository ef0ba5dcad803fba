// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/depth.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "deepest_point.h"
#include "path_tree.h"
#include "signed_distance.h"
#include "union_outline.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

/// The areas of some regions as far as `reach_m` around a probe.
struct Around {
  bool everywhere = false;  // one area alone
  std::vector<OutlinePart> parts;
};

Around around(const Probe& probe, const std::vector<const RegionIndex*>& regions, const Box& box,
              double reach_m) {
  Around out;
  for (const RegionIndex* region : regions) {
    for (const std::size_t item : region->near(probe, reach_m)) {
      LocalArea local = region->paths().local_area(item, box);
      if (local.covers_box) return {true, {}};
      if (local.edge_in_box) out.parts.push_back({&region->paths(), item, std::move(local)});
    }
  }
  return out;
}

// The cap hides what the cut at `reach_m` makes of distances.
double depth_as_far_as(double reach_m, const Probe& probe, const SignedDistance& area,
                       const std::vector<const RegionIndex*>& regions, DepthSide side) {
  const Box box = grown(probe.box(), reach_m);
  Around near = around(probe, regions, box, reach_m);
  if (near.everywhere) return side == DepthSide::within ? reach_m : 0.0;
  if (near.parts.empty()) return side == DepthSide::within ? 0.0 : reach_m;
  if (const auto outline = union_outline(std::move(near.parts), box, probe))
    return deepest_point(area, *outline, side, reach_m);
  const RegionSurroundings united = surroundings_of(regions, probe, reach_m);
  const SignedDistance outline(probe.plane().to_plane(united.shape));
  return deepest_point(area, outline, side, reach_m);
}

}  // namespace

double depth_within(const Probe& probe, const std::vector<const RegionIndex*>& regions,
                    double cap_m) {
  // Most depths are less, and farther around there are more areas.
  static constexpr double kFirstLook = 60.0;
  const SignedDistance area(probe.plane_area());
  const double first = std::min(kFirstLook, cap_m);
  const double depth = depth_as_far_as(first, probe, area, regions, DepthSide::within);
  if (depth < first || first == cap_m) return depth;
  return depth_as_far_as(cap_m, probe, area, regions, DepthSide::within);
}

double depth_beyond(const Probe& probe, const std::vector<const RegionIndex*>& regions,
                    double cap_m) {
  const SignedDistance area(probe.plane_area());
  return depth_as_far_as(cap_m, probe, area, regions, DepthSide::beyond);
}

}  // namespace xuanzhi::geometry
