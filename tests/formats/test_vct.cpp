// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "support/catch.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/formats/text_encoding.h"
#include "xuanzhi/formats/vct.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/shape.h"

using namespace xuanzhi;
using namespace xuanzhi::formats;
using Catch::Matchers::Contains;

namespace {

const std::string kHead = R"(HeadBegin
Datamark: LANDUSE-VCT
Version:3.0
CoordinateSystemType:P
Dim:2
XAxisDirection:E
YAxisDirection:N
XYUnit:M
Spheroid:CGCS2000,6378137.0,298.257222101
Projection:高斯-克吕格投影
Parameters:108,1,36500000,0,3,36
ExtentMin:36396000,4374000
ExtentMax:36397000,4373000
Offset:0,0
Separator:,
HeadEnd
)";

const std::string kTables = R"(
FeatureCodeBegin
1000,控制点,Point,KZD
2000,界线,Line,JX
3000,地块,Polygon,DK
QLR,权利人
FeatureCodeEnd
TableStructureBegin
KZD,1
MC,Char,20
0
JX,1
BSM,Int,10
0
DK,3
BSM,Int,10
MC,Char,40
MJ,Float,15,2
QLR,2
XM,Char,20
ZJ,Char,20
TableStructureEnd
)";

// A square of 100 m made of two lines, with a hole of 20 m, and a square of its own coordinates.
const std::string kShapes = R"(
PointBegin
1
1000
Unknown
1
1
36396250.5,4373350.25
0
PointEnd
LineBegin
11
2000
0
1
1
11
3
36396200,4373300
36396200,4373400
36396300,4373400
0
12
9999
0
1
2
11
2
36396200,4373300
36396300,4373300
11
2
36396300,4373300
36396300,4373400
0
13
2000
0
1
1
11
5
36396220,4373320
36396240,4373320
36396240,4373340
36396220,4373340
36396220,4373320
0
LineEnd
PolygonBegin
21
3000
0
100
36396250,4373350
21
4
11,-12,0,13
0
22
3000
0
1
36396450,4373350
1
11
5
36396400,4373300
36396500,4373300
36396500,4373400
36396400,4373400
36396400,4373300
0
PolygonEnd
)";

const std::string kRest = R"(
AnnotationBegin
5
AnnotationEnd
AttributeBegin
KZD
1,甲点
TableEnd
JX
11
TableEnd
DK
21,地块一，东,9600.00
22,,10000.00
23,没有图形,1
TableEnd
QLR
1,张三,身份证
TableEnd
AttributeEnd
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

VctFile parse(const std::string& text) {
  return parse_vct(text, "a.vct");
}

std::string refusal(const std::string& text) {
  try {
    parse(text);
  } catch (const Error& error) {
    CHECK_FALSE(error.message().zh.empty());
    return error.what();
  }
  return "read";
}

const VctTable& table(const VctFile& file, const std::string& code) {
  for (const VctTable& t : file.tables) {
    if (t.code == code) return t;
  }
  FAIL("no table " << code);
  return file.tables.front();
}

const std::string kWhole = kHead + kTables + kShapes + kRest;

}  // namespace

TEST_CASE("Points, lines, polygons from lines and attributes of VCT are read") {
  const geometry::Geos geos;
  const VctFile file = parse(encode_text(kWhole, "GB18030"));
  CHECK(file.encoding == "GB18030");
  CHECK(file.crs == "EPSG:4524");
  CHECK(file.datum == geometry::Datum::cgcs2000);
  REQUIRE(file.tables.size() == 4);

  const VctTable& points = table(file, "1000");
  REQUIRE(points.rows.size() == 1);
  CHECK(points.rows[0].values[0] == "甲点");
  CHECK(geometry::from_wkb(geos, points.rows[0].wkb).box().min_x == 36396250.5);

  const VctTable& parcels = table(file, "3000");
  REQUIRE(parcels.rows.size() == 3);
  CHECK(parcels.rows[0].values[1] == "地块一，东");
  CHECK(geometry::planar_area(geometry::from_wkb(geos, parcels.rows[0].wkb)) == Approx(9600.0));
  CHECK(geometry::planar_area(geometry::from_wkb(geos, parcels.rows[1].wkb)) == Approx(10000.0));
  CHECK_FALSE(parcels.rows[1].values[1].has_value());
  CHECK(parcels.rows[2].id == 23);
  CHECK(parcels.rows[2].wkb.empty());

  CHECK(table(file, "2000").rows.size() == 2);
  const VctTable& owners = table(file, "QLR");
  CHECK(owners.geometry == VctGeometry::none);
  CHECK(owners.rows.at(0).values == std::vector<std::optional<std::string>>{"张三", "身份证"});
}

TEST_CASE("What VCT holds and is not read is told") {
  std::string all;
  for (const FileWarning& warning : parse(kWhole).warnings) all += warning.text.en + "\n";
  CHECK_THAT(all, Contains("section Annotation (1 lines) was not read"));
  CHECK_THAT(all, Contains("1 lines have a code that is not described"));
  CHECK_THAT(all, Contains("1 rows of table DK have no feature"));
}

