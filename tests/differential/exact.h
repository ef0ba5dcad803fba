// SPDX-License-Identifier: Apache-2.0
// The common area of two areas with corners on an integer grid, by rational arithmetic.
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

namespace differential {

using Rational = boost::multiprecision::cpp_rational;
using GridRing = std::vector<std::pair<int, int>>;  // closed
/// Rings of one area; what an odd number of them encloses lies inside.
using GridArea = std::vector<GridRing>;

/// Steps of the grid are 2^-13 degrees (some 12 m), so that corners are exact in binary.
inline constexpr double kGridStep = 0x1.0p-13;

/// Where the grid has its corner, in degrees; a multiple of the step.
struct GridCorner {
  double longitude = 106.75;
  double latitude = 39.5;
};

struct ExactArea {
  Rational steps;         ///< in the plane of the grid, in squares of its steps: exact
  double square_m = 0.0;  ///< on the ellipsoid, by quadrature over the exact trapezoids
};

/// Cuts the plane at every corner and every crossing, found exactly; between two cuts no edges
/// cross, and what lies in both areas is a row of trapezoids. Needs no topology and no tolerance.
/// The ellipsoidal area of a trapezoid is the integral of the authalic function between its edges,
/// in long doubles: its error is below 1e-11 m².
ExactArea exact_common_area(const GridArea& a, const GridArea& b, GridCorner corner);

/// Corners of a lattice of `side` steps in angular order round their middle: mostly simple rings.
GridRing draw_grid_ring(std::mt19937& dice, int side);

std::string text_of(const GridArea& area, GridCorner corner);

}  // namespace differential
