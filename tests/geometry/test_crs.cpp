// SPDX-License-Identifier: Apache-2.0
// Coordinate systems: published positions, the datum policy, and how far an edge may stray.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "geometry/oracle.h"
#include "support/catch.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/shape.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;

namespace {

/// The code of the error that a call throws; the test fails where it throws none.
ErrorCode code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    CHECK_FALSE(error.message().zh.empty());
    CHECK_FALSE(error.message().en.empty());
    return error.code();
  }
  FAIL("no error was thrown");
  return ErrorCode::internal_fault;
}

std::string esri_prj(const std::string& name, double meridian, const std::string& datum,
                     double false_easting = 500000.0) {
  return "PROJCS[\"" + name + "\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"" +
         datum +
         "\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT["
         "\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_"
         "Easting\"," +
         std::to_string(false_easting) +
         "],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\"," +
         std::to_string(meridian) +
         "],PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1."
         "0]]";
}

/// Metres from a position to the nearest edge of a path, in a plane around it. Degrees are taken
/// to metres by lengths that are right to 1e-3, which is 1 µm of 1 mm.
double strays(oracle::Position p, const std::vector<oracle::Position>& path, double x_m,
              double y_m) {
  double best = std::numeric_limits<double>::max();
  for (std::size_t i = 1; i < path.size(); ++i) {
    const double ax = (path[i - 1].x - p.x) * x_m, ay = (path[i - 1].y - p.y) * y_m;
    const double dx = (path[i].x - path[i - 1].x) * x_m, dy = (path[i].y - path[i - 1].y) * y_m;
    const double t = std::clamp(-(ax * dx + ay * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    best = std::min(best, std::hypot(ax + t * dx, ay + t * dy));
  }
  return best;
}

std::vector<oracle::Position> path_of(const Shape& shape) {
  std::vector<oracle::Position> out;
  for_each_path(shape, [&](std::span<const Point> path, bool) {
    for (const Point& p : path) out.push_back({p.x, p.y});
  });
  return out;
}

}  // namespace

TEST_CASE("Published positions are met in both directions", "[crs]") {
  // Domain facts §3.1, computed with another program's Krüger series.
  struct Vector {
    const char* crs;
    Point degrees;
    Point east_north;
  };
  const auto v = GENERATE(values<Vector>({
      {"EPSG:4524", {106.7942, 39.6551}, {36396514.479, 4391929.304}},
      {"EPSG:4545", {106.7942, 39.6551}, {396514.479, 4391929.304}},
      {"EPSG:4507", {106.7942, 39.6551}, {653986.436, 4392773.232}},
      {"EPSG:4544", {106.7942, 39.6551}, {653986.436, 4392773.232}},
      {"EPSG:4545", {106.7993, 39.7934}, {397157.881, 4407279.420}},
      {"EPSG:4526", {113.13, 41.03}, {38426835.194, 4544269.580}},
      {"EPSG:4508", {113.13, 41.03}, {679132.446, 4546091.235}},
      {"EPSG:4547", {113.108056, 41.129722}, {425103.037, 4555363.066}},
  }));
  CAPTURE(v.crs);
  const Point plane = CrsTransform::from_canonical(v.crs).apply(v.degrees);
  CHECK(std::abs(plane.x - v.east_north.x) < 1e-3);
  CHECK(std::abs(plane.y - v.east_north.y) < 1e-3);
  const Point degrees = CrsTransform::to_canonical(v.crs).apply(v.east_north);
  CHECK(oracle::distance({degrees.x, degrees.y}, {v.degrees.x, v.degrees.y}) < 1e-3);
}

TEST_CASE("The canonical system and WGS 84 change no position", "[crs]") {
  const auto [crs, accuracy] = GENERATE(table<std::string, double>(
      {{"EPSG:4490", 0.0}, {"EPSG:4326", 1.0}, {"OGC:CRS84", 1.0}, {"EPSG:4979", 1.0}}));
  CAPTURE(crs);
  const CrsTransform transform = CrsTransform::to_canonical(crs);
  const Point p = transform.apply(Point{106.7942, 39.6551});
  CHECK(p.x == 106.7942);
  CHECK(p.y == 39.6551);
  CHECK(transform.datum_accuracy_m() == accuracy);
  const Geos geos;
  const Shape line = from_wkt(geos, "LINESTRING (106 39, 113 41)");
  CHECK(transform.apply(line).vertex_count() == 2);  // straight in degrees already
}

TEST_CASE("Web Mercator is inverted on WGS 84", "[crs]") {
  // x = R·λ, y = R·ln tan(π/4 + φ/2), R = 6378137.
  const double pi = std::acos(-1.0);
  const Point p{6378137.0 * 106.8 * pi / 180.0,
                6378137.0 * std::log(std::tan(pi / 4.0 + 39.66 * pi / 360.0))};
  const CrsTransform transform = CrsTransform::to_canonical("EPSG:3857");
  CHECK(std::abs(transform.apply(p).x - 106.8) < 1e-9);
  CHECK(std::abs(transform.apply(p).y - 39.66) < 1e-9);
  CHECK(transform.datum_accuracy_m() == 1.0);
}

TEST_CASE("Xi'an 80 and Beijing 54 are refused, never taken as identity", "[crs]") {
  const std::string crs = GENERATE(as<std::string>(), "EPSG:2360", "EPSG:2412", "EPSG:2381",
                                   "EPSG:4610", "EPSG:4214", "EPSG:4555");
  CAPTURE(crs);
  CHECK(code_of([&] { CrsTransform::to_canonical(crs); }) == ErrorCode::crs_unsupported);
  CHECK(code_of([&] { CrsTransform::from_canonical(crs); }) == ErrorCode::crs_unsupported);
}

TEST_CASE("Beijing 54 is accepted where its definition brings parameters", "[crs]") {
  // A shift of 100 m along each axis of the Earth moves Wuhai by 100 to 173 m.
  const CrsTransform transform = CrsTransform::to_canonical(
      "+proj=longlat +ellps=krass +towgs84=100,100,100,0,0,0,0 +type=crs");
  const oracle::Projection shift(
      "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
      "+step +proj=cart +ellps=krass +step +proj=helmert +x=100 +y=100 +z=100 "
      "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
      "+step +proj=unitconvert +xy_in=rad +xy_out=deg");
  REQUIRE(shift.ready());
  const Point p = transform.apply(Point{106.8, 39.66});
  CHECK(oracle::distance({p.x, p.y}, shift.forward({106.8, 39.66})) < 1e-4);
  CHECK(oracle::distance({p.x, p.y}, {106.8, 39.66}) > 50.0);
}

TEST_CASE("Parameters in WKT unlock a datum that is refused without them", "[crs]") {
  const std::string start =
      "GEOGCS[\"GCS_Xian_1980\",DATUM[\"D_Xian_1980\",SPHEROID[\"IAG75\",6378140,298.257]";
  const std::string end = "],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.0174532925199433]]";
  CHECK(code_of([&] { CrsTransform::to_canonical(start + end); }) == ErrorCode::crs_unsupported);
  const Point p = CrsTransform::to_canonical(start + ",TOWGS84[0,0,100,0,0,0,0]" + end)
                      .apply(Point{106.8, 39.66});
  CHECK(oracle::distance({p.x, p.y}, {106.8, 39.66}) > 50.0);
}

TEST_CASE("A datum that nobody has registered is refused, never taken as identity", "[crs]") {
  const std::string crs = GENERATE(
      as<std::string>(),
      "GEOGCS[\"mine\",DATUM[\"Datum of the mine\",SPHEROID[\"Krassowsky_1940\",6378245,298.3]],"
      "PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.0174532925199433]]",
      "+proj=longlat +ellps=krass +type=crs", "+proj=tmerc +lon_0=108 +x_0=500000 +ellps=intl");
  CAPTURE(crs);
  CHECK(code_of([&] { CrsTransform::to_canonical(crs); }) == ErrorCode::crs_unsupported);
}

TEST_CASE("What is no coordinate system is refused", "[crs]") {
  const std::string text =
      GENERATE(as<std::string>(), "", " ", "garbage", "EPSG:999999", "EPSG:", "PROJCS[\"x\"",
               "<!DOCTYPE html><html></html>", "+proj=nonsense +type=crs", "{\"type\":1}");
  CAPTURE(text);
  CHECK(code_of([&] { CrsTransform::to_canonical(text); }) == ErrorCode::crs_unsupported);
}

TEST_CASE("A local, a vertical and a geocentric system are refused", "[crs]") {
  const std::string wkt = GENERATE(
      as<std::string>(), "LOCAL_CS[\"矿区独立坐标系\",UNIT[\"metre\",1]]",
      "ENGCRS[\"local\",EDATUM[\"local\"],CS[Cartesian,2],AXIS[\"x\",east],AXIS[\"y\",north],"
      "LENGTHUNIT[\"metre\",1]]",
      "EPSG:5737", "EPSG:4978", "EPSG:4479");
  CAPTURE(wkt);
  CHECK(code_of([&] { CrsTransform::to_canonical(wkt); }) == ErrorCode::crs_unsupported);
}

TEST_CASE("An ESRI .prj of a national zone is read by its parameters", "[crs]") {
  const auto [wkt, east] = GENERATE(table<std::string, double>({
      {esri_prj("CGCS2000_3_Degree_GK_CM_108E", 108.0, "D_China_2000"), 396514.479},
      {esri_prj("CGCS2000_3_Degree_GK_Zone_36", 108.0, "D_China_2000", 36500000.0), 36396514.479},
  }));
  const CrsTransform transform = CrsTransform::to_canonical(wkt);
  const Point p = transform.apply(Point{east, 4391929.304});
  CHECK(oracle::distance({p.x, p.y}, {106.7942, 39.6551}) < 1e-3);
  CHECK(transform.datum_accuracy_m() == 0.0);
  CHECK(transform.source_name().find("CGCS2000") != std::string::npos);
}

TEST_CASE("A city's own zone on CGCS2000 is taken as its WKT states it", "[crs]") {
  const CrsTransform transform =
      CrsTransform::to_canonical(esri_prj("乌海独立坐标系", 106.75, "D_CGCS2000"));
  CHECK(transform.datum_accuracy_m() == 0.0);
  // On the central meridian easting is the false one and northing the arc of the meridian.
  const double arc = oracle::distance({106.75, 0.0}, {106.75, 39.66});
  const Point on = transform.apply(Point{500000.0, arc});
  CHECK(std::abs(on.x - 106.75) < 1e-9);
  CHECK(std::abs(on.y - 39.66) < 1e-9);
  // PROJ with the same parameters, 8 km to the east.
  const oracle::Projection zone(
      "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
      "+step +proj=tmerc +lon_0=106.75 +x_0=500000 +a=6378137 +rf=298.257222101");
  const auto expected = zone.inverse({508000.0, arc});
  const Point off = transform.apply(Point{508000.0, arc});
  CHECK(oracle::distance({off.x, off.y}, expected) < 1e-5);
}

TEST_CASE("A PROJ string is a definition, too", "[crs]") {
  const std::string type = GENERATE(as<std::string>(), " +type=crs", "");
  const CrsTransform transform = CrsTransform::to_canonical(
      "+proj=tmerc +lon_0=108 +x_0=500000 +datum=WGS84 +units=m +no_defs" + type);
  const Point p = transform.apply(Point{396514.479, 4391929.304});
  CHECK(oracle::distance({p.x, p.y}, {106.7942, 39.6551}) < 1e-2);
}

TEST_CASE("A prime meridian other than Greenwich is not lost", "[crs]") {
  // Paris lies at 2.33722917 degrees (2.5969213 grads).
  Point p{};
  try {
    p = CrsTransform::to_canonical("+proj=longlat +datum=WGS84 +pm=paris +type=crs")
            .apply(Point{104.46297083, 39.66});
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::crs_unsupported);  // refusing it is right as well
    return;
  }
  CHECK(std::abs(p.x - 106.8002) < 1e-6);
}

