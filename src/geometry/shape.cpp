// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/shape.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "geos_failure.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::geometry {

namespace {

void remember(const char* message, void* target) {
  static_cast<std::string*>(target)->assign(message == nullptr ? "" : message);
}

struct SequenceFree {
  GEOSContextHandle_t context;
  void operator()(GEOSCoordSequence* sequence) const { GEOSCoordSeq_destroy_r(context, sequence); }
};

std::vector<Point> vertices(const Geos& geos, const GEOSGeometry* simple) {
  const GEOSContextHandle_t h = geos.handle();
  const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(h, simple);
  unsigned size = 0;
  if (sequence == nullptr || GEOSCoordSeq_getSize_r(h, sequence, &size) == 0)
    fail(geos, "coordinates");
  std::vector<Point> out(size);
  static_assert(sizeof(Point) == 2 * sizeof(double));
  if (size > 0 &&
      GEOSCoordSeq_copyToBuffer_r(h, sequence, reinterpret_cast<double*>(out.data()), 0, 0) == 0) {
    fail(geos, "coordinates");
  }
  return out;
}

GEOSCoordSequence* sequence_of(const Geos& geos, const std::vector<Point>& points) {
  GEOSCoordSequence* sequence =
      GEOSCoordSeq_copyFromBuffer_r(geos.handle(), reinterpret_cast<const double*>(points.data()),
                                    static_cast<unsigned>(points.size()), 0, 0);
  if (sequence == nullptr) fail(geos, "coordinates");
  return sequence;
}

void collect_parts(GEOSContextHandle_t h, const GEOSGeometry* geometry,
                   std::vector<const GEOSGeometry*>& out) {
  const int type = GEOSGeomTypeId_r(h, geometry);
  if (type == GEOS_POINT || type == GEOS_LINESTRING || type == GEOS_LINEARRING ||
      type == GEOS_POLYGON) {
    if (GEOSisEmpty_r(h, geometry) == 0) out.push_back(geometry);
    return;
  }
  const int count = GEOSGetNumGeometries_r(h, geometry);
  for (int i = 0; i < count; ++i) collect_parts(h, GEOSGetGeometryN_r(h, geometry, i), out);
}

}  // namespace

void fail(const Geos& geos, const char* what) {
  throw Error(
      ErrorCode::geometry_failed, what,
      {"几何运算失败：" + geos.last_message(), "geometry operation failed: " + geos.last_message()},
      {"检查该要素的几何", "check the geometry of this feature"});
}

bool Box::intersects(const Box& other) const {
  return min_x <= other.max_x && other.min_x <= max_x && min_y <= other.max_y &&
         other.min_y <= max_y;
}

Box Box::united(const Box& other) const {
  return {std::min(min_x, other.min_x), std::min(min_y, other.min_y), std::max(max_x, other.max_x),
          std::max(max_y, other.max_y)};
}

Geos::Geos() : last_message_(std::make_unique<std::string>()), handle_(GEOS_init_r()) {
  GEOSContext_setErrorMessageHandler_r(handle_, remember, last_message_.get());
}

Geos::~Geos() {
  GEOS_finish_r(handle_);
}

Shape::Shape(const Geos& geos, GEOSGeometry* geometry)
    : geos_(&geos), geometry_(geometry, GeometryFree{geos.handle()}) {
  if (geometry == nullptr) fail(geos, "GEOS");
}

Shape Shape::clone() const {
  if (!geometry_) return {};
  return {*geos_, GEOSGeom_clone_r(context(), get())};
}

bool Shape::empty() const {
  if (!geometry_) return true;
  const char answer = GEOSisEmpty_r(context(), get());
  if (answer == 2) fail(*geos_, "isEmpty");
  return answer == 1;
}

int Shape::dimension() const {
  if (empty()) return -1;
  return GEOSGeom_getDimensions_r(context(), get());
}

std::size_t Shape::vertex_count() const {
  const int count = geometry_ ? GEOSGetNumCoordinates_r(context(), get()) : 0;
  if (count < 0) fail(*geos_, "vertex count");
  return static_cast<std::size_t>(count);
}

