// SPDX-License-Identifier: Apache-2.0
// Areas that are found valid without a graph, against GEOS.
#include "geometry/sure_validity.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "support/catch.h"
#include "xuanzhi/geometry/shape.h"

using namespace xuanzhi::geometry;

namespace {

using Ring = std::vector<Point>;

/// Corners on a small grid: there corners, edges and lines fall together all the time.
class Grid {
 public:
  explicit Grid(int side) : side_(side), random_(static_cast<unsigned>(side)) {}

  int pick(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  Ring ring(int most_corners) {
    Ring out(static_cast<std::size_t>(3 + pick(most_corners - 2)));
    for (Point& p : out) p = {0.1 * pick(side_), 0.1 * pick(side_)};
    out.push_back(out.front());
    return out;
  }
  Ring box() { return box(0.1 * pick(side_), 0.1 * pick(side_)); }
  Ring box(double west, double south) {
    const double east = west + 0.1 * (1 + pick(side_)), north = south + 0.1 * (1 + pick(side_));
    return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
  }

 private:
  int side_;
  std::mt19937 random_;
};

bool repeats(const Ring& ring) {
  return std::adjacent_find(ring.begin(), ring.end()) != ring.end();
}

bool is_valid(const Geos& geos, const std::vector<Ring>& rings) {
  return GEOSisValid_r(geos.handle(), make_polygon(geos, rings).get()) == 1;
}

bool touch(const Geos& geos, const Ring& a, const Ring& b) {
  return intersects(make_line(geos, a), make_line(geos, b));
}

Ring circle(Point middle, double radius, int corners) {
  Ring out;
  out.reserve(static_cast<std::size_t>(corners) + 1);
  for (int i = 0; i < corners; ++i) {
    const double turn = 2.0 * 3.14159265358979 * i / corners;
    out.push_back({middle.x + radius * std::cos(turn), middle.y + radius * std::sin(turn)});
  }
  out.push_back(out.front());
  return out;
}

TEST_CASE("A ring is surely valid exactly where GEOS finds it so and no corner repeats",
          "[validity]") {
  const Geos geos;
  Grid grid(GENERATE(3, 6, 40));
  std::size_t sure = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::vector<Ring> rings{grid.ring(20)};
    const bool expected = !repeats(rings[0]) && is_valid(geos, rings);
    CAPTURE(round);
    REQUIRE(surely_valid(rings) == expected);
    sure += expected ? 1 : 0;
  }
  CHECK(sure > 100);
}

TEST_CASE("An area with holes is surely valid exactly where its rings are apart besides",
          "[validity]") {
  const Geos geos;
  Grid grid(GENERATE(6, 12, 30));
  std::size_t sure = 0;
  std::size_t touching = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::vector<Ring> rings{grid.pick(2) == 0 ? grid.box(-0.1, -0.1) : grid.ring(8)};
    for (int holes = 1 + grid.pick(3); holes > 0; --holes)
      rings.push_back(grid.pick(2) == 0 ? grid.box() : grid.ring(5));
    const bool valid = is_valid(geos, rings) && std::none_of(rings.begin(), rings.end(), repeats);
    bool apart = valid;
    for (std::size_t a = 0; a < rings.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) apart = apart && !touch(geos, rings[a], rings[b]);
    }
    CAPTURE(round);
    REQUIRE(surely_valid(rings) == apart);
    sure += apart ? 1 : 0;
    touching += valid && !apart ? 1 : 0;
  }
  CHECK(sure > 20);
  CHECK(touching > 0);
}

TEST_CASE("One fault among thousands of edges and hundreds of holes is seen", "[validity]") {
  const Geos geos;
  std::vector<Ring> rings{circle({0.0, 0.0}, 100.0, 20'000)};
  for (int i = -8; i <= 8; ++i) {
    for (int k = -8; k <= 8; ++k) rings.push_back(circle({7.0 * i, 7.0 * k}, 3.0, 50));
  }
  REQUIRE(is_valid(geos, rings));
  CHECK(surely_valid(rings));
  std::vector<Ring> faulty = rings;
  SECTION("corners that changed places") {
    std::swap(faulty[0][7'777], faulty[0][7'778]);
  }
  SECTION("a needle across the area") {
    faulty[0][123] = {-99.0, 1.0};
  }
  SECTION("a hole that reaches its neighbour") {
    faulty[20] = circle({faulty[20][0].x, faulty[20][0].y}, 3.0, 50);
  }
  SECTION("a hole in a hole") {
    faulty.push_back(circle({7.0, 7.0}, 1.0, 30));
  }
  SECTION("a hole around all others") {
    faulty.push_back(circle({0.0, 0.0}, 99.0, 900));
  }
  SECTION("a hole outside") {
    faulty.push_back(circle({99.0, 99.0}, 2.0, 30));
  }
  CHECK_FALSE(is_valid(geos, faulty));
  CHECK_FALSE(surely_valid(faulty));
}

TEST_CASE("What is no ring or takes too long to compare is not sure", "[validity]") {
  const auto sure = [](const std::vector<Ring>& rings) { return surely_valid(rings); };
  const Ring ring = circle({0.0, 0.0}, 1.0, 10);
  CHECK(sure({ring}));
  Ring open = ring;
  open.pop_back();
  CHECK_FALSE(sure({open}));
  CHECK_FALSE(sure({ring, Ring{}}));
  CHECK_FALSE(sure({}));
  // A comb of long teeth, each beside all others.
  const auto comb = [](int teeth) {
    Ring out{{1.0, -1.0}};
    for (int i = 0; i < teeth; ++i)
      out.insert(out.end(),
                 {{0.0, 2.0 * i}, {1.0, 2.0 * i}, {1.0, 2.0 * i + 1.0}, {0.0, 2.0 * i + 1.0}});
    out.insert(out.end(), {{-1.0, 2.0 * teeth}, {-1.0, -1.0}, {1.0, -1.0}});
    return out;
  };
  CHECK(sure({comb(1'000)}));
  CHECK_FALSE(sure({comb(12'000)}));
}

}  // namespace
