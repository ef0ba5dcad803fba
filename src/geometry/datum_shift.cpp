// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/datum_shift.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

using std::numbers::pi;

// Krassowsky's ellipsoid, on which the displacement is computed.
constexpr double kMajorAxis = 6378245.0;
constexpr double kEccentricity2 = 0.00669342162296594323;
constexpr int kRounds = 6;

bool in_china(Point p) {
  return p.x >= 72.004 && p.x <= 137.8347 && p.y >= 0.8293 && p.y <= 55.8271;
}

double wave(double value, double amplitude, double divisor) {
  return amplitude * std::sin(value * pi / divisor);
}

// The public, reverse-engineered polynomial; x and y count from 105°E 35°N.
Point displacement(Point p) {
  const double x = p.x - 105.0;
  const double y = p.y - 35.0;
  const double both = wave(x, 20.0, 1.0 / 6.0) + wave(x, 20.0, 0.5);
  const double north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y +
                       0.2 * std::sqrt(std::abs(x)) +
                       2.0 / 3.0 *
                           (both + wave(y, 20.0, 1.0) + wave(y, 40.0, 3.0) + wave(y, 160.0, 12.0) +
                            wave(y, 320.0, 30.0));
  const double east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y +
                      0.1 * std::sqrt(std::abs(x)) +
                      2.0 / 3.0 *
                          (both + wave(x, 20.0, 1.0) + wave(x, 40.0, 3.0) + wave(x, 150.0, 12.0) +
                           wave(x, 300.0, 30.0));
  const double latitude = p.y * pi / 180.0;
  const double m = 1.0 - kEccentricity2 * std::sin(latitude) * std::sin(latitude);
  const double along_meridian = kMajorAxis * (1.0 - kEccentricity2) / (m * std::sqrt(m));
  const double along_parallel = kMajorAxis / std::sqrt(m) * std::cos(latitude);
  return {east * 180.0 / (along_parallel * pi), north * 180.0 / (along_meridian * pi)};
}

Point bd09_of_gcj02(Point gcj02) {
  constexpr double kTurns = pi * 3000.0 / 180.0;
  const double radius = std::hypot(gcj02.x, gcj02.y) + 0.00002 * std::sin(gcj02.y * kTurns);
  const double angle = std::atan2(gcj02.y, gcj02.x) + 0.000003 * std::cos(gcj02.x * kTurns);
  return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

}  // namespace

std::optional<WebShift> web_shift(std::string_view word) {
  if (word == "gcj02") return WebShift::gcj02;
  if (word == "bd09") return WebShift::bd09;
  return std::nullopt;
}

Point displaced(Point wgs84, WebShift shift) {
  if (shift == WebShift::none || !in_china(wgs84)) return wgs84;
  const Point by = displacement(wgs84);
  const Point gcj02{wgs84.x + by.x, wgs84.y + by.y};
  return shift == WebShift::gcj02 ? gcj02 : bd09_of_gcj02(gcj02);
}

Point put_back(Point on_map, WebShift shift) {
  if (shift == WebShift::none || !in_china(on_map)) return on_map;
  Point guess = on_map;
  for (int round = 0; round < kRounds; ++round) {
    const Point there = displaced(guess, shift);
    guess = {guess.x + on_map.x - there.x, guess.y + on_map.y - there.y};
  }
  return guess;
}

Shape put_back(const Shape& on_map, WebShift shift) {
  return mapped(on_map, [shift](std::span<const Point> path) {
    std::vector<Point> out;
    for (const Point& p : path) out.push_back(put_back(p, shift));
    return out;
  });
}

bool OutlineOffset::looks_displaced() const {
  // A generalised outline strays by some 60 m; the displacement is never below 300 m inside China's
  // populated parts, but the distance to an outline shows only the part across it.
  return put_back_m <= 60.0 && as_it_stands_m >= 100.0 && as_it_stands_m >= 4.0 * put_back_m;
}

namespace {

constexpr std::size_t kSamples = 80;
constexpr std::size_t kMostVertices = 50000;
constexpr double kReachMetres = 2000.0;

std::vector<Point> sampled_outline(const Shape& shape) {
  std::vector<Point> all;
  for_each_path(shape, [&](std::span<const Point> path, bool) {
    for (std::size_t i = 1; i < path.size(); ++i)
      all.push_back({0.5 * (path[i].x + path[i - 1].x), 0.5 * (path[i].y + path[i - 1].y)});
  });
  std::vector<Point> out;
  const std::size_t step = all.size() / kSamples + 1;
  for (std::size_t i = 0; i < all.size(); i += step) out.push_back(all[i]);
  return out;
}

double median_distance(const Geos& geos, const std::vector<Point>& points, const Shape& outline,
                       const LocalPlane& plane) {
  std::vector<double> distances;
  for (const Point& p : points) {
    const NearestPoints near = nearest_points(make_point(geos, plane.to_plane(p)), outline);
    distances.push_back(std::hypot(near.on_a.x - near.on_b.x, near.on_a.y - near.on_b.y));
  }
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  return *middle;
}

}  // namespace

std::optional<OutlineOffset> outline_offset(const Shape& suspect, const Shape& trusted) {
  if (suspect.dimension() != 2 || trusted.dimension() != 2) return std::nullopt;
  if (trusted.vertex_count() > kMostVertices) return std::nullopt;
  const Box box = trusted.box();
  if (!grown(box, kReachMetres).intersects(suspect.box())) return std::nullopt;
  const LocalPlane plane({0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)});
  const Shape outline_there = plane.to_plane(outline(trusted));
  std::vector<Point> points = sampled_outline(suspect);
  if (points.empty()) return std::nullopt;
  OutlineOffset out;
  out.as_it_stands_m = median_distance(trusted.geos(), points, outline_there, plane);
  for (Point& p : points) p = put_back(p, WebShift::gcj02);
  out.put_back_m = median_distance(trusted.geos(), points, outline_there, plane);
  return out;
}

}  // namespace xuanzhi::geometry
