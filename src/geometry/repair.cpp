// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/repair.h"

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "sure_validity.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

bool all_finite(const Shape& shape) {
  bool finite = true;
  for_each_path(shape, [&](std::span<const Point> path, bool) {
    for (const Point& p : path) finite = finite && std::isfinite(p.x) && std::isfinite(p.y);
  });
  return finite;
}

Repair rejected(Text reason) {
  Repair out;
  out.outcome = RepairOutcome::rejected;
  out.reason = std::move(reason);
  return out;
}

bool is_surely_valid(const Shape& shape) {
  if (GEOSGeomTypeId_r(shape.context(), shape.get()) != GEOS_POLYGON) return false;
  std::vector<std::vector<Point>> rings;
  for_each_path(shape, [&](std::span<const Point> path, bool) {
    rings.emplace_back(path.begin(), path.end());
  });
  return surely_valid(rings);
}

// Empty where valid, else GEOS's sentence with the place.
std::string fault_of(const Shape& shape) {
  if (is_surely_valid(shape)) return {};
  const GEOSContextHandle_t h = shape.context();
  char* reason = nullptr;
  GEOSGeometry* place = nullptr;
  const char valid = GEOSisValidDetail_r(
      h, shape.get(), GEOSVALID_ALLOW_SELFTOUCHING_RING_FORMING_HOLE, &reason, &place);
  std::string out = valid == 1 ? "" : (reason != nullptr ? reason : "invalid");
  if (place != nullptr && GEOSisEmpty_r(h, place) == 0) {
    double x = 0.0;
    double y = 0.0;
    GEOSGeomGetX_r(h, place, &x);
    GEOSGeomGetY_r(h, place, &y);
    out += " @ " + std::to_string(x) + " " + std::to_string(y);
  }
  GEOSFree_r(h, reason);
  if (place != nullptr) GEOSGeom_destroy_r(h, place);
  return out;
}

Shape made_valid(const Shape& shape) {
  struct Free {
    GEOSContextHandle_t context;
    void operator()(GEOSMakeValidParams* params) const {
      GEOSMakeValidParams_destroy_r(context, params);
    }
  };
  const GEOSContextHandle_t h = shape.context();
  const std::unique_ptr<GEOSMakeValidParams, Free> params(GEOSMakeValidParams_create_r(h), Free{h});
  GEOSMakeValidParams_setMethod_r(h, params.get(), GEOS_MAKE_VALID_STRUCTURE);
  GEOSMakeValidParams_setKeepCollapsed_r(h, params.get(), 0);
  return {shape.geos(), GEOSMakeValidWithParams_r(h, shape.get(), params.get())};
}

// One simple part needs no reduction, and most shapes are one.
bool is_simple(const Shape& shape) {
  const int type = GEOSGeomTypeId_r(shape.context(), shape.get());
  return type == GEOS_POLYGON || type == GEOS_LINESTRING || type == GEOS_POINT;
}

// The parts of one dimension, and a word where others were left out.
void reduce(Shape shape, int wanted_dimension, Repair& out) {
  Shape wanted = reduced_to(shape, wanted_dimension);
  if (wanted.empty()) wanted = reduced_to(shape, shape.dimension());
  if (parts(wanted).size() != parts(shape).size()) {
    out.outcome = RepairOutcome::repaired;
    out.reason = {"混合几何只保留所需维数的部分",
                  "a mixed collection was reduced to one dimension"};
  }
  out.shape = std::move(wanted);
}

}  // namespace

Repair repair(Shape shape, int wanted_dimension) {
  if (shape.empty()) return rejected({"几何为空", "the geometry is empty"});
  if (!all_finite(shape)) return rejected({"坐标含非数值", "a coordinate is no number"});
  const Geos& geos = shape.geos();
  Repair out;
  out.area_before = out.area_after = planar_area(shape);
  if (is_simple(shape))
    out.shape = std::move(shape);
  else
    reduce(std::move(shape), wanted_dimension, out);
  if (out.shape.dimension() < 2) return out;

  const std::string fault = fault_of(out.shape);
  if (fault.empty()) return out;
  Shape valid = made_valid(out.shape);
  // GEOS 3.11 may leave two shells that share an edge; a second pass joins them.
  if (!fault_of(valid).empty()) valid = made_valid(valid);
  valid = valid.dimension() == 2 ? reduced_to(valid, 2) : make_empty(geos);
  if (valid.empty()) {
    return rejected({"修复后面积为零：" + fault, "nothing is left after the repair: " + fault});
  }
  out.outcome = RepairOutcome::repaired;
  out.reason = {"几何无效，已按结构法修复：" + fault, "invalid geometry mended: " + fault};
  out.area_after = planar_area(valid);
  out.shape = std::move(valid);
  return out;
}

}  // namespace xuanzhi::geometry
