// SPDX-License-Identifier: Apache-2.0
// The cheap length of short geodesics against Karney's algorithm.
#include <cmath>

#include "geometry/oracle.h"
#include "geometry/short_geodesic.h"
#include "support/catch.h"

using oracle::Position;

TEST_CASE("Short geodesics are as long as Karney's", "[measure][property]") {
  oracle::Stars stars(11);
  double worst_near = 0.0;
  double worst_far = 0.0;
  for (int i = 0; i < 200'000; ++i) {
    const Position a{stars.uniform(-179.0, 179.0), stars.uniform(-85.0, 85.0)};
    const double length = std::pow(10.0, stars.uniform(-1.0, 5.3));
    const Position b = oracle::moved(a, stars.uniform(0.0, 360.0), length);
    if (std::abs(a.x - b.x) > 180.0) continue;
    const double found = xuanzhi::geometry::short_geodesic_m({a.x, a.y}, {b.x, b.y});
    const double off = std::abs(found - oracle::distance(a, b));
    CAPTURE(a.x, a.y, b.x, b.y, length);
    if (length < 10e3) worst_near = std::max(worst_near, off);
    worst_far = std::max(worst_far, off / std::max(length, 10e3));
  }
  CHECK(worst_near < 1e-6);
  CHECK(worst_far < 1e-8);
}
