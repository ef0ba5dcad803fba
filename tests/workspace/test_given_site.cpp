// SPDX-License-Identifier: Apache-2.0
// Sites that are given to a command, as WKT or as a file.
#include <string>

#include "support/catch.h"

#include "support/memory_workspace.h"
#include "xuanzhi/workspace/site.h"

using memory::box;
using memory::error_of;
using memory::holds;
using memory::off;
using xuanzhi::ErrorCode;

TEST_CASE("A site is read from WKT in degrees or from a file of one feature", "[workspace]") {
  memory::Workspace ground;
  const auto workspace = ground.open();
  const auto& geos = *workspace.geos;
  const auto basis = xuanzhi::AreaBasis::ellipsoid;
  using xuanzhi::workspace::site_from_text;
  const auto site = site_from_text(geos, box(106.8, 39.66, 106.81, 39.67), basis);
  CHECK(off(site.info.area_m2, memory::box_area(106.8, 39.66, 106.81, 39.67)) <= 1e-6);
  CHECK(site.info.available_land_m2 == site.info.area_m2);
  CHECK(error_of([&] {
          site_from_text(geos, box(397000, 4393000, 397100, 4393100), basis);
        }).code() == ErrorCode::crs_missing);
  CHECK(error_of([&] { site_from_text(geos, "POINT(106 39)", basis); }).code() ==
        ErrorCode::value_invalid);
  CHECK_THROWS_AS(site_from_text(geos, "POLYGON((106 39", basis), xuanzhi::Error);
  CHECK(error_of([&] { site_from_text(geos, "./none.shp", basis); }).code() ==
        ErrorCode::file_missing);
  ground.write_rows("bare.csv", {{box(106, 39, 107, 40), "1"}});
  CHECK(error_of([&] { site_from_text(geos, (ground / "bare.csv").string(), basis); }).code() ==
        ErrorCode::crs_missing);
  const std::string feature =
      R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[106.8,39.66],[106.81,39.66],[106.81,39.67],[106.8,39.67],[106.8,39.66]]]}})";
  ground.write("one.geojson", R"({"type":"FeatureCollection","features":[)" + feature + "]}");
  ground.write("two.geojson",
               R"({"type":"FeatureCollection","features":[)" + feature + "," + feature + "]}");
  const auto read = site_from_text(geos, (ground / "one.geojson").string(), basis);
  CHECK(off(read.info.area_m2, site.info.area_m2) <= 1e-12);
  REQUIRE_FALSE(read.remarks.empty());
  CHECK(holds(read.remarks.front().en, "WGS 84"));
  CHECK(site.remarks.empty());
  const auto bow = site_from_text(geos, "POLYGON((106 39,107 40,107 39,106 40,106 39))", basis);
  REQUIRE(bow.remarks.size() == 1);
  CHECK(holds(bow.remarks.front().en, "Self-intersection"));
  CHECK(error_of([&] { site_from_text(geos, (ground / "two.geojson").string(), basis); }).code() ==
        ErrorCode::site_unknown);
}
