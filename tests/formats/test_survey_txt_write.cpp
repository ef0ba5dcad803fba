// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <random>
#include <span>
#include <vector>

#include "formats/survey_samples.h"
#include "support/catch.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/formats/survey_txt.h"
#include "xuanzhi/geometry/measure.h"

using namespace xuanzhi;
using namespace xuanzhi::formats;
using namespace survey_samples;

namespace {

// The distance of the vertex of `a` that lies farthest from any vertex of `b`.
double farthest_m(const geometry::Shape& a, const geometry::Shape& b) {
  std::vector<geometry::Point> all;
  geometry::for_each_path(b, [&](std::span<const geometry::Point> path, bool) {
    all.insert(all.end(), path.begin(), path.end());
  });
  double farthest = 0.0;
  geometry::for_each_path(a, [&](std::span<const geometry::Point> path, bool) {
    for (const geometry::Point& p : path) {
      double nearest = 1e9;
      for (const geometry::Point& q : all) {
        nearest = std::min(nearest, std::hypot(p.x - q.x, p.y - q.y));
      }
      farthest = std::max(farthest, nearest);
    }
  });
  return farthest;
}

}  // namespace

TEST_CASE("What is read, written and read again has the same points and attributes") {
  const SurveyFile first =
      parse("项目名称=甲\n[项目信息]\n编号=7\n" + kHeader +
            square("4,1,7,甲,面,图,工业,0601,图斑,,备注,@", 4373600.1234, 36396200.5678));
  for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE"}) {
    const SurveyFile again = parse(write_survey_txt(first, encoding));
    CHECK(again.header == first.header);
    CHECK(again.preamble == first.preamble);
    CHECK(again.sections.at(0).lines == first.sections.at(0).lines);
    CHECK(again.parcels[0].extra == std::vector<std::string>{"图斑", "", "备注"});
    for (std::size_t i = 0; i < first.parcels[0].points.size(); ++i) {
      CHECK(again.parcels[0].points[i].number == first.parcels[0].points[i].number);
      CHECK(again.parcels[0].points[i].x_north == first.parcels[0].points[i].x_north);
      CHECK(again.parcels[0].points[i].y_east == first.parcels[0].points[i].y_east);
    }
  }
}

TEST_CASE("Random parcels with holes and parts are written and read as the same geometry") {
  const geometry::Geos geos;
  std::mt19937 random(20261101);
  std::uniform_real_distribution<double> at(0.0, 1.0);
  for (int round = 0; round < 200; ++round) {
    // Star-shaped rings about a centre: radius per corner between 60 % and 100 %.
    const auto star = [&](double e, double n, double radius) {
      std::string wkt = "(";
      const int corners = 3 + static_cast<int>(at(random) * 30);
      std::string first;
      for (int i = 0; i < corners; ++i) {
        const double angle = 2 * 3.14159265358979 * i / corners;
        const double r = radius * (0.6 + 0.4 * at(random));
        const std::string point =
            std::to_string(e + r * std::cos(angle)) + " " + std::to_string(n + r * std::sin(angle));
        if (i == 0) first = point;
        wkt += point + ",";
      }
      return wkt + first + ")";
    };
    const double e = 36396000 + 50000 * at(random);
    const double n = 4373000 + 50000 * at(random);
    const std::string wkt = "MULTIPOLYGON((" + star(e, n, 500) + "," + star(e, n, 80) + "),(" +
                            star(e + 2000, n, 300) + "))";
    const geometry::Shape shape = geometry::from_wkt(geos, wkt);
    const SurveyPlane plane{{3, 36}, geometry::EastingForm::with_zone};
    const SurveyFeature feature{&shape, "1", "甲,乙", "", "工业用地", "0601", {}};
    const SurveyFile file = make_survey_file({&feature, 1}, plane, "乌海", Date{});
    const SurveyFile again = parse(write_survey_txt(file, round % 2 == 0 ? "GB18030" : "UTF-8"));
    CHECK(again.warnings.empty());
    CHECK(again.parcels.at(0).name == "甲，乙");
    CHECK(coordinate_reading(again).crs == crs_of(plane));
    const geometry::Shape back = assemble(geos, again.parcels[0]);
    REQUIRE(geometry::parts(back).size() == 2);
    REQUIRE(back.vertex_count() == shape.vertex_count());
    CHECK(farthest_m(shape, back) < 1e-4);
    // Every vertex moves by at most 0.05 mm on each axis, so the area by that times the outline.
    CHECK(std::abs(geometry::planar_area(back) - geometry::planar_area(shape)) < 0.7);
    CHECK_FALSE(read_area(geos, again.parcels[0], coordinate_reading(again)).warning);
  }
}

TEST_CASE("A written parcel begins at its north-west corner and runs clockwise") {
  const geometry::Geos geos;
  const geometry::Shape shape = geometry::from_wkt(
      geos,
      "POLYGON((36396100 4373000,36396100 4373100,36396000 4373100,36396000 4373000,"
      "36396100 4373000))");
  const SurveyFeature feature{&shape, "1", "甲", "", "", "", {}};
  const SurveyFile file =
      make_survey_file({&feature, 1}, {{3, 36}, geometry::EastingForm::with_zone}, "乌海", Date{});
  const auto& points = file.parcels[0].points;
  REQUIRE(points.size() == 5);
  CHECK(file.parcels[0].declared_area == "1.0000");
  CHECK(points[0].number == "J1");
  CHECK(points[0].x_north == 4373100.0);
  CHECK(points[0].y_east == 36396000.0);
  CHECK(points[1].y_east == 36396100.0);
  CHECK(points[4].number == "J1");
  CHECK_THROWS_AS(
      make_survey_file({&feature, 1}, {{3, 60}, geometry::EastingForm::with_zone}, "", Date{}),
      Error);
}
