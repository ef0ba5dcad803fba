// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "formats/survey_samples.h"
#include "support/catch.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/formats/survey_txt.h"
#include "xuanzhi/formats/text_encoding.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/measure.h"

using namespace xuanzhi;
using namespace xuanzhi::formats;
using namespace survey_samples;
using Catch::Matchers::Contains;

namespace {

std::string refusal(const std::string& text) {
  try {
    parse(text);
  } catch (const Error& error) {
    CHECK_FALSE(error.message().zh.empty());
    CHECK_FALSE(error.remedy().zh.empty());
    return std::string(error.what()) + " | " + error.remedy().en;
  }
  return "read";
}

double area_m2(const geometry::Geos& geos, const SurveyParcel& parcel) {
  return geometry::planar_area(assemble(geos, parcel));
}

}  // namespace

TEST_CASE("The example of the ministry's format is read with its recomputed area") {
  const geometry::Geos geos;
  const SurveyFile file = parse(kHeader + kParcel);
  REQUIRE(file.parcels.size() == 1);
  const SurveyParcel& parcel = file.parcels.front();
  CHECK(file.warnings.empty());
  CHECK(parcel.name == "示例地块一");
  CHECK(parcel.use == "工业用地");
  CHECK(parcel.land_code == "0601");
  CHECK(parcel.extra.empty());
  CHECK(file.stated.datum == geometry::Datum::cgcs2000);
  CHECK(file.stated.zone == 36);
  CHECK(file.stated.transform == ",,,,,,");
  CHECK(area_m2(geos, parcel) == Approx(271423.69).margin(0.005));

  const CoordinateReading reading = coordinate_reading(file);
  CHECK(reading.crs == "EPSG:4524");
  CHECK(reading.zone_prefix == 36);
  CHECK(reading.warnings.empty());
  const AreaReading area = read_area(geos, parcel, reading);
  CHECK(area.unit == "ha");
  CHECK_FALSE(area.warning);
}

TEST_CASE("The first corner lies where the Kruger series puts it") {
  const geometry::Geos geos;
  const SurveyFile file = parse(kHeader + kParcel);
  const auto transform = geometry::CrsTransform::to_canonical(coordinate_reading(file).crs);
  const geometry::Point j1 = transform.apply(
      geometry::Point{file.parcels[0].points[0].y_east, file.parcels[0].points[0].x_north});
  CHECK(j1.x == Approx(106.7934015).margin(1e-7));
  CHECK(j1.y == Approx(39.4900091).margin(1e-7));
}

TEST_CASE("Every encoding and line end reads alike") {
  std::string crlf;
  for (const char c : kHeader + kParcel)
    crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  std::string cr = kHeader + kParcel;
  std::replace(cr.begin(), cr.end(), '\n', '\r');
  for (const std::string& bytes :
       {crlf, cr, "\xEF\xBB\xBF" + crlf, encode_text(crlf, "GBK"), encode_text(crlf, "GB18030"),
        encode_text(crlf, "UTF-16LE"), encode_text(crlf, "UTF-16LE").substr(2),
        encode_text(crlf, "UTF-16BE")}) {
    const SurveyFile file = parse(bytes);
    CHECK(file.parcels.at(0).name == "示例地块一");
    CHECK(file.parcels.at(0).points.size() == 10);
    CHECK(file.parcels.at(0).points.at(9).y_east == 36396400.0);
  }
}

TEST_CASE("Full-width punctuation and digits are read") {
  const SurveyFile file = parse(
      "项目名称＝甲\n[项目信息]"
      "\n编号：７\n\n【属性描述】\n坐标系＝２０００国家大地坐标系\n带号＝３６带\n"
      "几度分带＝三度\n【地块坐标】\n４，１．００，１，东区（一期），面， ， ，　，＠\n"
      "J1，1，４３７３６００．５，36396200\nJ2，1，4373600，36396300\nJ3，1，4373500，36396300\n");
  CHECK(file.preamble == std::vector<std::string>{"项目名称＝甲"});
  REQUIRE(file.sections.size() == 1);
  CHECK(file.sections[0].lines == std::vector<std::string>{"编号：７", ""});
  CHECK(file.stated.zone == 36);
  CHECK(file.stated.zone_width == 3);
  CHECK(file.parcels[0].name == "东区（一期）");
  CHECK(file.parcels[0].points[0].x_north == 4373600.5);
  CHECK(coordinate_reading(file).crs == "EPSG:4524");
}