namespace {

// The box of a short polygon, or nothing: GEOS would keep two of them in each polygon for ever,
// and there are hundreds of thousands of sites.
std::optional<Box> box_of_short_polygon(const Shape& shape) {
  static constexpr unsigned kShort = 64;
  const GEOSContextHandle_t h = shape.context();
  if (GEOSGeomTypeId_r(h, shape.get()) != GEOS_POLYGON) return std::nullopt;
  const GEOSGeometry* shell = GEOSGetExteriorRing_r(h, shape.get());
  const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(h, shell);
  unsigned size = 0;
  if (GEOSCoordSeq_getSize_r(h, sequence, &size) == 0 || size == 0 || size > kShort)
    return std::nullopt;
  std::array<Point, kShort> points;
  if (GEOSCoordSeq_copyToBuffer_r(h, sequence, &points.front().x, 0, 0) == 0) return std::nullopt;
  Box box{points[0].x, points[0].y, points[0].x, points[0].y};
  for (unsigned i = 1; i < size; ++i)
    box = box.united({points[i].x, points[i].y, points[i].x, points[i].y});
  return box;
}

}  // namespace

Box Shape::box() const {
  if (geometry_) {
    if (const auto box = box_of_short_polygon(*this)) return *box;
  }
  Box box;
  if (empty() ||
      GEOSGeom_getExtent_r(context(), get(), &box.min_x, &box.min_y, &box.max_x, &box.max_y) == 0) {
    throw Error(ErrorCode::geometry_failed, "extent",
                {"空几何没有范围", "an empty geometry has no extent"});
  }
  return box;
}

Shape make_empty(const Geos& geos) {
  return {geos, GEOSGeom_createEmptyPolygon_r(geos.handle())};
}

Shape make_box(const Geos& geos, const Box& box) {
  return {geos,
          GEOSGeom_createRectangle_r(geos.handle(), box.min_x, box.min_y, box.max_x, box.max_y)};
}

Shape make_point(const Geos& geos, Point point) {
  return {geos, GEOSGeom_createPointFromXY_r(geos.handle(), point.x, point.y)};
}

Shape make_line(const Geos& geos, const std::vector<Point>& path) {
  return {geos, GEOSGeom_createLineString_r(geos.handle(), sequence_of(geos, path))};
}

Shape make_polygon(const Geos& geos, std::span<const std::vector<Point>> rings) {
  const GEOSContextHandle_t h = geos.handle();
  std::vector<Shape> owned;
  for (const std::vector<Point>& ring : rings)
    owned.emplace_back(geos, GEOSGeom_createLinearRing_r(h, sequence_of(geos, ring)));
  std::vector<GEOSGeometry*> raw;
  raw.reserve(owned.size());
  for (Shape& ring : owned) raw.push_back(ring.release());
  return {geos, GEOSGeom_createPolygon_r(h, raw.front(), raw.data() + 1,
                                         static_cast<unsigned>(raw.size() - 1))};
}

Shape collect(const Geos& geos, const std::vector<Shape>& shapes) {
  bool all_polygons = true;
  std::vector<GEOSGeometry*> simple;
  for (const Shape& shape : shapes) {
    for (const GEOSGeometry* part : parts(shape)) {
      all_polygons = all_polygons && GEOSGeomTypeId_r(geos.handle(), part) == GEOS_POLYGON;
      simple.push_back(GEOSGeom_clone_r(geos.handle(), part));
    }
  }
  if (simple.empty()) return make_empty(geos);
  if (simple.size() == 1) return {geos, simple.front()};
  return {geos, GEOSGeom_createCollection_r(
                    geos.handle(), all_polygons ? GEOS_MULTIPOLYGON : GEOS_GEOMETRYCOLLECTION,
                    simple.data(), static_cast<unsigned>(simple.size()))};
}

