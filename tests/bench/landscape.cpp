// SPDX-License-Identifier: Apache-2.0
#include "landscape.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace xuanzhi::bench {

using geometry::Geos;
using geometry::Point;
using geometry::Shape;

namespace {

constexpr double kWest = 106.0, kEast = 108.0, kSouth = 39.0, kNorth = 41.0;
constexpr double kTurn = 2.0 * std::numbers::pi;

using Path = std::vector<Point>;

GEOSCoordSequence* sequence_of(const Geos& geos, const Path& path) {
  return GEOSCoordSeq_copyFromBuffer_r(geos.handle(), &path.front().x,
                                       static_cast<unsigned>(path.size()), 0, 0);
}

GEOSGeometry* ring_of(const Geos& geos, Path path) {
  path.push_back(path.front());
  return GEOSGeom_createLinearRing_r(geos.handle(), sequence_of(geos, path));
}

Shape polygon(const Geos& geos, const Path& shell, const std::vector<Path>& holes = {}) {
  std::vector<GEOSGeometry*> inner;
  for (const Path& hole : holes) inner.push_back(ring_of(geos, hole));
  return {geos, GEOSGeom_createPolygon_r(geos.handle(), ring_of(geos, shell), inner.data(),
                                         static_cast<unsigned>(inner.size()))};
}

/// Radii around a turn: noise halved with every octave, between 0.6 and 1.
std::vector<double> ragged_radii(Dice& dice, std::size_t count) {
  std::vector<double> radii(count, 0.0);
  double weight = 1.0;
  double whole = 0.0;
  for (std::size_t knots = 5; knots < count; knots *= 2, weight *= 0.6) {
    std::vector<double> noise(knots);
    for (double& value : noise) value = dice.between(-1.0, 1.0);
    for (std::size_t i = 0; i < count; ++i) {
      const double at =
          static_cast<double>(i) * static_cast<double>(knots) / static_cast<double>(count);
      const auto left = static_cast<std::size_t>(at);
      const double share = at - static_cast<double>(left);
      radii[i] += weight * ((1.0 - share) * noise[left] + share * noise[(left + 1) % knots]);
    }
    whole += weight;
  }
  for (double& radius : radii) radius = 0.8 + 0.2 * radius / whole;
  return radii;
}

/// A ragged ring that every ray from its centre meets once, so that it never crosses itself.
Path ragged_ring(Dice& dice, Point centre, double radius, std::size_t count) {
  const std::vector<double> radii = ragged_radii(dice, count);
  Path ring(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double angle = kTurn * static_cast<double>(i) / static_cast<double>(count);
    ring[i] = {centre.x + radius * radii[i] * std::cos(angle),
               centre.y + radius * radii[i] * std::sin(angle)};
  }
  return ring;
}

Shape huge_polygon(const Geos& geos, Dice& dice, std::size_t vertices) {
  const Point centre{dice.between(kWest + 0.5, kEast - 0.5),
                     dice.between(kSouth + 0.5, kNorth - 0.5)};
  const double radius = dice.between(0.3, 0.5);
  // Holes on a lattice well inside the smallest radius, small enough not to meet each other.
  std::vector<Path> holes;
  for (int column = -3; column <= 3; ++column) {
    for (int row = -3; row <= 3; ++row) {
      if (column * column + row * row > 9) continue;
      const Point at{centre.x + 0.12 * radius * column, centre.y + 0.12 * radius * row};
      holes.push_back(
          ragged_ring(dice, at, 0.05 * radius, std::max<std::size_t>(8, vertices / 500)));
    }
  }
  return polygon(geos, ragged_ring(dice, centre, radius, vertices), holes);
}

/// Plots between jittered lattice corners: neighbours share whole edges.
std::vector<Shape> plot_lattice(const Geos& geos, Dice& dice, std::size_t count) {
  const auto side = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  const double step = (kEast - kWest - 0.2) / static_cast<double>(side);
  std::vector<Point> corners;
  for (std::size_t row = 0; row <= side; ++row) {
    for (std::size_t column = 0; column <= side; ++column) {
      corners.push_back(
          {kWest + 0.1 + step * (static_cast<double>(column) + dice.between(-0.3, 0.3)),
           kSouth + 0.1 + step * (static_cast<double>(row) + dice.between(-0.3, 0.3))});
    }
  }
  std::vector<Shape> plots;
  for (std::size_t row = 0; row < side && plots.size() < count; ++row) {
    for (std::size_t column = 0; column < side && plots.size() < count; ++column) {
      const std::size_t first = row * (side + 1) + column;
      plots.push_back(polygon(geos, {corners[first], corners[first + 1], corners[first + side + 2],
                                     corners[first + side + 1]}));
    }
  }
  return plots;
}

Shape wandering_line(const Geos& geos, Dice& dice) {
  static constexpr int kVertices = 50;
  Path path{{dice.between(kWest, kEast), dice.between(kSouth, kNorth)}};
  double heading = dice.between(0.0, kTurn);
  for (int i = 1; i < kVertices; ++i) {
    heading += dice.between(-0.4, 0.4);
    const double step = dice.between(0.0005, 0.004);
    path.push_back(
        {path.back().x + step * std::cos(heading), path.back().y + step * std::sin(heading)});
  }
  return {geos, GEOSGeom_createLineString_r(geos.handle(), sequence_of(geos, path))};
}

}  // namespace

double Dice::roll() {
  state_ += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  z ^= z >> 31;
  static constexpr double kUnit = 0x1.0p-53;
  return static_cast<double>(z >> 11) * kUnit;
}

Landscape make_landscape(const Geos& geos, const LandscapeSizes& sizes, std::uint64_t seed) {
  Dice dice(seed);
  Landscape out;
  for (std::size_t i = 0; i < sizes.huge; ++i)
    out.huge.push_back(huge_polygon(geos, dice, sizes.huge_vertices));
  out.plots = plot_lattice(geos, dice, sizes.plots);
  for (std::size_t i = 0; i < sizes.lines; ++i) out.lines.push_back(wandering_line(geos, dice));
  const auto anywhere = [&] {
    return Point{dice.between(kWest, kEast), dice.between(kSouth, kNorth)};
  };
  for (std::size_t i = 0; i < sizes.points; ++i) {
    const Point at = anywhere();
    out.points.push_back({geos, GEOSGeom_createPointFromXY_r(geos.handle(), at.x, at.y)});
  }
  for (std::size_t i = 0; i < sizes.sites; ++i) {
    out.sites.push_back(
        polygon(geos, ragged_ring(dice, anywhere(), dice.between(0.001, 0.006), 12)));
  }
  return out;
}

}  // namespace xuanzhi::bench
