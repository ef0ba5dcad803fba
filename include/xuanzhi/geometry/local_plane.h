// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A plane centred on one place: Lambert azimuthal equal-area on the ellipsoid CGCS2000 (Snyder,
/// Map Projections – A Working Manual, USGS PP 1395, eq. 24-2, 24-17 to 24-24 and 3-12 to 3-16).
/// Lengths from the centre are true within 1e-6 up to 10 km, the way back within a micrometre;
/// order of distance from the centre is kept to that degree. Distances are never taken from the
/// plane itself: it only finds the nearest points, and the geodesic between them is the answer.
class LocalPlane {
 public:
  explicit LocalPlane(Point centre_lon_lat);

  /// Throw `Error` (geometry_failed) at the antipode of the centre and off the map.
  Point to_plane(Point lon_lat) const;
  Point to_lon_lat(Point plane) const;

  /// The shape in the plane; vertices are added so that no edge strays by more than 1 mm.
  Shape to_plane(const Shape& lon_lat) const;
  /// The same for a run of positions, within 0.1 mm.
  std::vector<Point> image(std::span<const Point> lon_lat) const;
  /// The same way back, vertices only: for shapes made in the plane such as buffers.
  Shape to_lon_lat(const Shape& plane) const;

 private:
  double centre_lon_;
  double sin_beta_;  // of the authalic latitude of the centre
  double cos_beta_;
  double stretch_;  // Snyder's D
};

/// The two nearest points of two shapes in a plane. Throws where one is empty.
struct NearestPoints {
  Point on_a;
  Point on_b;
};
NearestPoints nearest_points(const Shape& a, const Shape& b);

/// Everything within `metres` of a shape in a plane (quarter circles of 16 segments).
Shape buffered(const Shape& plane, double metres);

}  // namespace xuanzhi::geometry
