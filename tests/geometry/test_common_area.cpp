// SPDX-License-Identifier: Apache-2.0
// Areas, contacts and cuts of the region index against plain GEOS, and against exact arithmetic.
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "geometry/box_cut.h"
#include "geometry/exact_side.h"
#include "geometry/oracle.h"
#include "support/catch.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/region_index.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;
using oracle::Position;
using oracle::Ring;

namespace {

// As promised: of the larger area; and what counts as touching.
double slack(const Shape& a, const Shape& b) {
  return 1e-9 * std::max(ellipsoidal_area_m2(a), ellipsoidal_area_m2(b)) + 1e-6;
}

double index_overlap(const Shape& site, const Shape& other) {
  const Probe probe(site, AreaBasis::ellipsoid);
  double area = 0.0;
  for (const RegionOverlap& overlap : RegionIndex({{&other, 0.0}}).overlaps(probe))
    area += overlap.area_m2;
  return area;
}

bool index_touches(const Shape& site, const Shape& other) {
  const Probe probe(site, AreaBasis::ellipsoid);
  return !RegionIndex({{&other, 0.0}}).touching(probe).empty();
}

void check_pair(const Shape& a, const Shape& b) {
  const double plain = ellipsoidal_area_m2(intersection(a, b));
  CHECK(std::abs(index_overlap(a, b) - plain) <= slack(a, b));
  CHECK(std::abs(index_overlap(b, a) - plain) <= slack(a, b));
  CHECK(index_touches(a, b) == intersects(a, b));
  CHECK(index_touches(b, a) == intersects(a, b));
}

Ring shifted(const Ring& ring, double east_m, double north_m) {
  const DegreeLength degree = degree_length(ring.front().y);
  Ring out;
  for (const Position& p : ring)
    out.push_back({p.x + east_m / degree.longitude_m, p.y + north_m / degree.latitude_m});
  return out;
}

/// A ragged ring of many vertices with ragged holes on a lattice inside.
std::string ragged_area(oracle::Stars& stars, Position centre, double radius_m, int vertices) {
  const auto ring = [&](Position at, double radius, int count) {
    Ring out;
    for (int i = 0; i < count; ++i)
      out.push_back(oracle::moved(at, -360.0 * i / count, radius * stars.uniform(0.85, 1.0)));
    out.push_back(out.front());
    return out;
  };
  std::string wkt = "POLYGON (" + oracle::text(ring(centre, radius_m, vertices));
  for (int column = -2; column <= 2; ++column) {
    for (int row = -2; row <= 2; ++row) {
      const Position at = oracle::moved(oracle::moved(centre, 90.0, 0.24 * radius_m * column), 0.0,
                                        0.24 * radius_m * row);
      wkt += ", " + oracle::text(ring(at, 0.1 * radius_m, vertices / 20));
    }
  }
  return wkt + ")";
}

}  // namespace

