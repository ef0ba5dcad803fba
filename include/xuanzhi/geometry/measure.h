// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// Area in m² on the ellipsoid CGCS2000 of a shape in longitude and latitude (degrees) whose edges
/// are straight in longitude and latitude. 0 for lines and points.
///
/// Method: the area under an edge is the integral of the authalic function
/// S(φ) = b²/2 · (sin φ / (1 − e² sin² φ) + artanh(e sin φ) / e) along the edge's longitudes
/// (Snyder, Map Projections – A Working Manual, USGS PP 1395, eq. 3-12), taken with three-point
/// Gauss–Legendre quadrature: relative error below 1e-10 for edges up to 10 degrees. No projection
/// is involved, so sites 560 km apart are measured alike.
double ellipsoidal_area_m2(const Shape& shape);

/// Area in square units of a shape in plane coordinates.
double planar_area(const Shape& shape);

/// Length in metres of the geodesic between two positions in degrees (Karney 2013, as in PROJ).
double geodesic_distance_m(Point a, Point b);

/// Metres of one degree of latitude and longitude on the ellipsoid CGCS2000 at a latitude.
struct DegreeLength {
  double latitude_m = 0.0;
  double longitude_m = 0.0;
};
DegreeLength degree_length(double latitude_degrees);

/// A box in degrees grown by at least `metres` on every side.
Box grown(const Box& box, double metres);

}  // namespace xuanzhi::geometry
