// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

#include "support/catch.h"

#include "geometry/probe_plane.h"
#include "xuanzhi/geometry/measure.h"

using namespace xuanzhi::geometry;  // NOLINT(google-build-using-namespace)

namespace {

struct Drawn {
  std::vector<Point> probe;  // closed
  std::vector<Point> run;
  Run edges() const { return {run.data(), run.size() - 1}; }
};

Box around(const std::vector<Point>& points) {
  return box_of_points(points.data(), points.size());
}

// A star of up to twelve corners, and a run of one to eight edges about `apart` metres away.
Drawn drawn(std::mt19937& dice, double latitude, double apart, double radius, double step) {
  std::uniform_real_distribution<double> unit(-1.0, 1.0);
  const DegreeLength degree = degree_length(latitude);
  const Point middle{106.0 + unit(dice), latitude};
  const auto at = [&](Point from, double east, double north) {
    return Point{from.x + east / degree.longitude_m, from.y + north / degree.latitude_m};
  };
  Drawn out;
  const int corners = 3 + static_cast<int>(5.0 * (1.0 + unit(dice)));
  for (int i = 0; i < corners; ++i) {
    const double turn = 2.0 * std::numbers::pi * i / corners;
    const double far = radius * (0.3 + 0.7 * std::abs(unit(dice)));
    out.probe.push_back(at(middle, far * std::cos(turn), far * std::sin(turn)));
  }
  out.probe.push_back(out.probe.front());
  const double turn = std::numbers::pi * unit(dice);
  out.run.push_back(at(middle, apart * std::cos(turn), apart * std::sin(turn)));
  const int edges = 1 + static_cast<int>(4.0 * (1.0 + unit(dice)));
  for (int i = 0; i < std::min(edges, 8); ++i)
    out.run.push_back(at(out.run.back(), step * unit(dice), step * unit(dice)));
  return out;
}

struct Nearest {
  double metres = std::numeric_limits<double>::infinity();
  std::size_t ours = 0;
  std::size_t theirs = 0;
};

Point between(Point a, Point b, double share) {
  return {std::lerp(a.x, b.x, share), std::lerp(a.y, b.y, share)};
}

// By PROJ's geodesics, to the point of an edge that a golden section finds.
double to_edge(Point corner, Point from, Point to) {
  static constexpr int kRounds = 45;
  static constexpr double kGolden = 0.6180339887498949;
  const auto length = [&](double share) {
    return geodesic_distance_m(corner, between(from, to, share));
  };
  double low = 0.0;
  double high = 1.0;
  double first = high - kGolden * (high - low);
  double second = low + kGolden * (high - low);
  double at_first = length(first);
  double at_second = length(second);
  for (int round = 0; round < kRounds; ++round) {
    if (at_first < at_second) {
      high = std::exchange(second, first), at_second = at_first;
      first = high - kGolden * (high - low), at_first = length(first);
    } else {
      low = std::exchange(first, second), at_first = at_second;
      second = low + kGolden * (high - low), at_second = length(second);
    }
  }
  return std::min({length(0.0), length(1.0), at_first, at_second});
}

bool cross(Point a, Point b, Point c, Point d) {
  const auto side = [](Point p, Point q, Point r) {
    return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) > 0.0;
  };
  return side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b);
}

// Edges that do not cross are nearest at a corner of one of them.
Nearest nearest(const Drawn& drawn) {
  Nearest best;
  const std::vector<Point>& ours = drawn.probe;
  const std::vector<Point>& theirs = drawn.run;
  for (std::size_t k = 0; k + 1 < ours.size(); ++k) {
    for (std::size_t i = 0; i + 1 < theirs.size(); ++i) {
      const double found = cross(ours[k], ours[k + 1], theirs[i], theirs[i + 1])
                               ? 0.0
                               : std::min({to_edge(ours[k], theirs[i], theirs[i + 1]),
                                           to_edge(ours[k + 1], theirs[i], theirs[i + 1]),
                                           to_edge(theirs[i], ours[k], ours[k + 1]),
                                           to_edge(theirs[i + 1], ours[k], ours[k + 1])});
      if (found < best.metres) best = {found, k, i};
    }
  }
  return best;
}

}  // namespace