TEST_CASE("Line references are read with and without counted zeros, one or many in a line") {
  const geometry::Geos geos;
  for (const char* references : {"3\n11,-12,0,13\n0\n", "4\n11\n-12\n0\n13\n0\n",
                                 "3\n11\n-12\n0\n13\n0\n", "4\n11,-12,\n0,13\n0\n"}) {
    INFO(references);
    const VctFile file = parse(replaced(kWhole, "4\n11,-12,0,13\n0\n", references));
    const auto shape = geometry::from_wkb(geos, table(file, "3000").rows[0].wkb);
    CHECK(geometry::planar_area(shape) == Approx(9600.0));
  }
}

TEST_CASE("The CRS of VCT follows from parameters that agree, and from nothing else") {
  const auto crs = [](const std::string& from, const std::string& to) {
    const VctFile file = parse(replaced(kWhole, from, to));
    CHECK_FALSE(file.crs_why.en.empty());
    return file.crs;
  };
  CHECK(crs("108,1,36500000,0,3,36", "108,1,36500000,0") == "EPSG:4524");
  CHECK(crs("108,1,36500000,0,3,36", "105,1,36500000,0,3,36").empty());
  CHECK(crs("108,1,36500000,0,3,36", "108,1,500000,0,3,36").empty());  // against the coordinates
  CHECK(crs("108,1,36500000,0,3,36", "中央经线108").empty());
  CHECK(crs("Spheroid:CGCS2000", "Spheroid:1980西安") == "EPSG:2360");
  CHECK(crs("Spheroid:CGCS2000", "Spheroid:WGS84").empty());
  CHECK(crs("XYUnit:M", "XYUnit:D") == "EPSG:4490");
}

TEST_CASE("A VCT file whose X points north is turned") {
  const geometry::Geos geos;
  std::string text = replaced(kWhole, "XAxisDirection:E", "XAxisDirection:N");
  text = replaced(text, "36396250.5,4373350.25", "4373350.25,36396250.5");
  const VctFile file = parse(text);
  CHECK(geometry::from_wkb(geos, table(file, "1000").rows[0].wkb).box().min_x == 36396250.5);
}

TEST_CASE("Unknown constructs of VCT are refused with their line") {
  CHECK_THAT(refusal("PointBegin\n"), Contains("a.vct:1") && Contains("HeadBegin"));
  CHECK_THAT(refusal(replaced(kWhole, "Version:3.0", "Version:2.0")), Contains("Version:3.0"));
  CHECK_THAT(refusal(replaced(kWhole, "Offset:0,0", "Offset:100,0")), Contains("a.vct:14"));
  CHECK_THAT(refusal(replaced(kWhole, "AnnotationBegin", "MagicBegin")),
             Contains("a known section"));
  CHECK_THAT(refusal(replaced(kWhole, "1\n1\n11\n3\n", "1\n1\n12\n3\n")), Contains("arcs"));
  CHECK_THAT(refusal(replaced(kWhole, "11,-12,0,13", "11,-99,0,13")), Contains("line 99"));
  CHECK_THAT(refusal(replaced(kWhole, "11,-12,0,13", "11,12,0,13")), Contains("does not meet"));
  CHECK_THAT(refusal(replaced(kWhole, "4\n11,-12,0,13", "3\n11,0,13")), Contains("is open"));
  CHECK_THAT(refusal(replaced(kWhole, "1,甲点", "1,甲,点")),
             Contains("1 or 2 values for table KZD"));
  CHECK_THAT(refusal(replaced(kWhole, "\n1000\nUnknown", "\n1001\nUnknown")), Contains("1001"));
  CHECK_THAT(refusal(kHead + kTables + "SolidBegin\n1\nSolidEnd\n"), Contains("SolidBegin"));
  CHECK_THAT(refusal(kHead + kTables + "PolygonBegin\n1\n"), Contains("ends too early"));
}

TEST_CASE("Declared counts are never trusted with memory") {
  CHECK_THAT(refusal(replaced(kWhole, "11\n5\n36396400", "11\n9000000000000000\n36396400")),
             Contains("expected a coordinate"));
  CHECK_THAT(refusal(replaced(kWhole, "4\n11,-12,0,13", "9000000000000000\n11,-12,0,13")),
             Contains("number that fits"));
}

TEST_CASE("Lines that are used again and again do not fill the memory") {
  std::string text = kHead + kTables + "LineBegin\n1\n2000\n0\n1\n1\n11\n20001\n";
  for (int i = 0; i < 20000; ++i)
    text += std::to_string(36396000 + i % 100) + "," + std::to_string(4373000 + i) + "\n";
  text += "36396000,4373000\n0\nLineEnd\nPolygonBegin\n";
  for (int i = 0; i < 100; ++i)
    text += std::to_string(i + 10) + "\n3000\n0\n100\n1,1\n21\n1\n1\n0\n";
  CHECK_THAT(refusal(text + "PolygonEnd\n"), Contains("more often than any real map"));
}
