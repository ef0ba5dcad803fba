// SPDX-License-Identifier: Apache-2.0
// The common area of two areas by rational arithmetic: corners on an integer grid, coarse or so
// fine that every double is on it.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

#include "xuanzhi/geometry/shape.h"

namespace differential {

using Rational = boost::multiprecision::cpp_rational;
using GridRing = std::vector<std::pair<std::int64_t, std::int64_t>>;  // closed
/// Rings of one area; what an odd number of them encloses lies inside.
using GridArea = std::vector<GridRing>;

/// Degrees of the grid's corner and of its steps, which are powers of two.
struct Grid {
  double longitude = 0.0;
  double latitude = 0.0;
  double step = 1.0;
};

/// Some 12 m: corners are exact in binary, and many of them coincide.
inline constexpr double kCoarseStep = 0x1.0p-13;

struct ExactArea {
  Rational steps;         ///< in the plane of the grid, in squares of its steps: exact
  double square_m = 0.0;  ///< on the ellipsoid, by quadrature over the exact trapezoids
};

/// Cuts the plane at every corner and every crossing, found exactly; between two cuts no edges
/// cross, and what lies in both areas is a row of trapezoids. Needs no topology and no tolerance.
/// The ellipsoidal area of a trapezoid is the integral of the authalic function between its edges,
/// in long doubles: its error is below 1e-11 m².
ExactArea exact_common_area(const GridArea& a, const GridArea& b, const Grid& grid);

/// The same of two shapes, whose coordinates are integers on a fine enough grid.
double exact_common_m2(const xuanzhi::geometry::Shape& a, const xuanzhi::geometry::Shape& b);

/// Corners of a lattice of `side` steps in angular order round their middle: mostly simple rings.
GridRing draw_grid_ring(std::mt19937& dice, int side);

std::string text_of(const GridArea& area, const Grid& grid);

}  // namespace differential