TEST_CASE("The distance to a run lies within what the plane of a probe tells of it",
          "[geometry][property]") {
  const double latitude = GENERATE(-69.5, 0.0, 40.0, 69.5);
  const double apart = GENERATE(1e3, 10e3, 55e3);
  const double step = GENERATE(100.0, 2e3, 14e3);
  std::mt19937 dice(static_cast<unsigned>(apart + step));
  const double radius = GENERATE(5.0, 300.0, 4e3);
  for (int round = 0; round < 4; ++round) {
    const Drawn one = drawn(dice, latitude, apart, radius, step);
    const Box box = around(one.probe);
    const ProbePlane plane(box, one.probe);
    REQUIRE(plane.serves());
    const auto range = plane.range(one.edges());
    if (!range) continue;
    const Nearest truth = nearest(one);
    CAPTURE(latitude, apart, step, radius, round);
    CHECK(range->least <= truth.metres);
    CHECK(range->most >= truth.metres - 1e-3);
    const ProbePlane::Sight sight = plane.look(one.edges(), truth.metres);
    CHECK((sight.edges >> truth.theirs & 1U) == 1U);
    const unsigned ours = plane.seen(sight, sight.edges, 0, one.probe.size() - 1);
    CHECK((ours >> truth.ours & 1U) == 1U);
  }
}

TEST_CASE("What the plane of a probe tells of a far run is sharp", "[geometry]") {
  std::mt19937 dice(7);
  for (int round = 0; round < 200; ++round) {
    const Drawn one = drawn(dice, 40.0, 20e3, 200.0, 150.0);
    const auto range = ProbePlane(around(one.probe), one.probe).range(one.edges());
    REQUIRE(range);
    // The square of the radius over twice the distance, for the probe's faces, and the slack.
    CHECK(range->most - range->least < 5.0);
    CHECK(ProbePlane(around(one.probe), one.probe).look(one.edges(), range->least - 1.0).edges ==
          0U);
  }
}

TEST_CASE("A lone point has one edge, without length", "[geometry]") {
  const std::vector<Point> probe{{106.0, 40.0}, {106.002, 40.0}, {106.0, 40.001}, {106.0, 40.0}};
  const Point there{106.02, 40.0};
  const ProbePlane plane(around(probe), probe);
  const double truth = geodesic_distance_m(probe[1], there);
  const auto range = plane.range({&there, 0});
  REQUIRE(range);
  CHECK(range->least <= truth);
  CHECK(range->most >= truth);
  CHECK(range->most - range->least < 2.0);
  CHECK(plane.look({&there, 0}, truth).edges == 1U);
}

TEST_CASE("The plane of a probe tells nothing where it is not good", "[geometry]") {
  const auto square = [](double latitude, double half) {
    return std::vector<Point>{{106.0 - half, latitude - half},
                              {106.0 + half, latitude - half},
                              {106.0 + half, latitude + half},
                              {106.0 - half, latitude + half},
                              {106.0 - half, latitude - half}};
  };
  const auto serves = [&](const std::vector<Point>& probe) {
    return ProbePlane(around(probe), probe).serves();
  };
  CHECK(serves(square(40.0, 0.01)));
  CHECK_FALSE(serves(square(40.0, 0.1)));
  CHECK_FALSE(serves(square(75.0, 0.01)));
  CHECK_FALSE(ProbePlane().serves());
  const std::vector<Point> probe = square(40.0, 0.01);
  const ProbePlane plane(around(probe), probe);
  const std::vector<Point> far{{107.0, 40.0}, {107.01, 40.0}};
  CHECK_FALSE(plane.range({far.data(), 1}));
  const std::vector<Point> longer{{106.1, 40.0}, {106.5, 40.0}};
  CHECK_FALSE(plane.range({longer.data(), 1}));
}
