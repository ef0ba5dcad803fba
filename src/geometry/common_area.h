// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "path_tree.h"

namespace xuanzhi::geometry {

/// The ellipsoidal area between the southern side of a box and a parallel, per degree of longitude:
/// a polynomial in degrees above that side, for boxes up to `kHighest` degrees high.
///
/// It is the integral of a² (1 − e²) cos φ / (1 − e² sin² φ)² (Snyder, USGS PP 1395, eq. 3-12),
/// interpolated at five Chebyshev nodes: relative error below 1e-11 for two degrees, below rounding
/// for a tenth.
class ParallelStrip {
 public:
  static constexpr double kHighest = 2.0;
  static bool serves(const Box& box) { return box.max_y - box.min_y <= kHighest; }

  explicit ParallelStrip(const Box& box);

  /// Mean of the area in m² under a straight edge between two heights, per degree of longitude.
  double mean(double from, double to) const;

 private:
  double height_;
  std::array<double, 5> rate_{};
};

/// An edge seen as the roof of everything south of it, in degrees from the corner of a box.
struct Roof {
  Point west;
  Point east;
  double sign = 0.0;
};

/// The roofs of an area over a box, sorted from west to east; what lies south of it is cut off.
/// The signs add up so that the roofs above a point of the box count 1 inside and 0 outside.
std::vector<Roof> roofs_over(const std::vector<LocalRing>& rings, const Box& box);

struct CommonArea {
  double area_m2 = 0.0;
  double rounding_m2 = 0.0;  ///< what rounding may have made of it, at most
};

/// Area in m² on the ellipsoid under the roofs of an area that lies within the box.
double area_under(const std::vector<Roof>& roofs, const ParallelStrip& strip);

/// Area in m² on the ellipsoid that two areas have in common, one of them within the box: the sum
/// over all pairs of roofs of the signed area under the lower of the two. No overlay is built, so
/// near-degenerate edges are no trouble; there is no "touches" in it, only rounding.
CommonArea common_area(const std::vector<Roof>& within, const std::vector<Roof>& other,
                       const ParallelStrip& strip);

}  // namespace xuanzhi::geometry
