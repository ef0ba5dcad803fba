// SPDX-License-Identifier: Apache-2.0
#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/placement/outline.h"

using namespace xuanzhi;
using namespace xuanzhi::placement;
using geometry::Shape;

namespace {

void check_outlines(const Shape& site, const std::vector<Shape>& taken,
                    const std::vector<Outline>& outlines, const std::vector<OutlineWish>& wishes) {
  REQUIRE(outlines.size() == wishes.size());
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    const Outline& one = outlines[i];
    INFO("project " << one.project);
    REQUIRE(one.fits);
    const auto wish = std::find_if(wishes.begin(), wishes.end(),
                                   [&](const OutlineWish& w) { return w.project == one.project; });
    CHECK(geometry::ellipsoidal_area_m2(one.shape) == Approx(wish->area_m2).margin(0.01));
    CHECK(geometry::ellipsoidal_area_m2(geometry::difference(one.shape, site)) < 1e-3);
    for (const Shape& other : taken)
      CHECK(geometry::ellipsoidal_area_m2(geometry::intersection(one.shape, other)) < 1e-3);
    for (std::size_t j = 0; j < i; ++j)
      CHECK(geometry::ellipsoidal_area_m2(geometry::intersection(one.shape, outlines[j].shape)) <
            1e-3);
  }
}

}  // namespace

TEST_CASE("outlines have their areas, stay inside, keep off what is taken and off each other") {
  const geometry::Geos geos;
  const Shape site = geometry::from_wkt(geos,
                                        "POLYGON((106.70 39.46,106.73 39.455,106.735 39.47,106.715 "
                                        "39.475,106.712 39.468,106.70 39.472,106.70 39.46))");
  std::vector<Shape> taken;
  taken.push_back(geometry::from_wkt(geos, memory::box(106.708, 39.460, 106.712, 39.464)));
  std::vector<OutlineWish> wishes;
  for (std::size_t p = 0; p < 9; ++p)
    wishes.push_back({p, 20000.0 + 31000.0 * static_cast<double>(p)});
  check_outlines(site, taken, draw_outlines(site, taken, {}, wishes, AreaBasis::ellipsoid), wishes);
}

TEST_CASE("land is taken from the side of a road, in one piece of a sensible width") {
  const geometry::Geos geos;
  const Shape site = geometry::from_wkt(geos, memory::box(106.80, 39.60, 106.82, 39.61));
  std::vector<Shape> roads;
  roads.push_back(geometry::from_wkt(geos, "LINESTRING(106.79 39.6105,106.83 39.6105)"));
  const std::vector<Outline> outlines =
      draw_outlines(site, {}, roads, {{0, 200000.0}, {1, 100000.0}}, AreaBasis::ellipsoid);
  for (const Outline& one : outlines) {
    CHECK(one.contiguous);
    CHECK(one.width_m > 100.0);
    CHECK(one.shape.box().max_y == Approx(39.61).margin(1e-9));  // reaches the road's side
  }
}

TEST_CASE("a wish that no free piece can hold is said not to fit") {
  const geometry::Geos geos;
  const Shape site = geometry::from_wkt(geos, memory::box(106.80, 39.60, 106.801, 39.601));
  const std::vector<Outline> outlines =
      draw_outlines(site, {}, {}, {{3, 1e6}, {4, 1000.0}}, AreaBasis::ellipsoid);
  CHECK_FALSE(outlines[0].fits);
  CHECK(outlines[0].shape.empty());
  CHECK(outlines[1].fits);
}

TEST_CASE("a site that is wanted wholly is given wholly") {
  const geometry::Geos geos;
  const Shape site = geometry::from_wkt(geos, memory::box(106.80, 39.60, 106.81, 39.61));
  const double area = geometry::ellipsoidal_area_m2(site);
  const std::vector<Outline> outlines =
      draw_outlines(site, {}, {}, {{0, 0.5 * area}, {1, 0.5 * area}}, AreaBasis::ellipsoid);
  CHECK(outlines[0].area_m2 + outlines[1].area_m2 == Approx(area).margin(0.01));
}

TEST_CASE("land is cut so that a project has its least width where the form allows it") {
  const geometry::Geos geos;
  // Some 860 m by 2,220 m: two halves across are 860 m wide, two along 430 m.
  const Shape site = geometry::from_wkt(geos, memory::box(106.80, 39.60, 106.81, 39.62));
  const double half = 0.5 * geometry::ellipsoidal_area_m2(site);
  for (const double width : {0.0, 800.0}) {
    const std::vector<Outline> outlines = draw_outlines(
        site, {}, {}, {{0, half, width}, {1, 0.9 * half, width}}, AreaBasis::ellipsoid);
    for (const Outline& one : outlines) CHECK(one.width_m > width);
  }
  // A road along the long side draws land to it, but no strip: a parcel is at least half as broad
  // as a square of its area, and as broad as it must be.
  std::vector<Shape> roads;
  roads.push_back(geometry::from_wkt(geos, "LINESTRING(106.8101 39.59,106.8101 39.63)"));
  const double tenth = 0.2 * half;
  const auto any = draw_outlines(site, {}, roads, {{0, tenth, 0.0}}, AreaBasis::ellipsoid);
  const auto wide = draw_outlines(site, {}, roads, {{0, tenth, 300.0}}, AreaBasis::ellipsoid);
  CHECK(any[0].width_m > 0.5 * std::sqrt(tenth));
  CHECK(any[0].shape.box().max_x == Approx(106.81).margin(1e-9));  // at the road
  CHECK(any[0].contiguous);
  CHECK(wide[0].width_m > 300.0);
}