TEST_CASE("Random pairs have the common area that an overlay finds", "[overlap][property]") {
  oracle::Stars stars(41);
  const Geos geos;
  int met = 0;
  for (int i = 0; i < 1500; ++i) {
    const Position home{stars.uniform(73.0, 135.0), stars.uniform(-60.0, 60.0)};
    const Ring one = stars.star(home, 100.0, 1'000.0);
    const Ring two = stars.star(
        oracle::moved(home, stars.uniform(0.0, 360.0), stars.uniform(0.0, 1'500.0)), 10.0, 1'500.0);
    CAPTURE(i, oracle::polygon(one), oracle::polygon(two));
    const Shape a = from_wkt(geos, oracle::polygon(one)), b = from_wkt(geos, oracle::polygon(two));
    check_pair(a, b);
    if (index_overlap(a, b) > 0.0) ++met;
  }
  CHECK(met > 500);
}

TEST_CASE("Shared edges, collinear overlaps and slivers are measured like any other pair",
          "[overlap][property]") {
  oracle::Stars stars(1e6);
  const Geos geos;
  for (int i = 0; i < 300; ++i) {
    const Position home{stars.uniform(73.0, 135.0), stars.uniform(18.0, 53.0)};
    const Ring ring = stars.star(home, 200.0, 800.0);
    const Shape a = from_wkt(geos, oracle::polygon(ring));
    const std::size_t last = ring.size() - 2;
    const Position p = ring[0], q = ring[1];
    const Position outside{q.x + (q.y - p.y), q.y - (q.x - p.x)};
    const Position quarter = oracle::between(p, q, 0.25), beyond = oracle::between(p, q, 1.5);
    const std::vector<Ring> others{
        ring,                      // itself
        shifted(ring, 1e-6, 0.0),  // slivers of a micrometre along every edge
        shifted(ring, 0.0, -1e-6),
        shifted(ring, 1e-3, 1e-3),
        {p, outside, q, p},                         // an edge in common
        {quarter, beyond, outside, quarter},        // part of an edge in common, nearly collinear
        {p, outside, {p.x + 0.01, p.y + 0.01}, p},  // a vertex in common
        {ring[last], p, q, ring[last]},             // two edges in common
        {home, p, q, home},                         // inside, an edge in common
    };
    for (std::size_t k = 0; k < others.size(); ++k) {
      const Shape b = from_wkt(geos, oracle::polygon(others[k]));
      if (GEOSisValid_r(geos.handle(), b.get()) != 1) continue;
      CAPTURE(i, k, oracle::polygon(ring), oracle::polygon(others[k]));
      check_pair(a, b);
    }
  }
}

TEST_CASE("Sites and features of several parts meet where any part does", "[overlap]") {
  const Geos geos;
  const auto shape = [&](const std::string& wkt) { return from_wkt(geos, wkt); };
  // The second part of the site lies inside the feature; the outlines meet nowhere.
  const Shape site = shape(
      "MULTIPOLYGON (((106.80 39.60, 106.81 39.60, 106.81 39.61, 106.80 39.60)), "
      "((106.85 39.65, 106.86 39.65, 106.86 39.66, 106.85 39.65)))");
  const Shape around =
      shape("POLYGON ((106.84 39.64, 106.87 39.64, 106.87 39.67, 106.84 39.67, 106.84 39.64))");
  const Shape in_hole = shape(
      "POLYGON ((106.70 39.50, 107.00 39.50, 107.00 39.80, 106.70 39.80, 106.70 39.50), "
      "(106.79 39.59, 106.79 39.70, 106.90 39.70, 106.90 39.59, 106.79 39.59))");
  const Shape island = shape(
      "MULTIPOLYGON (((107.1 39.1, 107.2 39.1, 107.2 39.2, 107.1 39.1)), "
      "((106.858 39.652, 106.859 39.652, 106.859 39.653, 106.858 39.652)))");
  const Shape mixed = shape(
      "GEOMETRYCOLLECTION (POLYGON ((107.1 39.1, 107.2 39.1, 107.2 39.2, 107.1 39.1)), "
      "LINESTRING (106.70 39.605, 106.90 39.605))");
  check_pair(site, around);
  check_pair(site, in_hole);
  check_pair(site, island);
  CHECK(index_touches(site, mixed));
  CHECK(index_overlap(site, mixed) == 0.0);
  CHECK(index_touches(site, shape("POINT (106.858 39.655)")));
  CHECK_FALSE(index_touches(site, shape("LINESTRING (106.82 39.60, 106.84 39.60)")));
}

TEST_CASE("A ragged area of many vertices is measured near the site only", "[overlap][property]") {
  oracle::Stars stars(221);
  const Geos geos;
  const Position centre{106.8, 39.66};
  for (const int vertices : {300, 6'000}) {
    const Shape huge = from_wkt(geos, ragged_area(stars, centre, 20'000.0, vertices));
    REQUIRE(GEOSisValid_r(geos.handle(), huge.get()) == 1);
    const RegionIndex index({{&huge, 0.0}});
    for (int i = 0; i < 200; ++i) {
      const Position home =
          oracle::moved(centre, stars.uniform(0.0, 360.0), stars.uniform(0.0, 22'000.0));
      const Ring ring = stars.star(home, 100.0, i % 4 == 0 ? 6'000.0 : 900.0);
      const Shape site = from_wkt(geos, oracle::polygon(ring));
      CAPTURE(vertices, i, oracle::polygon(ring));
      const Shape plain = intersection(site, huge);
      CHECK(std::abs(index_overlap(site, huge) - ellipsoidal_area_m2(plain)) <=
            1e-9 * ellipsoidal_area_m2(site) + 1e-6);
      CHECK(index_touches(site, huge) == intersects(site, huge));
      const Probe probe(site, AreaBasis::ellipsoid);
      const Shape piece = index.piece(probe, 0);
      CHECK(std::abs(ellipsoidal_area_m2(piece) - ellipsoidal_area_m2(plain)) <=
            1e-9 * ellipsoidal_area_m2(site));
      const auto around = index.surroundings(probe, 500.0);
      const Shape cut = clipped(huge, grown(probe.box(), 500.0));
      CHECK(GEOSisValid_r(geos.handle(), around.shape.get()) == 1);
      // The cut may widen its box by a hair.
      CHECK(std::abs(ellipsoidal_area_m2(around.shape) - ellipsoidal_area_m2(cut)) <= 5.0);
      CHECK(around.everywhere ==
            (ellipsoidal_area_m2(cut) >
             0.999999999 * ellipsoidal_area_m2(make_box(geos, grown(probe.box(), 500.0)))));
    }
  }
}

TEST_CASE("Areas made of cells share exactly the cells of both", "[overlap][property]") {
  // Every edge is shared or collinear with another; the truth is a sum over whole cells.
  constexpr int kSide = 7;
  constexpr double kCell = 1.0 / 1024.0;  // exact in binary
  std::mt19937_64 dice(9);
  const Geos geos;
  for (int round = 0; round < 200; ++round) {
    std::vector<bool> in_one, in_two, in_three;
    std::vector<Shape> one, two, three;
    double both = 0.0, any = 0.0;
    for (int cell = 0; cell < kSide * kSide; ++cell) {
      const double x = 106.75 + kCell * (cell % kSide), y = 39.5 + kCell * (cell / kSide);
      const Box box{x, y, x + kCell, y + kCell};
      const bool a = dice() % 2 == 0, b = dice() % 3 != 0, c = dice() % 2 == 0;
      if (a) one.push_back(make_box(geos, box));
      if (b) two.push_back(make_box(geos, box));
      if (c) three.push_back(make_box(geos, box));
      if (a && b) both += ellipsoidal_area_m2(make_box(geos, box));
      if (a && (b || c)) any += ellipsoidal_area_m2(make_box(geos, box));
    }
    const Shape site = union_of(geos, std::move(one));
    const Shape second = union_of(geos, std::move(two)), third = union_of(geos, std::move(three));
    CAPTURE(round);
    // The cells themselves are measured to some 1e-12.
    CHECK(std::abs(index_overlap(site, second) - both) <= 1e-11 * ellipsoidal_area_m2(site));
    const RegionIndex index({{&second, 0.0}, {&third, 0.0}});
    const Probe probe(site, AreaBasis::ellipsoid);
    std::vector<RegionPiece> pieces;
    for (const RegionOverlap& overlap : index.overlaps(probe)) pieces.push_back({&index, overlap});
    CHECK(std::abs(union_area_m2(probe, pieces) - any) <= 1e-11 * ellipsoidal_area_m2(site));
  }
}

TEST_CASE("The union of plots side by side is their sum, of plots that overlap is less",
          "[overlap][property]") {
  oracle::Stars stars(77);
  const Geos geos;
  const Shape site = from_wkt(geos, oracle::polygon(stars.star({106.8, 39.66}, 900.0, 1'000.0)));
  const Probe probe(site, AreaBasis::ellipsoid);
  for (int round = 0; round < 60; ++round) {
    std::vector<Shape> shapes;
    for (int i = 0; i < 12; ++i) {
      const Position at = oracle::moved({106.8, 39.66}, stars.uniform(0.0, 360.0),
                                        stars.uniform(0.0, round % 2 == 0 ? 900.0 : 6'000.0));
      shapes.push_back(from_wkt(geos, oracle::polygon(stars.star(at, 50.0, 400.0))));
    }
    std::vector<RegionItem> items;
    for (const Shape& shape : shapes) items.push_back({&shape, 0.0});
    const RegionIndex index(items);
    std::vector<RegionPiece> pieces;
    std::vector<Shape> plain;
    for (const RegionOverlap& overlap : index.overlaps(probe)) pieces.push_back({&index, overlap});
    for (const Shape& shape : shapes) plain.push_back(intersection(site, shape));
    CAPTURE(round);
    CHECK(std::abs(union_area_m2(probe, pieces) -
                   ellipsoidal_area_m2(union_of(geos, std::move(plain)))) <=
          1e-9 * probe.area_m2());
  }
}

TEST_CASE("Sides and crossings on a grid are those of integer arithmetic", "[overlap][property]") {
  // Coordinates around 100 with steps of 2^-44: products need more digits than a double has.
  constexpr double kStep = 0x1.0p-44;
  std::mt19937_64 dice(3);
  struct GridPoint {
    std::int64_t x, y;
    Point point() const {
      return {100.0 + kStep * static_cast<double>(x), 40.0 + kStep * static_cast<double>(y)};
    }
  };
  const auto side = [](GridPoint a, GridPoint b, GridPoint p) {
    const __int128 value = static_cast<__int128>(a.x - p.x) * (b.y - p.y) -
                           static_cast<__int128>(a.y - p.y) * (b.x - p.x);
    return value > 0 ? 1 : value < 0 ? -1 : 0;
  };
  int none = 0;
  for (int i = 0; i < 300'000; ++i) {
    const std::int64_t span = i % 2 == 0 ? 4 : 1LL << 45;
    const auto any = [&] {
      return static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(span));
    };
    const GridPoint a{any(), any()}, b{any(), any()};
    GridPoint p{any(), any()};
    // A third of them lie on the line or a step beside it.
    if (i % 3 == 0) p = {2 * b.x - a.x + i % 5 / 4, 2 * b.y - a.y};
    REQUIRE(exact_side(a.point(), b.point(), p.point()) == side(a, b, p));
    none += side(a, b, p) == 0 ? 1 : 0;
    const GridPoint q{any(), any()};
    const auto within = [](GridPoint from, GridPoint to, GridPoint at) {
      return std::min(from.x, to.x) <= at.x && at.x <= std::max(from.x, to.x) &&
             std::min(from.y, to.y) <= at.y && at.y <= std::max(from.y, to.y);
    };
    const int sp = side(a, b, p), sq = side(a, b, q), sa = side(p, q, a), sb = side(p, q, b);
    const bool meet = (sp * sq < 0 && sa * sb < 0) || (sp == 0 && within(a, b, p)) ||
                      (sq == 0 && within(a, b, q)) || (sa == 0 && within(p, q, a)) ||
                      (sb == 0 && within(p, q, b));
    REQUIRE(edges_meet(a.point(), b.point(), p.point(), q.point()) == meet);
  }
  CHECK(none > 10'000);
}
