// SPDX-License-Identifier: Apache-2.0
// An index that was stored answers like the one that was built, and a damaged one is refused.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <unistd.h>

#include "geometry/flat_paths.h"
#include "geometry/oracle.h"
#include "support/catch.h"
#include "xuanzhi/base/packed_file.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/region_index.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;
using oracle::Position;

namespace {

namespace fs = std::filesystem;

std::shared_ptr<const PackedFile> stored(const std::function<void(PackedWriter&)>& fill) {
  const fs::path path = fs::temp_directory_path() / ("region" + std::to_string(::getpid()));
  {
    std::ofstream file(path, std::ios::binary);
    PackedWriter out("k", file);
    fill(out);
    out.finish();
  }
  bool damaged = false;
  auto file = PackedFile::open(path, "k", damaged);
  fs::remove(path);  // the map stays
  REQUIRE(file);
  return file;
}

constexpr Position kHere{106.8, 39.66};

std::vector<Shape> things(const Geos& geos, oracle::Stars& stars) {
  std::vector<Shape> out;
  for (int i = 0; i < 60; ++i) {
    const Position home = oracle::moved(kHere, stars.uniform(0.0, 360.0), stars.uniform(0.0, 20e3));
    if (i % 3 == 0) {
      out.push_back(from_wkt(geos, oracle::polygon(stars.star(home, 300.0, 3000.0))));
    } else if (i % 3 == 1) {
      const Position end = oracle::moved(home, stars.uniform(0.0, 360.0), 2000.0);
      out.push_back(from_wkt(geos, "LINESTRING " + oracle::text({home, end})));
    } else {
      out.push_back(from_wkt(geos, "POINT " + oracle::text({home})));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("A stored index answers like the one that was built", "[region][cache]") {
  const Geos geos;
  oracle::Stars stars(5);
  const std::vector<Shape> shapes = things(geos, stars);
  std::vector<RegionItem> items;
  for (const Shape& shape : shapes) items.push_back({&shape, 5.0});
  const RegionIndex built(items);
  const auto file = stored([&](PackedWriter& out) { built.pack(out); });
  PackedReader in(*file);
  const RegionIndex read = RegionIndex::unpacked(in);
  REQUIRE(read.items() == built.items());
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    CHECK(to_wkb(read.shape(geos, i)) == to_wkb(shapes[i]));
    CHECK(read.vertex_count(i) == shapes[i].vertex_count());
  }
  std::size_t overlapping = 0;
  for (int round = 0; round < 200; ++round) {
    const Position at = oracle::moved(kHere, stars.uniform(0.0, 360.0), stars.uniform(0.0, 25e3));
    const Shape site = from_wkt(geos, oracle::polygon(stars.star(at, 100.0, 800.0)));
    const Probe probe(site, AreaBasis::ellipsoid);
    const RegionRelation a = built.relation(probe);
    const RegionRelation b = read.relation(probe);
    REQUIRE(a.overlaps.size() == b.overlaps.size());
    for (std::size_t i = 0; i < a.overlaps.size(); ++i) {
      CHECK(a.overlaps[i].item == b.overlaps[i].item);
      CHECK(a.overlaps[i].area_m2 == b.overlaps[i].area_m2);
    }
    overlapping += a.overlaps.size();
    CHECK(a.proximity.shape->item == b.proximity.shape->item);
    CHECK(a.proximity.shape->distance_m == b.proximity.shape->distance_m);
    CHECK(a.proximity.edge->distance_m == b.proximity.edge->distance_m);
  }
  CHECK(overlapping > 20);
}

TEST_CASE("Shapes of several parts come back as they were", "[region][cache]") {
  const Geos geos;
  const auto wkt =
      GENERATE(as<std::string>{}, "MULTIPOINT ((1 2), (3 4))",
               "MULTILINESTRING ((1 1, 2 2), (3 3, 4 5, 6 6))",
               "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 1 1)), ((20 0, 21 0, 21 "
               "1, 20 0)))",
               "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 1 1), (5 5, 5 6, 6 6, 5 5))");
  const Shape shape = from_wkt(geos, wkt);
  const RegionIndex index({{&shape, 0.0}});
  CHECK(to_wkb(index.shape(geos, 0)) == to_wkb(shape));
}

TEST_CASE("An index whose parts point out of each other is refused", "[region][cache][fault]") {
  const Geos geos;
  const Shape square = from_wkt(geos, "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
  const RegionIndex index({{&square, 0.0}});
  const std::vector<Point> points{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
  const auto refused = [&](const FlatPath& path, std::uint64_t first_path) {
    const auto file = stored([&](PackedWriter& out) {
      out.add(std::span<const Point>(points));
      out.add_value(path);
      out.add_value(first_path);
    });
    PackedReader in(*file);
    CHECK_THROWS_AS(RegionIndex::unpacked(in), PackedFault);
  };
  refused({0, 6, 0, true, false, 1}, 0);  // beyond the positions
  refused({0, 4, 0, true, false, 1}, 0);  // a position is left
  refused({1, 5, 0, true, false, 1}, 0);
  refused({0, 5, 1, true, false, 1}, 0);  // of an item that is not there
  refused({0, 5, 0, true, false, 1}, 1);  // the first path is none
  const auto file = stored([&](PackedWriter& out) { index.pack(out); });
  PackedReader in(*file);
  CHECK(RegionIndex::unpacked(in).items() == 1);
}