TEST_CASE("A name keeps its full-width comma where ASCII commas separate") {
  const SurveyFile file = parse(square("4,1,1,东区，西区,面,,,,@", 4373600, 36396200));
  CHECK(file.parcels[0].name == "东区，西区");
}

TEST_CASE("Heads of five to thirteen values are read by position, the rest word by word") {
  struct Case {
    const char* head;
    std::size_t extra;
    bool warned;
  };
  const Case cases[] = {{"4,1,7,甲,面,@", 0, true},
                        {"4,1,7,甲,面,,工业,0601@", 0, false},
                        {"4,1,7,甲,面,,工业,0601,@", 0, false},
                        {"4,1,7,甲,面,,工业,0601,@,,", 0, false},
                        {"4,1,7,甲,面, , ,0601,备注,@", 1, false},
                        {"4,1,7,甲,面,,工业,0601,图斑,地类,12,13,@", 4, false},
                        {"4,1,7,甲,面,,工业,0601,图斑,地类,12,13,备注,@", 5, false}};
  for (const Case& c : cases) {
    INFO(c.head);
    const SurveyFile file = parse(square(c.head, 4373600, 36396200));
    CHECK(file.parcels[0].number == "7");
    CHECK(file.parcels[0].extra.size() == c.extra);
    CHECK(file.warnings.empty() != c.warned);
  }
}

TEST_CASE("Faults are refused with line, expectation, finding and the line to add") {
  CHECK_THAT(refusal("J1,1,4373600,36396200\n"), Contains("no section [地块坐标]"));
  CHECK_THAT(
      refusal("[地块坐标]\nJ1,1,4373600,36396200\n"),
      Contains("site.txt:2: line 2: expected a parcel head") && Contains("add a line before"));
  CHECK_THAT(refusal("[地块坐标]\n4,1,1,甲,面,,,\nJ1,1,1,2\n"),
             Contains("write line 2 as: 4,1,1,甲,面,,,,@"));
  CHECK_THAT(refusal("[地块坐标]\n4,1,1,甲,圆,,,,@\n"), Contains("点, 线 or 面"));
  CHECK_THAT(refusal("[地块坐标]\n4,1,1,甲,面,,,,@\nJ1,1,43736OO,36396200\n"),
             Contains("line 3: expected a number as X, found \"J1,1,43736OO,36396200\""));
  CHECK_THAT(refusal("[地块坐标]\n4,1,1,甲,面,,,,@\nJ1,1,4373600\n"), Contains("four values"));
  CHECK_THAT(refusal("[地块坐标]\n4,1,1,甲,面,,,,@\nJ1,x,1,2\n"), Contains("a ring number"));
  CHECK_THAT(refusal("[地块坐标]\n4,1,1,甲,面,,,,@\nJ1,1,nan,2\n"), Contains("a number as X"));
  CHECK_THAT(refusal("[地块坐标]\n4,1,1,甲,面,,,,@\n"), Contains("has no points"));
  CHECK_THAT(refusal("[属性描述]\n4,1,1,甲,面,,,,@\n"),
             Contains("add this line before line 2: [地块坐标]"));
}

TEST_CASE("Open rings are closed and point numbers may restart") {
  const geometry::Geos geos;
  const SurveyFile file = parse(
      "[地块坐标]\n6,1,1,甲,面,,,,@\n1,1,4373600,36396200\n2,1,4373600,36396300\n3,1,4373500,"
      "36396300\n"
      "4,1,4373500,36396200\n1,2,4373580,36396220\n2,2,4373580,36396240\n3,2,4373560,36396240\n");
  CHECK(area_m2(geos, file.parcels[0]) == Approx(10000.0 - 200.0));
}

