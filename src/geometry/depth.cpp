// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/depth.h"

#include <algorithm>
#include <cmath>
#include <limits>
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

// What `measure` makes of the outline of the union, which is cut at `reach_m`; `everywhere` where
// there is none because one area covers all, `nothing` where there is no area.
template <class Measure>
double as_far_as(double reach_m, const Probe& probe, const std::vector<const RegionIndex*>& regions,
                 double everywhere, double nothing, Measure measure) {
  const Box box = grown(probe.box(), reach_m);
  Around near = around(probe, regions, box, reach_m);
  if (near.everywhere) return everywhere;
  if (near.parts.empty()) return nothing;
  if (const auto outline = union_outline(std::move(near.parts), box, probe))
    return measure(*outline);
  const RegionSurroundings united = surroundings_of(regions, probe, reach_m);
  return measure(SignedDistance(probe.plane().to_plane(united.shape)));
}

// Two outlines that do not cross are nearest at a corner of one of them.
double gap(const SignedDistance& a, const SignedDistance& b) {
  double least = std::numeric_limits<double>::infinity();
  for (const PlaneEdge& edge : a.edges())
    least = std::min({least, std::abs(b(edge.from)), std::abs(b(edge.to))});
  for (const PlaneEdge& edge : b.edges())
    least = std::min({least, std::abs(a(edge.from)), std::abs(a(edge.to))});
  return least;
}

}  // namespace

double depth_within(const Probe& probe, const std::vector<const RegionIndex*>& regions,
                    double cap_m) {
  // Most depths are less, and farther around there are more areas.
  static constexpr double kFirstLook = 60.0;
  const SignedDistance area(probe.plane_area());
  double depth = 0.0;
  for (const double reach : {std::min(kFirstLook, cap_m), cap_m}) {
    depth = as_far_as(reach, probe, regions, reach, 0.0, [&](const SignedDistance& outline) {
      return deepest_point(area, outline, DepthSide::within, reach);
    });
    // The cap hides what the cut makes of distances.
    if (depth < reach) break;
  }
  return depth;
}

double depth_beyond(const Probe& probe, const std::vector<const RegionIndex*>& regions,
                    double cap_m) {
  const SignedDistance area(probe.plane_area());
  return as_far_as(cap_m, probe, regions, 0.0, cap_m, [&](const SignedDistance& outline) {
    return deepest_point(area, outline, DepthSide::beyond, cap_m);
  });
}

double clearance_within(const Probe& probe, const std::vector<const RegionIndex*>& regions,
                        double cap_m) {
  return as_far_as(cap_m, probe, regions, cap_m, 0.0, [&](const SignedDistance& outline) {
    return std::min(cap_m, gap(SignedDistance(probe.plane_area()), outline));
  });
}

}  // namespace xuanzhi::geometry
