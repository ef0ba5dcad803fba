// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/local_plane.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "densify.h"
#include "ellipsoid.h"
#include "proj_handle.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::geometry {

struct LocalPlane::State {
  ProjContext context = quiet_context();
  ProjObject projection;

  Point carry(Point point, PJ_DIRECTION direction) const {
    const PJ_COORD out =
        proj_trans(projection.get(), direction, proj_coord(point.x, point.y, 0.0, 0.0));
    if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) {
      throw Error(ErrorCode::geometry_failed, "LAEA",
                  {fmt::format("位置 ({}, {}) 无法投影", point.x, point.y),
                   fmt::format("the position ({}, {}) cannot be projected", point.x, point.y)},
                  {"检查坐标系与坐标顺序", "check the CRS and the axis order"});
    }
    return {out.xy.x, out.xy.y};
  }
};

LocalPlane::LocalPlane(Point centre) : state_(std::make_unique<State>()) {
  const std::string definition = fmt::format(
      "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
      "+step +proj=laea +lon_0={:.12f} +lat_0={:.12f} +a={:.3f} +rf={:.9f}",
      centre.x, centre.y, kSemiMajor, kInverseFlattening);
  state_->projection.reset(proj_create(state_->context.get(), definition.c_str()));
  if (!state_->projection) {
    throw Error(ErrorCode::internal_fault, "LAEA",
                {"无法建立局部平面", "cannot make a local plane"});
  }
}

LocalPlane::~LocalPlane() = default;
LocalPlane::LocalPlane(LocalPlane&&) noexcept = default;
LocalPlane& LocalPlane::operator=(LocalPlane&&) noexcept = default;

Point LocalPlane::to_plane(Point lon_lat) const {
  return state_->carry(lon_lat, PJ_FWD);
}
Point LocalPlane::to_lon_lat(Point plane) const {
  return state_->carry(plane, PJ_INV);
}

Shape LocalPlane::to_plane(const Shape& lon_lat) const {
  const PositionMap map{[this](Point p) { return to_plane(p); },
                        [](Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }, 0.02};
  return mapped(lon_lat, [&](std::span<const Point> path) { return densified(path, map); });
}

Shape LocalPlane::to_lon_lat(const Shape& plane) const {
  return mapped(plane, [this](std::span<const Point> path) {
    std::vector<Point> out;
    out.reserve(path.size());
    for (const Point& p : path) out.push_back(to_lon_lat(p));
    return out;
  });
}

namespace {

struct PreparedFree {
  GEOSContextHandle_t context;
  void operator()(const GEOSPreparedGeometry* prepared) const {
    GEOSPreparedGeom_destroy_r(context, prepared);
  }
};
using Prepared = std::unique_ptr<const GEOSPreparedGeometry, PreparedFree>;

Prepared prepared(const Shape& shape) {
  return {GEOSPrepare_r(shape.context(), shape.get()), PreparedFree{shape.context()}};
}

// Every edge of one against every edge of the other, or by an index where that is dear.
GEOSCoordSequence* nearest_pair(const Shape& a, const Shape& b) {
  static constexpr std::size_t kFewPairs = 10000;
  const GEOSContextHandle_t h = a.context();
  if (a.vertex_count() * b.vertex_count() <= kFewPairs) {
    return GEOSNearestPoints_r(h, a.get(), b.get());
  }
  return GEOSPreparedNearestPoints_r(h, prepared(a).get(), b.get());
}

}  // namespace

NearestPoints nearest_points(const Shape& a, const Shape& b) {
  const GEOSContextHandle_t h = a.context();
  GEOSCoordSequence* pair = nearest_pair(a, b);
  if (pair == nullptr) {
    throw Error(ErrorCode::geometry_failed, "nearest points",
                {"最近点计算失败：" + a.geos().last_message(),
                 "nearest points failed: " + a.geos().last_message()});
  }
  NearestPoints out;
  GEOSCoordSeq_getXY_r(h, pair, 0, &out.on_a.x, &out.on_a.y);
  GEOSCoordSeq_getXY_r(h, pair, 1, &out.on_b.x, &out.on_b.y);
  GEOSCoordSeq_destroy_r(h, pair);
  return out;
}

double farthest_vertex(const Shape& from, const Shape& to, double cap) {
  const GEOSContextHandle_t h = to.context();
  const Prepared indexed = prepared(to);
  double farthest = 0.0;
  for_each_path(from, [&](std::span<const Point> path, bool) {
    for (const Point& vertex : path) {
      if (farthest >= cap) return;
      double distance = 0.0;
      const Shape point = make_point(to.geos(), vertex);
      if (GEOSPreparedDistance_r(h, indexed.get(), point.get(), &distance) == 0) {
        throw Error(ErrorCode::geometry_failed, "distance",
                    {"距离计算失败：" + to.geos().last_message(),
                     "measuring a distance failed: " + to.geos().last_message()});
      }
      farthest = std::max(farthest, distance);
    }
  });
  return std::min(farthest, cap);
}

Shape buffered(const Shape& plane, double metres) {
  static constexpr int kQuarterSegments = 16;
  return {plane.geos(), GEOSBuffer_r(plane.context(), plane.get(), metres, kQuarterSegments)};
}

}  // namespace xuanzhi::geometry
