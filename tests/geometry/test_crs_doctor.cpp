// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/crs_doctor.h"

#include <algorithm>

#include "support/catch.h"
#include "xuanzhi/geometry/crs.h"

using namespace xuanzhi::geometry;

namespace {

constexpr Box kWuhai{106.3, 39.1, 107.2, 39.9};
constexpr Box kUlanqab{111.0, 40.0, 114.5, 43.5};

Box around(double x, double y, double by) {
  return {x - by, y - by, x + by, y + by};
}

bool proposes(const std::vector<CrsFinding>& findings, CrsIssue issue, const std::string& line) {
  return std::any_of(findings.begin(), findings.end(), [&](const CrsFinding& f) {
    return f.issue == issue &&
           std::find(f.settings.begin(), f.settings.end(), line) != f.settings.end();
  });
}

}  // namespace

TEST_CASE("eastings with zone number name their zone", "[crs_doctor]") {
  CHECK(proposes(examine_crs({"", around(36396514, 4391929, 500), {}}), CrsIssue::missing,
                 "crs = \"EPSG:4524\""));
  CHECK(proposes(examine_crs({"", around(18653986, 4392773, 500), {}}), CrsIssue::missing,
                 "crs = \"EPSG:4496\""));
  CHECK(proposes(examine_crs({"", around(38426835, 4544269, 500), kUlanqab}), CrsIssue::missing,
                 "crs = \"EPSG:4526\""));
}

TEST_CASE("eastings without zone number need an area", "[crs_doctor]") {
  const Box raw = around(396514, 4391929, 500);
  CHECK(examine_crs({"", raw, {}}).front().settings.empty());
  const auto findings = examine_crs({"", raw, kWuhai});
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().settings == std::vector<std::string>{"crs = \"EPSG:4545\""});
}

TEST_CASE("numbers of 6 degree zones", "[crs_doctor]") {
  // 106.7942°E lies outside the 3° zone of 105°E by 0.29°, within what zones overlap.
  const auto findings = examine_crs({"", around(653986, 4392773, 500), kWuhai});
  CHECK(proposes(findings, CrsIssue::missing, "crs = \"EPSG:4544\""));
  const auto stated = examine_crs({"EPSG:4544", around(653986, 4392773, 500), kWuhai});
  REQUIRE(stated.size() == 1);
  CHECK(stated.front().issue == CrsIssue::same_numbers);
  CHECK(examine_crs({"EPSG:4507", around(653986, 4392773, 500), kWuhai}).empty());
}

TEST_CASE("swapped axes", "[crs_doctor]") {
  CHECK(proposes(examine_crs({"EPSG:4545", around(4391929, 396514, 500), kWuhai}),
                 CrsIssue::swapped_axes, "crs = \"EPSG:4545\", axis_order = \"north_east\""));
  CHECK(proposes(examine_crs({"EPSG:4490", around(39.6551, 106.7942, 0.01), {}}),
                 CrsIssue::swapped_axes, "crs = \"EPSG:4490\", axis_order = \"north_east\""));
}

TEST_CASE("zone number against a CRS without it, and the other way", "[crs_doctor]") {
  CHECK(proposes(examine_crs({"EPSG:4545", around(36396514, 4391929, 500), {}}),
                 CrsIssue::zone_prefix, "crs = \"EPSG:4524\""));
  CHECK(proposes(examine_crs({"EPSG:4524", around(396514, 4391929, 500), {}}),
                 CrsIssue::zone_prefix, "crs = \"EPSG:4545\""));
}

TEST_CASE("degrees and metres mixed up", "[crs_doctor]") {
  CHECK(proposes(examine_crs({"EPSG:4545", around(106.7942, 39.6551, 0.01), {}}),
                 CrsIssue::not_metres, "crs = \"EPSG:4490\""));
  CHECK(proposes(examine_crs({"EPSG:4490", around(396514, 4391929, 500), kWuhai}),
                 CrsIssue::not_degrees, "crs = \"EPSG:4545\""));
}

TEST_CASE("a wrong central meridian is some 257 km away", "[crs_doctor]") {
  const auto findings = examine_crs({"EPSG:4544", around(396514, 4391929, 500), kWuhai});
  CHECK(proposes(findings, CrsIssue::wrong_zone, "crs = \"EPSG:4545\""));
  CHECK(findings.front().message.en.find("257 km") != std::string::npos);
}

TEST_CASE("right systems give no finding", "[crs_doctor]") {
  CHECK(examine_crs({"EPSG:4545", around(396514, 4391929, 500), kWuhai}).empty());
  CHECK(examine_crs({"EPSG:4490", around(106.7942, 39.6551, 0.01), kWuhai}).empty());
  // Data elsewhere in the world are nobody's mistake.
  CHECK(examine_crs({"EPSG:32633", around(390000, 5820000, 500), {}}).empty());
}

TEST_CASE("an ESRI definition is known by its parameters", "[crs_doctor]") {
  const std::string esri =
      "PROJCS[\"CGCS2000_3_Degree_GK_CM_108E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_"
      "2000\","
      "DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\","
      "0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER["
      "\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_"
      "Meridian\","
      "108.0],PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\","
      "1.0]]";
  const auto findings = examine_crs({esri, around(396514, 4391929, 500), kWuhai});
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().issue == CrsIssue::code_found);
  CHECK(findings.front().message.en.find("EPSG:4545") != std::string::npos);
}

TEST_CASE("a secret datum is taken as it stands on demand only", "[crs_doctor]") {
  CHECK_THROWS(CrsTransform::to_canonical("EPSG:2381"));
  const CrsTransform transform = CrsTransform::to_canonical("EPSG:2381", SecretDatum::unshifted);
  CHECK(transform.unshifted());
  CHECK(transform.datum_accuracy_m() == kUnshiftedAccuracyM);
  CHECK_FALSE(CrsTransform::to_canonical("EPSG:4545", SecretDatum::unshifted).unshifted());
}
