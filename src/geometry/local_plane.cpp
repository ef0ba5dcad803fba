// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/local_plane.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "densify.h"
#include "ellipsoid.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::geometry {

namespace {

// q of Snyder's eq. 3-12; the sine of the authalic latitude is q(φ) / q(90°).
double authalic_q(double sine) {
  return (1.0 - kEccentricitySquared) * (sine / (1.0 - kEccentricitySquared * sine * sine) +
                                         std::atanh(kEccentricity * sine) / kEccentricity);
}

const double kPolarQ = authalic_q(1.0);
const double kAuthalicRadius = kSemiMajor * std::sqrt(0.5 * kPolarQ);

// The latitude (radians) of an authalic q: the first terms of the series (Snyder, eq. 3-18), then
// Newton's method on eq. 3-12 (eq. 3-16), which is at rest after one round away from the poles.
double latitude_of(double q) {
  static constexpr int kRounds = 8;
  static constexpr double kAtRest = 1e-15;
  static constexpr double kE2 = kEccentricitySquared;
  const double authalic = std::asin(std::clamp(q / kPolarQ, -1.0, 1.0));
  double latitude = authalic + kE2 * (1.0 / 3.0 + kE2 * (31.0 / 180.0)) * std::sin(2.0 * authalic) +
                    kE2 * kE2 * (23.0 / 360.0) * std::sin(4.0 * authalic);
  for (int round = 0; round < kRounds; ++round) {
    const double sine = std::sin(latitude);
    const double cosine = std::cos(latitude);
    if (cosine < 1e-9) break;
    const double w = 1.0 - kEccentricitySquared * sine * sine;
    const double step =
        w * w / (2.0 * cosine * (1.0 - kEccentricitySquared)) * (q - authalic_q(sine));
    latitude += step;
    if (std::abs(step) < kAtRest) break;
  }
  return latitude;
}

[[noreturn]] void fail_at(Point point) {
  throw Error(ErrorCode::geometry_failed, "LAEA",
              {fmt::format("位置 ({}, {}) 无法投影", point.x, point.y),
               fmt::format("the position ({}, {}) cannot be projected", point.x, point.y)},
              {"检查坐标系与坐标顺序", "check the CRS and the axis order"});
}

}  // namespace

LocalPlane::LocalPlane(Point centre) : centre_lon_(centre.x) {
  // The oblique formulas have no limit at the pole itself; a metre beside it they hold.
  static constexpr double kHighest = 89.99999;
  const double latitude = std::clamp(centre.y, -kHighest, kHighest) * kRadians;
  const double sine = std::sin(latitude);
  sin_beta_ = authalic_q(sine) / kPolarQ;
  cos_beta_ = std::sqrt(1.0 - sin_beta_ * sin_beta_);
  const double parallel = std::cos(latitude) / std::sqrt(1.0 - kEccentricitySquared * sine * sine);
  stretch_ = kSemiMajor * parallel / (kAuthalicRadius * cos_beta_);
}

Point LocalPlane::to_plane(Point lon_lat) const {
  // Nearer to the antipode than this a position has no place in the plane.
  static constexpr double kAntipode = 1e-10;
  const double east = (lon_lat.x - centre_lon_) * kRadians;
  const double sine = authalic_q(std::sin(lon_lat.y * kRadians)) / kPolarQ;
  const double cosine = std::sqrt(std::max(0.0, 1.0 - sine * sine));
  const double north_part = cosine * std::cos(east);
  const double chord = 1.0 + sin_beta_ * sine + cos_beta_ * north_part;
  if (!(chord > kAntipode)) fail_at(lon_lat);
  const double scale = kAuthalicRadius * std::sqrt(2.0 / chord);
  return {scale * stretch_ * cosine * std::sin(east),
          scale / stretch_ * (cos_beta_ * sine - sin_beta_ * north_part)};
}

Point LocalPlane::to_lon_lat(Point plane) const {
  const double x = plane.x / stretch_;
  const double y = plane.y * stretch_;
  const double radius = std::hypot(x, y);
  if (!(radius <= 2.0 * kAuthalicRadius)) fail_at(plane);
  if (radius == 0.0) return {centre_lon_, latitude_of(kPolarQ * sin_beta_) / kRadians};
  const double angle = 2.0 * std::asin(0.5 * radius / kAuthalicRadius);
  const double sine = std::sin(angle);
  const double cosine = std::cos(angle);
  const double q = kPolarQ * (cosine * sin_beta_ + y * sine * cos_beta_ / radius);
  const double east = std::atan2(x * sine, radius * cos_beta_ * cosine - y * sin_beta_ * sine);
  return {centre_lon_ + east / kRadians, latitude_of(q) / kRadians};
}

namespace {

PositionMap map_into(const LocalPlane& plane, double most_stray_m) {
  static constexpr double kLongestUntested = 0.02;
  return {[&plane](Point p) { return plane.to_plane(p); },
          [](Point a, Point b) {
            return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
          },
          kLongestUntested, most_stray_m};
}

}  // namespace

std::vector<Point> LocalPlane::image(std::span<const Point> lon_lat) const {
  return densified(lon_lat, map_into(*this, 0.0001));
}

Shape LocalPlane::to_plane(const Shape& lon_lat) const {
  const PositionMap map = map_into(*this, 0.001);
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

Shape buffered(const Shape& plane, double metres) {
  static constexpr int kQuarterSegments = 16;
  return {plane.geos(), GEOSBuffer_r(plane.context(), plane.get(), metres, kQuarterSegments)};
}

}  // namespace xuanzhi::geometry
