// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "support/catch.h"

#include "xuanzhi/geometry/shape.h"

using xuanzhi::geometry::from_wkb;
using xuanzhi::geometry::from_wkt;
using xuanzhi::geometry::Geos;
using xuanzhi::geometry::Shape;

namespace {

std::string written_by_geos(const Geos& geos, const Shape& shape) {
  const auto destroy = [&](GEOSWKBWriter* one) { GEOSWKBWriter_destroy_r(geos.handle(), one); };
  const auto free = [&](unsigned char* bytes) { GEOSFree_r(geos.handle(), bytes); };
  const std::unique_ptr<GEOSWKBWriter, decltype(destroy)> writer(
      GEOSWKBWriter_create_r(geos.handle()), destroy);
  GEOSWKBWriter_setByteOrder_r(geos.handle(), writer.get(), GEOS_WKB_NDR);
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, decltype(free)> bytes(
      GEOSWKBWriter_write_r(geos.handle(), writer.get(), shape.get(), &size), free);
  return {reinterpret_cast<const char*>(bytes.get()), size};
}

}  // namespace

TEST_CASE("Well-known binary is that of GEOS, and is read back", "[geometry]") {
  const Geos geos;
  const std::string wkt = GENERATE(
      "POLYGON ((106.5 39.25, 106.75 39.25, 106.75 39.5, 106.5 39.25))",
      "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1), (3 3, 4 3, 4 4, 3 3))",
      "POLYGON Z ((0 0 5, 9 0 5, 9 9 5, 0 9 5, 0 0 5))", "POLYGON EMPTY",
      "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), EMPTY)",
      "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))", "LINESTRING (0 0, 1 1)",
      "POINT (106.8 39.6)", "GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((0 0, 1 0, 1 1, 0 0)))");
  CAPTURE(wkt);
  const Shape shape = from_wkt(geos, wkt);
  const std::string wkb = to_wkb(shape);
  CHECK(wkb == written_by_geos(geos, shape));
  CHECK(to_wkb(from_wkb(geos, wkb)) == wkb);
}