TEST_CASE("Degrees of another unit are not taken for degrees", "[crs]") {
  const std::string wkt =
      "GEOGCS[\"grads\",DATUM[\"World Geodetic System 1984\",SPHEROID[\"WGS 84\",6378137,"
      "298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"grad\",0.0157079632679489]]";
  Point p{};
  try {
    p = CrsTransform::to_canonical(wkt).apply(Point{100.0, 40.0});
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::crs_unsupported);
    return;
  }
  CHECK(std::abs(p.x - 90.0) < 1e-6);
  CHECK(std::abs(p.y - 36.0) < 1e-6);
}

TEST_CASE("Lambert 72 of Belgium is shifted by its registered parameters", "[crs]") {
  // EPSG:15929 "BD72 to WGS 84 (3)" and the projection EPSG:19961, written out.
  const oracle::Projection belgium(
      "+proj=pipeline +step +inv +proj=lcc +lat_0=90 +lon_0=4.36748666666667 "
      "+lat_1=51.1666672333333 +lat_2=49.8333339 +x_0=150000.013 +y_0=5400088.438 +ellps=intl "
      "+step +proj=push +v_3 +step +proj=cart +ellps=intl "
      "+step +proj=helmert +x=-106.8686 +y=52.2978 +z=-103.7239 +rx=0.3366 +ry=-0.457 +rz=1.8422 "
      "+s=-1.2747 +convention=position_vector "
      "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
      "+step +proj=unitconvert +xy_in=rad +xy_out=deg");
  REQUIRE(belgium.ready());
  const oracle::Position expected = belgium.forward({149000.0, 170000.0});  // Brussels
  const Point p = CrsTransform::to_canonical("EPSG:31370").apply(Point{149000.0, 170000.0});
  CHECK(oracle::distance({p.x, p.y}, expected) < 1.0);
  // Without the shift it would be off by some hundred metres.
  const oracle::Projection unshifted(
      "+proj=pipeline +step +inv +proj=lcc +lat_0=90 +lon_0=4.36748666666667 "
      "+lat_1=51.1666672333333 +lat_2=49.8333339 +x_0=150000.013 +y_0=5400088.438 +ellps=intl "
      "+step +proj=unitconvert +xy_in=rad +xy_out=deg");
  CHECK(oracle::distance({p.x, p.y}, unshifted.forward({149000.0, 170000.0})) > 50.0);
}

