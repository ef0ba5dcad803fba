// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/measure.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <geodesic.h>

#include "ellipsoid.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::geometry {

namespace {

// Area between the equator and a parallel, per radian of longitude.
double authalic(double latitude) {
  const double s = std::sin(latitude);
  return 0.5 * kSemiMinor * kSemiMinor *
         (s / (1.0 - kEccentricitySquared * s * s) + std::atanh(kEccentricity * s) / kEccentricity);
}

// Signed area of a closed ring. The authalic function is taken relative to the ring's first
// latitude, so that a small ring far from the equator loses no digits.
double ring_area(std::span<const Point> ring) {
  static constexpr std::array<double, 3> kNode{-0.774596669241483377, 0.0, 0.774596669241483377};
  static constexpr std::array<double, 3> kWeight{5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0};
  const double base = authalic(ring.front().y * kRadians);
  double sum = 0.0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const double middle = 0.5 * (ring[i - 1].y + ring[i].y) * kRadians;
    const double half = 0.5 * (ring[i].y - ring[i - 1].y) * kRadians;
    double mean = 0.0;
    for (std::size_t k = 0; k < kNode.size(); ++k) {
      mean += kWeight[k] * (authalic(middle + half * kNode[k]) - base);
    }
    sum += mean * (ring[i].x - ring[i - 1].x) * kRadians;
  }
  return sum;
}

double signed_to_area(const Shape& shape, double (*ring)(std::span<const Point>)) {
  if (shape.dimension() < 2) return 0.0;
  double area = 0.0;
  for_each_path(shape, [&](std::span<const Point> path, bool is_hole) {
    if (path.size() < 4) return;
    area += (is_hole ? -1.0 : 1.0) * std::abs(ring(path));
  });
  return area;
}

double planar_ring_area(std::span<const Point> ring) {
  double sum = 0.0;
  const Point o = ring.front();
  for (std::size_t i = 1; i < ring.size(); ++i) {
    sum += (ring[i - 1].x - o.x) * (ring[i].y - o.y) - (ring[i].x - o.x) * (ring[i - 1].y - o.y);
  }
  return 0.5 * sum;
}

}  // namespace

double ellipsoidal_area_m2(const Shape& shape) {
  return signed_to_area(shape, ring_area);
}

double planar_area(const Shape& shape) {
  return signed_to_area(shape, planar_ring_area);
}

double geodesic_distance_m(Point a, Point b) {
  static const geod_geodesic kEllipsoid = [] {
    geod_geodesic made;
    geod_init(&made, kSemiMajor, kFlattening);
    return made;
  }();
  double distance = 0.0;
  geod_inverse(&kEllipsoid, a.y, a.x, b.y, b.x, &distance, nullptr, nullptr);
  return distance;
}

DegreeLength degree_length(double latitude_degrees) {
  const double s = std::sin(latitude_degrees * kRadians);
  const double w2 = 1.0 - kEccentricitySquared * s * s;
  const double meridian_radius = kSemiMajor * (1.0 - kEccentricitySquared) / (w2 * std::sqrt(w2));
  const double normal_radius = kSemiMajor / std::sqrt(w2);
  return {meridian_radius * kRadians,
          normal_radius * std::cos(latitude_degrees * kRadians) * kRadians};
}

Box grown(const Box& box, double metres) {
  // A meridian degree is shortest at the equator; a degree of longitude at the highest latitude.
  const double by_latitude = metres / degree_length(0.0).latitude_m;
  const double highest =
      std::min(89.0, std::max(std::abs(box.min_y), std::abs(box.max_y)) + by_latitude);
  const double by_longitude = metres / degree_length(highest).longitude_m;
  return {box.min_x - by_longitude, box.min_y - by_latitude, box.max_x + by_longitude,
          box.max_y + by_latitude};
}

}  // namespace xuanzhi::geometry