std::vector<const GEOSGeometry*> parts(const Shape& shape) {
  std::vector<const GEOSGeometry*> out;
  if (shape) collect_parts(shape.context(), shape.get(), out);
  return out;
}

std::vector<Shape> separated(const Shape& shape) {
  std::vector<Shape> out;
  for (const GEOSGeometry* part : parts(shape))
    out.emplace_back(shape.geos(), GEOSGeom_clone_r(shape.context(), part));
  return out;
}

Shape reduced_to(const Shape& shape, int dimension) {
  const GEOSContextHandle_t h = shape.context();
  std::vector<GEOSGeometry*> kept;
  for (const GEOSGeometry* part : parts(shape)) {
    if (GEOSGeom_getDimensions_r(h, part) == dimension) kept.push_back(GEOSGeom_clone_r(h, part));
  }
  if (kept.empty()) return make_empty(shape.geos());
  if (kept.size() == 1) return {shape.geos(), kept.front()};
  static constexpr std::array<int, 3> kMulti{GEOS_MULTIPOINT, GEOS_MULTILINESTRING,
                                             GEOS_MULTIPOLYGON};
  const int type = kMulti[static_cast<std::size_t>(dimension)];
  return {shape.geos(),
          GEOSGeom_createCollection_r(h, type, kept.data(), static_cast<unsigned>(kept.size()))};
}

void for_each_path(const Shape& shape,
                   const std::function<void(std::span<const Point>, bool)>& visit) {
  if (!shape) return;
  const GEOSContextHandle_t h = shape.context();
  for (const GEOSGeometry* part : parts(shape)) {
    if (GEOSGeomTypeId_r(h, part) != GEOS_POLYGON) {
      visit(vertices(shape.geos(), part), false);
      continue;
    }
    visit(vertices(shape.geos(), GEOSGetExteriorRing_r(h, part)), false);
    const int holes = GEOSGetNumInteriorRings_r(h, part);
    for (int i = 0; i < holes; ++i) {
      visit(vertices(shape.geos(), GEOSGetInteriorRingN_r(h, part, i)), true);
    }
  }
}

namespace {

using PathMap = std::function<std::vector<Point>(std::span<const Point>)>;

Shape mapped_ring(const Geos& geos, const GEOSGeometry* ring, const PathMap& map) {
  return {geos,
          GEOSGeom_createLinearRing_r(geos.handle(), sequence_of(geos, map(vertices(geos, ring))))};
}

Shape mapped_part(const Geos& geos, const GEOSGeometry* part, const PathMap& map) {
  const GEOSContextHandle_t h = geos.handle();
  const int type = GEOSGeomTypeId_r(h, part);
  if (type == GEOS_POINT) return make_point(geos, map(vertices(geos, part)).front());
  if (type != GEOS_POLYGON) {
    return {geos, GEOSGeom_createLineString_r(h, sequence_of(geos, map(vertices(geos, part))))};
  }
  Shape shell = mapped_ring(geos, GEOSGetExteriorRing_r(h, part), map);
  std::vector<Shape> holes;
  const int count = GEOSGetNumInteriorRings_r(h, part);
  for (int i = 0; i < count; ++i) {
    const GEOSGeometry* hole = GEOSGetInteriorRingN_r(h, part, i);
    // A hole without a point is valid, KML programs write it, and it has no first point to map.
    if (GEOSisEmpty_r(h, hole) == 0) holes.push_back(mapped_ring(geos, hole, map));
  }
  std::vector<GEOSGeometry*> raw;
  raw.reserve(holes.size());
  for (Shape& hole : holes) raw.push_back(hole.release());
  return {geos, GEOSGeom_createPolygon_r(h, shell.release(), raw.data(),
                                         static_cast<unsigned>(raw.size()))};
}

}  // namespace

Shape mapped(const Shape& shape, const PathMap& map) {
  std::vector<Shape> out;
  for (const GEOSGeometry* part : parts(shape)) out.push_back(mapped_part(shape.geos(), part, map));
  return collect(shape.geos(), out);
}

}  // namespace xuanzhi::geometry