TEST_CASE("The equal-area system of Europe meets its published example", "[crs]") {
  // EPSG Guidance Note 7-2, Lambert Azimuthal Equal Area: 50°N 5°E.
  const CrsTransform transform = CrsTransform::to_canonical("EPSG:3035");
  const Point p = transform.apply(Point{3962799.45, 2999718.85});
  CHECK(oracle::distance({p.x, p.y}, {5.0, 50.0}) < 0.02);
  CHECK(transform.datum_accuracy_m() >= 1.0);
}

TEST_CASE("A position outside a system throws instead of giving infinity", "[crs]") {
  // Swapped axes in degrees; zone-number eastings read without their zone; not a number.
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(code_of([] {
          CrsTransform::from_canonical("EPSG:4545").apply(Point{39.6551, 106.7942});
        }) == ErrorCode::geometry_failed);
  CHECK(code_of([] {
          CrsTransform::to_canonical("EPSG:4545").apply(Point{36396514.479, 4391929.304});
        }) == ErrorCode::geometry_failed);
  CHECK(code_of([] {
          CrsTransform::to_canonical("EPSG:4524").apply(Point{4391929.304, 36396514.479});
        }) == ErrorCode::geometry_failed);
  CHECK(code_of([&] {
          CrsTransform::to_canonical("EPSG:4545").apply(Point{nan, 4391929.304});
        }) == ErrorCode::geometry_failed);
  const Geos geos;
  const Shape swapped = from_wkt(geos, "POLYGON ((39 106, 40 106, 40 107, 39 106))");
  CHECK(code_of([&] { CrsTransform::from_canonical("EPSG:4545").apply(swapped); }) ==
        ErrorCode::geometry_failed);
}

