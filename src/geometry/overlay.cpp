// SPDX-License-Identifier: Apache-2.0
// The overlay half of shape.h: set operations, clipping and predicates.
#include <algorithm>
#include <utility>

#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

namespace {

// 1e-10 degrees are about 0.01 mm: far below every tolerance, coarse enough to settle a
// near-degenerate crossing that exact overlay gave up.
constexpr double kFallbackGridDegrees = 1e-10;

using Overlay = GEOSGeometry* (*)(GEOSContextHandle_t, const GEOSGeometry*, const GEOSGeometry*);
using GridOverlay = GEOSGeometry* (*)(GEOSContextHandle_t, const GEOSGeometry*, const GEOSGeometry*,
                                      double);

Shape areas_of(const Shape& shape) {
  return shape.dimension() == 2 ? reduced_to(shape, 2) : make_empty(shape.geos());
}

Shape overlay(const Shape& a, const Shape& b, Overlay exact, GridOverlay gridded) {
  const GEOSContextHandle_t h = a.context();
  if (GEOSGeometry* result = exact(h, a.get(), b.get())) return areas_of(Shape(a.geos(), result));
  return areas_of(Shape(a.geos(), gridded(h, a.get(), b.get(), kFallbackGridDegrees)));
}

}  // namespace

Shape intersection(const Shape& a, const Shape& b) {
  return overlay(a, b, GEOSIntersection_r, GEOSIntersectionPrec_r);
}

Shape difference(const Shape& a, const Shape& b) {
  return overlay(a, b, GEOSDifference_r, GEOSDifferencePrec_r);
}

Shape union_of(const Geos& geos, std::vector<Shape> shapes) {
  if (shapes.size() == 1) return std::move(shapes.front());
  const Shape all = collect(geos, shapes);
  if (all.empty()) return make_empty(geos);
  if (GEOSGeometry* result = GEOSUnaryUnion_r(geos.handle(), all.get())) {
    return areas_of(Shape(geos, result));
  }
  return areas_of(
      Shape(geos, GEOSUnaryUnionPrec_r(geos.handle(), all.get(), kFallbackGridDegrees)));
}

Shape outline(const Shape& shape) {
  if (shape.dimension() < 2) return shape.clone();
  return {shape.geos(), GEOSBoundary_r(shape.context(), shape.get())};
}

Shape clipped(const Shape& shape, const Box& box) {
  if (shape.empty() || !shape.box().intersects(box)) return make_empty(shape.geos());
  Shape cut(shape.geos(), GEOSClipByRect_r(shape.context(), shape.get(), box.min_x, box.min_y,
                                           box.max_x, box.max_y));
  if (shape.dimension() < 2) return cut;
  // Clipping by rectangle may leave rings that touch themselves along the box.
  if (GEOSisValid_r(shape.context(), cut.get()) == 1) return areas_of(cut);
  return intersection(shape, make_box(shape.geos(), box));
}

Shape without_straight_vertices(const Shape& shape, double tolerance) {
  return {shape.geos(), GEOSTopologyPreserveSimplify_r(shape.context(), shape.get(), tolerance)};
}

bool intersects(const Shape& a, const Shape& b) {
  const char answer = GEOSIntersects_r(a.context(), a.get(), b.get());
  if (answer == 2) {
    throw Error(ErrorCode::geometry_failed, "intersects",
                {"几何关系判断失败：" + a.geos().last_message(),
                 "geometry predicate failed: " + a.geos().last_message()});
  }
  return answer == 1;
}

}  // namespace xuanzhi::geometry
