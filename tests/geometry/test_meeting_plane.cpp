// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <random>

#include "support/catch.h"

#include "geometry/meeting_plane.h"
#include "xuanzhi/geometry/measure.h"

using xuanzhi::geometry::Box;
using xuanzhi::geometry::geodesic_distance_m;
using xuanzhi::geometry::MeetingPlane;
using xuanzhi::geometry::PlaneOrigin;
using xuanzhi::geometry::Point;

namespace {

Point somewhere(const Box& box, std::mt19937& dice) {
  std::uniform_real_distribution<double> share(0.0, 1.0);
  return {std::lerp(box.min_x, box.max_x, share(dice)),
          std::lerp(box.min_y, box.max_y, share(dice))};
}

}  // namespace

TEST_CASE("Distances in a plane of two boxes are off by less than the plane says",
          "[geometry][property]") {
  // Half the boxes lie beyond the distance from which planes are calibrated by a geodesic.
  const double farthest = GENERATE(0.05, 0.5, 3.0, 12.0, 40.0);
  std::mt19937 dice(static_cast<unsigned>(1000.0 * farthest));
  std::uniform_real_distribution<double> unit(-1.0, 1.0);
  double worst = 0.0;
  for (int round = 0; round < 4000; ++round) {
    const Point here{110.0 + 10.0 * unit(dice), 40.0 + 12.0 * unit(dice)};
    const Point there{here.x + farthest * unit(dice), here.y + 0.3 * farthest * unit(dice)};
    const double size = 0.02 * std::abs(unit(dice));
    const Box ours{here.x, here.y, here.x + size, here.y + size};
    const Box theirs{there.x, there.y, there.x + size * std::abs(unit(dice)), there.y + size};
    const MeetingPlane plane(PlaneOrigin(ours), theirs);
    for (int pair = 0; pair < 4; ++pair) {
      const Point a = somewhere(ours, dice);
      const Point b = somewhere(theirs, dice);
      const Point p = plane.ours()(a);
      const Point q = plane.theirs()(b);
      const double in_plane = std::hypot(p.x - q.x, p.y - q.y);
      const double off = std::abs(in_plane - geodesic_distance_m(a, b));
      worst = std::max(worst, off / plane.slack_m(in_plane));
    }
  }
  CAPTURE(farthest);
  CHECK(worst <= 1.0);
}