TEST_CASE("Containment decides over holes and further outer rings") {
  const geometry::Geos geos;
  const auto ring = [](int number, double n, double e, double size) {
    std::string out;
    for (const auto& [dn, de] : {std::pair{size, 0.0}, {size, size}, {0.0, size}, {0.0, 0.0}}) {
      out += "J," + std::to_string(number) + "," + std::to_string(n + dn) + "," +
             std::to_string(e + de) + "\n";
    }
    return out;
  };
  // Ring 2 is a hole, ring 3 an island in it, ring 4 lies apart; the hole's number stands first.
  const SurveyFile file = parse("[地块坐标]\n16,1,1,甲,面,,,,@\n" +
                                ring(2, 4370100, 36396100, 100) + ring(1, 4370000, 36396000, 300) +
                                ring(3, 4370120, 36396120, 20) + ring(4, 4370000, 36396400, 50));
  const geometry::Shape shape = assemble(geos, file.parcels[0]);
  CHECK(geometry::parts(shape).size() == 3);
  CHECK(geometry::planar_area(shape) == Approx(90000 - 10000 + 400 + 2500));
}

TEST_CASE("One number for several closed rings makes several rings") {
  const geometry::Geos geos;
  std::string text = square("10,2,1,甲,面,,,,@", 4373600, 36396200);
  const std::string more = square("x", 4373600, 36396400);
  text += more.substr(more.find("J1"));
  CHECK(area_m2(geos, parse(text).parcels[0]) == Approx(20000.0));
}

TEST_CASE("Points and lines are read as such") {
  const geometry::Geos geos;
  const SurveyFile file = parse(
      "[地块坐标]\n2,,1,井,点,,,,@\n1,1,4373600,36396200\n2,1,4373700,36396200\n"
      "2,,2,管线,线,,,,@\n1,1,4373600,36396200\n2,1,4373700,36396200,12.5\n");
  CHECK(assemble(geos, file.parcels[0]).dimension() == 0);
  CHECK(assemble(geos, file.parcels[1]).dimension() == 1);
  CHECK(file.parcels[1].points[1].rest == "12.5");
}

TEST_CASE("Rings of fewer than three points are refused by name") {
  const geometry::Geos geos;
  const SurveyFile file =
      parse("[地块坐标]\n2,1,1,甲,面,,,,@\n1,1,4373600,36396200\n2,1,4373700,36396200\n");
  CHECK_THROWS_WITH(assemble(geos, file.parcels[0]), Contains("甲") && Contains("line 3"));
}

TEST_CASE("The unit of a declared area is found by comparison") {
  const geometry::Geos geos;
  struct Case {
    const char* declared;
    const char* unit;
    bool warned;
  };
  const Case cases[] = {{"1.0000", "ha", false}, {"1", "ha", false},    {"1.0050", "ha", true},
                        {"10000", "m2", true},   {"15.00", "mu", true}, {"7.3", "", true},
                        {"", "", false},         {"一公顷", "", true}};
  for (const Case& c : cases) {
    INFO(c.declared);
    const SurveyFile file =
        parse(square("4," + std::string(c.declared) + ",1,甲,面,,,,@", 4373600, 36396200));
    const AreaReading area = read_area(geos, file.parcels[0], coordinate_reading(file));
    CHECK(area.unit == c.unit);
    CHECK(area.warning.has_value() == c.warned);
    CHECK(area.computed_m2 == Approx(10000.0));
  }
}

TEST_CASE("The CRS follows from the prefix, or from the head, or is not guessed") {
  struct Case {
    std::string head;
    double north;
    double east;
    std::string crs;
    std::string why;
  };
  const std::string cgcs = "坐标系=2000国家大地坐标系\n";
  const Case cases[] = {
      {cgcs, 4373600, 36396200, "EPSG:4524", "zone number 36"},
      {cgcs, 4373600, 18653000, "EPSG:4496", "zone number 18"},
      {cgcs + "带号=36\n几度分带=3\n", 4373600, 396200, "EPSG:4545", "head states"},
      {cgcs + "带号=18\n", 4373600, 653000, "EPSG:4507", "follows from the number"},
      {cgcs + "带号=38\n几度分带=3\n", 4544269, 426835, "EPSG:4547", "114"},
      {cgcs, 4373600, 396200, "", "add a line to [属性描述], such as 带号=36"},
      {"", 4373600, 36396200, "EPSG:4524", "CGCS2000 is assumed"},
      {cgcs + "带号=37\n", 4373600, 36396200, "", "带号=37"},
      {cgcs + "几度分带=6\n", 4373600, 36396200, "", "几度分带=6"},
      {cgcs + "带号=18\n几度分带=3\n", 4373600, 396200, "", "no zone of China"},
      {cgcs, 4373600, 50396200, "", "50 before the eastings is no zone"},
      {"坐标系=1980西安坐标系\n", 4373600, 36396200, "EPSG:2360", "no datum shift"},
      {"坐标系=1954北京坐标系\n带号=36\n", 4373600, 396200, "EPSG:2433", "no datum shift"},
      {"坐标系=乌海独立坐标系\n", 4373600, 36396200, "", "an unknown system"},
      {cgcs, 1200, 5300, "", "local system"}};
  for (const Case& c : cases) {
    INFO(c.head << c.east);
    const SurveyFile file =
        parse("[属性描述]\n" + c.head + square("4,1,1,甲,面,,,,@", c.north, c.east));
    const CoordinateReading reading = coordinate_reading(file);
    CHECK(reading.crs == c.crs);
    CHECK_THAT(reading.why.en, Contains(c.why));
    CHECK_FALSE(reading.why.zh.empty());
  }
}

