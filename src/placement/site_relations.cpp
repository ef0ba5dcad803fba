// SPDX-License-Identifier: Apache-2.0
#include "site_relations.h"

#include <algorithm>
#include <functional>

#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::placement {

using geometry::Box;
using workspace::Workspace;

namespace {

// Pairs whose boxes, grown by a distance, meet: swept from west to east.
void for_each_near_pair(const Workspace& workspace, double distance_m,
                        const std::function<void(std::size_t, std::size_t)>& visit) {
  std::vector<std::pair<Box, std::size_t>> boxes;
  for (std::size_t s = 0; s < workspace.sites.size(); ++s)
    boxes.emplace_back(geometry::grown(workspace.sites[s].shape.box(), 0.5 * distance_m), s);
  std::sort(boxes.begin(), boxes.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.min_x, a.second) < std::pair(b.first.min_x, b.second);
  });
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    for (std::size_t j = i + 1; j < boxes.size() && boxes[j].first.min_x <= boxes[i].first.max_x;
         ++j) {
      if (boxes[i].first.intersects(boxes[j].first))
        visit(std::min(boxes[i].second, boxes[j].second),
              std::max(boxes[i].second, boxes[j].second));
    }
  }
}

geometry::Point centre_of(const Box& box) {
  return {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

}  // namespace

std::vector<SiteOverlap> overlapping_sites(const Workspace& workspace) {
  const geometry::Geos geos;
  std::vector<SiteOverlap> out;
  for_each_near_pair(workspace, 0.0, [&](std::size_t a, std::size_t b) {
    const geometry::Shape first = workspace.sites[a].shape.in(geos);
    const geometry::Shape second = workspace.sites[b].shape.in(geos);
    if (!geometry::intersects(first, second)) return;
    const geometry::AreaMeter meter(workspace.manifest.area_basis, centre_of(first.box()));
    const double area = meter.area_m2(geometry::intersection(first, second));
    if (area > workspace.manifest.sliver_tolerance_m2) out.push_back({a, b, area});
  });
  std::sort(out.begin(), out.end(), [](const SiteOverlap& a, const SiteOverlap& b) {
    return std::pair(a.first, a.second) < std::pair(b.first, b.second);
  });
  return out;
}

std::vector<std::pair<std::size_t, std::size_t>> near_sites(const Workspace& workspace,
                                                            double distance_m) {
  const geometry::Geos geos;
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for_each_near_pair(workspace, distance_m, [&](std::size_t a, std::size_t b) {
    const geometry::LocalPlane plane(centre_of(workspace.sites[a].shape.box()));
    const auto nearest =
        geometry::nearest_points(plane.to_plane(workspace.sites[a].shape.in(geos)),
                                 plane.to_plane(workspace.sites[b].shape.in(geos)));
    const double gap = geometry::geodesic_distance_m(plane.to_lon_lat(nearest.on_a),
                                                     plane.to_lon_lat(nearest.on_b));
    if (gap < distance_m) out.emplace_back(a, b);
  });
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace xuanzhi::placement
