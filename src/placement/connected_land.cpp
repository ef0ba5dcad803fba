// SPDX-License-Identifier: Apache-2.0
#include "connected_land.h"

#include <algorithm>

#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/geometry/local_plane.h"

namespace xuanzhi::placement {

double ConnectedLand::largest_m2(std::size_t site, double width_m) {
  const auto [known, added] = known_.try_emplace({site, width_m}, 0.0);
  if (added) known->second = measure(site, width_m);
  return known->second;
}

double ConnectedLand::measure(std::size_t site, double width_m) const {
  const geometry::Geos geos;
  const geometry::Shape shape = workspace_->sites[site].shape.in(geos);
  const geometry::Box box = shape.box();
  const geometry::Point centre{0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
  const geometry::AreaMeter meter(workspace_->manifest.area_basis, centre);
  double most = 0.0;
  if (width_m <= 0.0) {
    for (const geometry::Shape& part : geometry::separated(shape))
      most = std::max(most, meter.area_m2(part));
    return most;
  }
  const geometry::LocalPlane plane(centre);
  const geometry::Shape core = geometry::buffered(plane.to_plane(shape), -0.5 * width_m);
  for (const geometry::Shape& part : geometry::separated(core)) {
    const geometry::Shape opened = geometry::buffered(part, 0.5 * width_m);
    most = std::max(most, meter.area_m2(plane.to_lon_lat(opened)));
  }
  return most;
}

}  // namespace xuanzhi::placement