TEST_CASE("A contradiction of head and prefix names both readings") {
  const SurveyFile file =
      parse("[属性描述]\n带号=37\n" + square("4,1,1,甲,面,,,,@", 4373600, 36396200));
  const CoordinateReading reading = coordinate_reading(file);
  CHECK(reading.candidates == std::vector<std::string>{"EPSG:4524", "EPSG:4525"});
  REQUIRE(reading.warnings.size() == 1);
  CHECK_THAT(reading.warnings[0].text.zh, Contains("36") && Contains("带号=37"));
}

TEST_CASE("Swapped axes are proved by the numbers, with and without a zone") {
  const geometry::Geos geos;
  for (const double east : {36396200.0, 396200.0}) {
    const SurveyFile file = parse(square("4,1,1,甲,面,,,,@", east, 4373600));
    const CoordinateReading reading = coordinate_reading(file);
    CHECK(reading.order == AxisOrder::east_north);
    CHECK(reading.warnings.size() == 1);
    const geometry::Box box = assemble(geos, file.parcels[0], reading.order).box();
    CHECK(box.min_x == east);
    CHECK(box.min_y == 4373600.0);
  }
}

TEST_CASE("Degrees are told from metres") {
  const geometry::Geos geos;
  const SurveyFile file = parse(
      "[属性描述]\n坐标系=CGCS2000\n计量单位=度\n[地块坐标]\n3,,1,甲,面,,,,@\n1,1,39.490000001,106."
      "79\n"
      "2,1,39.49,106.80\n3,1,39.48,106.80\n");
  const CoordinateReading reading = coordinate_reading(file);
  CHECK(reading.degrees);
  CHECK(reading.crs == "EPSG:4490");
  CHECK(file.coordinate_decimals == 9);
  CHECK(read_area(geos, file.parcels[0], reading).computed_m2 == Approx(477600).epsilon(0.01));
}

TEST_CASE("Coordinates of two zones in one file are not mixed") {
  std::string text = square("4,1,1,甲,面,,,,@", 4373600, 36396200);
  text += square("4,1,2,乙,面,,,,@", 4373600, 37396200).substr(std::string("[地块坐标]\n").size());
  const CoordinateReading reading = coordinate_reading(parse(text));
  CHECK(reading.crs.empty());
  CHECK_THAT(reading.why.en, Contains("lines 3 and 9"));
}

TEST_CASE("An easting far from its meridian is noticed") {
  const SurveyFile file = parse("[属性描述]\n" + square("4,1,1,甲,面,,,,@", 4373600, 36153000));
  const CoordinateReading reading = coordinate_reading(file);
  REQUIRE(reading.warnings.size() == 1);
  CHECK_THAT(reading.warnings[0].text.en, Contains("the zone may be wrong"));
}

TEST_CASE("A declared number of points that does not fit is a warning only") {
  const SurveyFile file = parse(square("99,1,1,甲,面,,,,@", 4373600, 36396200));
  REQUIRE(file.warnings.size() == 1);
  CHECK_THAT(file.warnings[0].text.en, Contains("99"));
  CHECK(parse(square("4,1,1,甲,面,,,,@", 4373600, 36396200)).warnings.empty());
  CHECK(parse(square("5,1,1,甲,面,,,,@", 4373600, 36396200)).warnings.empty());
}