TEST_CASE("The national zone is that of the nearest third meridian", "[crs]") {
  CHECK(national_zone({106.7942, 39.6551}) == "EPSG:4545");
  CHECK(national_zone({113.13, 41.03}) == "EPSG:4547");
  CHECK(national_zone({106.499, 39.6}) == "EPSG:4544");
  CHECK(national_zone({106.501, 39.6}) == "EPSG:4545");
  CHECK(national_zone({73.6, 39.5}) == "EPSG:4534");
  CHECK(national_zone({135.0, 48.0}) == "EPSG:4554");
  CHECK(national_zone({6.08, 50.78}) == "EPSG:32632");    // Aachen
  CHECK(national_zone({20.44, -34.02}) == "EPSG:32734");  // Swellendam
  CHECK(national_zone({-80.84, 35.23}) == "EPSG:32617");  // Charlotte
  CHECK(national_zone({180.0, 0.0}) == "EPSG:32660");
}

TEST_CASE("An edge of 40 km in the national zone strays by at most a millimetre", "[crs]") {
  const double north = GENERATE(0.0, 28000.0, 40000.0);
  const oracle::Position a{396514.0, 4391929.0};
  const oracle::Position b{396514.0 + std::sqrt(40000.0 * 40000.0 - north * north), a.y + north};
  const Geos geos;
  const Shape line = from_wkt(geos, "LINESTRING " + oracle::text({a, b}));
  const auto path = path_of(CrsTransform::to_canonical("EPSG:4545").apply(line));
  REQUIRE(path.size() > 10);
  const auto zone = oracle::Projection::to_crs("EPSG:4545");
  double worst = 0.0, chord = 0.0;
  for (int i = 0; i <= 5000; ++i) {
    const oracle::Position p = zone.inverse(oracle::between(a, b, i / 5000.0));
    const double x_m = 111'320.0 * std::cos(p.y * std::acos(-1.0) / 180.0);
    worst = std::max(worst, strays(p, path, x_m, 111'030.0));
    chord = std::max(chord, strays(p, {path.front(), path.back()}, x_m, 111'030.0));
  }
  CHECK(worst < 1.05e-3);
  if (north < 40000.0) CHECK(chord > 1.0);  // without added vertices: metres
}

TEST_CASE("An edge of 40 km in degrees strays by at most a millimetre in a local plane", "[crs]") {
  const oracle::Position a{106.60, 39.50};
  const oracle::Position b =
      GENERATE(oracle::Position{107.06, 39.50}, oracle::Position{106.93, 39.75},
               oracle::Position{106.60, 39.86});
  const Geos geos;
  const LocalPlane plane({106.8, 39.66});
  const auto path = path_of(plane.to_plane(from_wkt(geos, "LINESTRING " + oracle::text({a, b}))));
  REQUIRE(path.size() > 10);
  const oracle::Projection laea(
      "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
      "+step +proj=laea +lon_0=106.8 +lat_0=39.66 +a=6378137 +rf=298.257222101");
  double worst = 0.0;
  for (int i = 0; i <= 5000; ++i) {
    worst =
        std::max(worst, strays(laea.forward(oracle::between(a, b, i / 5000.0)), path, 1.0, 1.0));
  }
  CHECK(worst < 1.05e-3);
}

TEST_CASE("A local plane is true to lengths near its centre and leads back", "[crs]") {
  const oracle::Position centre{106.8, 39.66};
  const LocalPlane plane({centre.x, centre.y});
  for (double azimuth = 0.0; azimuth < 360.0; azimuth += 15.0) {
    const auto p = oracle::moved(centre, azimuth, 10'000.0);
    const Point q = plane.to_plane(Point{p.x, p.y});
    CHECK(std::abs(std::hypot(q.x, q.y) - 10'000.0) < 0.01);
    const Point back = plane.to_lon_lat(q);
    CHECK(oracle::distance({back.x, back.y}, p) < 1e-6);
  }
}

TEST_CASE("A local plane is PROJ's equal-area plane, near and far", "[crs]") {
  const auto centre = GENERATE(oracle::Position{106.8, 39.66}, oracle::Position{-70.9, 42.1},
                               oracle::Position{20.2, -34.0}, oracle::Position{31.0, 0.0});
  const LocalPlane plane({centre.x, centre.y});
  std::ostringstream definition;
  definition << "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=laea "
             << "+lon_0=" << centre.x << " +lat_0=" << centre.y << " +a=6378137 +rf=298.257222101";
  const oracle::Projection laea(definition.str());
  for (const double metres : {0.0, 1.0, 800.0, 30e3, 560e3, 5000e3}) {
    for (double azimuth = 0.0; azimuth < 360.0; azimuth += 40.0) {
      const auto p = oracle::moved(centre, azimuth, metres);
      CAPTURE(centre.x, centre.y, metres, azimuth);
      const Point ours = plane.to_plane(Point{p.x, p.y});
      const auto theirs = laea.forward(p);
      CHECK(std::hypot(ours.x - theirs.x, ours.y - theirs.y) < 1e-7);
      const Point back = plane.to_lon_lat(ours);
      CHECK(oracle::distance({back.x, back.y}, p) < 1e-6);
    }
  }
}

TEST_CASE("Shapes keep their kind and parts through a transform", "[crs]") {
  const Geos geos;
  const std::string wkt =
      GENERATE(as<std::string>(), "POINT (396514 4391929)",
               "MULTIPOINT ((396514 4391929), (396614 4391929))",
               "LINESTRING (396514 4391929, 396614 4391929)",
               "MULTIPOLYGON (((396514 4391929, 396614 4391929, 396614 4392029, 396514 4391929)), "
               "((397514 4391929, 397614 4391929, 397614 4392029, 397514 4391929)))",
               "POLYGON ((396514 4391929, 396714 4391929, 396714 4392129, 396514 4391929), "
               "(396614 4391939, 396704 4391939, 396704 4392029, 396614 4391939))");
  CAPTURE(wkt);
  const Shape shape = from_wkt(geos, wkt);
  const Shape out = CrsTransform::to_canonical("EPSG:4545").apply(shape);
  CHECK(out.dimension() == shape.dimension());
  CHECK(parts(out).size() == parts(shape).size());
  std::size_t paths = 0, before = 0;
  for_each_path(out, [&](auto, bool) { ++paths; });
  for_each_path(shape, [&](auto, bool) { ++before; });
  CHECK(paths == before);
}

TEST_CASE("Random sites keep their area through the national zone and back", "[crs][property]") {
  oracle::Stars stars(4545);
  const Geos geos;
  const CrsTransform to_zone = CrsTransform::from_canonical("EPSG:4545");
  const CrsTransform back = CrsTransform::to_canonical("EPSG:4545");
  for (int i = 0; i < 100; ++i) {
    const auto ring =
        stars.star({stars.uniform(106.6, 107.1), stars.uniform(39.2, 39.9)}, 300.0, 1500.0);
    CAPTURE(oracle::polygon(ring));
    const Shape site = from_wkt(geos, oracle::polygon(ring));
    const double area = ellipsoidal_area_m2(site);
    CHECK(oracle::relative(ellipsoidal_area_m2(back.apply(to_zone.apply(site))), area) < 1e-9);
  }
}
