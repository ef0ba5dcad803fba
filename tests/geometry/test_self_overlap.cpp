// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "support/catch.h"

#include "support/memory_workspace.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/self_overlap.h"

using xuanzhi::geometry::first_alike;
using xuanzhi::geometry::from_wkt;
using xuanzhi::geometry::Geos;
using xuanzhi::geometry::self_overlap;
using xuanzhi::geometry::SelfOverlap;
using xuanzhi::geometry::Shape;

namespace {

struct Shapes {
  Geos geos;
  std::vector<Shape> owned;
  void add(const std::string& wkt) { owned.push_back(from_wkt(geos, wkt)); }
  std::vector<const Shape*> all() const {
    std::vector<const Shape*> out;
    for (const Shape& shape : owned) out.push_back(&shape);
    return out;
  }
};

// A circle of many vertices, so that it is cut to the shared box before the overlay.
std::string round(double x, double y, double radius) {
  constexpr int kVertices = 1000;
  std::string ring;
  for (int i = 0; i <= kVertices; ++i) {
    const double angle = 2.0 * 3.14159265358979323846 * (i % kVertices) / kVertices;
    ring += fmt::format("{}{:.12f} {:.12f}", i == 0 ? "" : ",", x + radius * std::cos(angle),
                        y + radius * std::sin(angle));
  }
  return "POLYGON((" + ring + "))";
}

}  // namespace

TEST_CASE("Areas that share area are found in pairs, with the area they share", "[geometry]") {
  Shapes shapes;
  shapes.add(memory::box(106.0, 39.0, 106.2, 39.2));
  shapes.add(memory::box(106.1, 39.1, 106.3, 39.3));  // over the corner of the first
  shapes.add(
      memory::box(106.2, 39.0, 106.3, 39.1));  // edges with the first, a corner of the second
  shapes.add(memory::box(106.25, 39.2, 106.4, 39.25));  // over the edge of the second
  const SelfOverlap found = self_overlap(shapes.all());
  CHECK(found.complete);
  REQUIRE(found.pairs.size() == 2);
  CHECK(found.pairs[0].first == 0);
  CHECK(found.pairs[0].second == 1);
  CHECK(memory::off(found.pairs[0].area_m2, memory::box_area(106.1, 39.1, 106.2, 39.2)) < 1e-9);
  CHECK(found.pairs[1].first == 1);
  CHECK(found.pairs[1].second == 3);
  CHECK(memory::off(found.pairs[1].area_m2, memory::box_area(106.25, 39.2, 106.3, 39.25)) < 1e-9);
}

TEST_CASE("Every pair of random areas is found that an overlay of all with all finds",
          "[geometry]") {
  Shapes shapes;
  std::mt19937 dice(20231);
  std::uniform_real_distribution<double> place(0.0, 1.0);
  for (int i = 0; i < 60; ++i)
    shapes.add(round(106.0 + place(dice), 39.0 + place(dice), 0.01 + 0.1 * place(dice)));
  const SelfOverlap found = self_overlap(shapes.all());
  std::size_t next = 0;
  for (std::size_t a = 0; a < shapes.owned.size(); ++a) {
    for (std::size_t b = a + 1; b < shapes.owned.size(); ++b) {
      const double area = xuanzhi::geometry::ellipsoidal_area_m2(
          xuanzhi::geometry::intersection(shapes.owned[a], shapes.owned[b]));
      if (area <= 0.0) continue;
      REQUIRE(next < found.pairs.size());
      CHECK(found.pairs[next].first == a);
      CHECK(found.pairs[next].second == b);
      CHECK(memory::off(found.pairs[next].area_m2, area) < 1e-8);
      ++next;
    }
  }
  CHECK(next == found.pairs.size());
  CHECK(next > 50);
}

TEST_CASE("Lines and points share no area", "[geometry]") {
  Shapes shapes;
  shapes.add("LINESTRING(106 39,107 40)");
  shapes.add("LINESTRING(106 39,107 40)");
  shapes.add(memory::box(106.0, 39.0, 107.0, 40.0));
  shapes.add("POINT(106.5 39.5)");
  CHECK(self_overlap(shapes.all()).pairs.empty());
}

TEST_CASE("A shape that stands twice is known whatever its start and direction", "[geometry]") {
  Shapes shapes;
  shapes.add("POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))");
  shapes.add("POLYGON((0 0,4 0,4 4,0 4,0 0))");
  shapes.add("POLYGON((4 4,4 0,0 0,0 4,4 4),(2 1,2 2,1 2,1 1,2 1))");
  shapes.add("LINESTRING(0 0,4 0,4 4)");
  shapes.add("LINESTRING(4 4,4 0,0 0)");
  shapes.add("POLYGON((0 0,4 0,4 4,0 4.000000001,0 0))");
  CHECK(first_alike(shapes.all()) == std::vector<std::size_t>{0, 1, 0, 3, 3, 5});
}
