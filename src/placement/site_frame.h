// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::placement {

/// Metres along two perpendicular directions around a site, the first that of its longest edge.
/// Straight in degrees is straight here: the frame is an affine image of longitude and latitude.
class SiteFrame {
 public:
  explicit SiteFrame(const geometry::Shape& site) {
    const geometry::Box box = site.box();
    origin_ = {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
    const geometry::DegreeLength degree = geometry::degree_length(origin_.y);
    scale_ = {degree.longitude_m, degree.latitude_m};
    turn_to_longest_edge(site);
  }

  geometry::Point origin() const { return origin_; }

  /// The box of a shape along the two directions.
  geometry::Box extent(const geometry::Shape& shape) const {
    geometry::Box out{1e300, 1e300, -1e300, -1e300};
    geometry::for_each_path(shape, [&](std::span<const geometry::Point> path, bool) {
      for (const geometry::Point& p : path) {
        const geometry::Point q = to_frame(p);
        out = {std::min(out.min_x, q.x), std::min(out.min_y, q.y), std::max(out.max_x, q.x),
               std::max(out.max_y, q.y)};
      }
    });
    return out;
  }

  geometry::Shape box(const geometry::Geos& geos, const geometry::Box& b) const {
    const std::vector<geometry::Point> ring{
        to_degrees({b.min_x, b.min_y}), to_degrees({b.max_x, b.min_y}),
        to_degrees({b.max_x, b.max_y}), to_degrees({b.min_x, b.max_y}),
        to_degrees({b.min_x, b.min_y})};
    return geometry::make_polygon(geos, std::array{ring});
  }

 private:
  geometry::Point metres(geometry::Point p) const {
    return {(p.x - origin_.x) * scale_.x, (p.y - origin_.y) * scale_.y};
  }
  geometry::Point to_frame(geometry::Point p) const {
    const geometry::Point m = metres(p);
    return {m.x * cos_ + m.y * sin_, -m.x * sin_ + m.y * cos_};
  }
  geometry::Point to_degrees(geometry::Point q) const {
    return {origin_.x + (q.x * cos_ - q.y * sin_) / scale_.x,
            origin_.y + (q.x * sin_ + q.y * cos_) / scale_.y};
  }
  void turn_to_longest_edge(const geometry::Shape& site) {
    double longest = 0.0;
    geometry::for_each_path(site, [&](std::span<const geometry::Point> path, bool) {
      for (std::size_t i = 1; i < path.size(); ++i) {
        const geometry::Point a = metres(path[i - 1]);
        const geometry::Point b = metres(path[i]);
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        if (length <= longest) continue;
        longest = length;
        cos_ = (b.x - a.x) / length;
        sin_ = (b.y - a.y) / length;
      }
    });
  }

  geometry::Point origin_;
  geometry::Point scale_;
  double cos_ = 1.0;
  double sin_ = 0.0;
};

}  // namespace xuanzhi::placement
