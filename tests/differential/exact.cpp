// SPDX-License-Identifier: Apache-2.0
#include "differential/exact.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <sstream>

namespace differential {

namespace {

/// An edge that is not upright, from west to east: y = rise · x + base.
struct Edge {
  Rational west, east, rise, base;
  bool of_a = false;

  Rational at(const Rational& x) const { return rise * x + base; }
};

void add_edges(std::vector<Edge>& edges, const GridArea& area, bool of_a) {
  for (const GridRing& ring : area) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      auto west = ring[i - 1], east = ring[i];
      if (west.first == east.first) continue;
      if (west.first > east.first) std::swap(west, east);
      const Rational rise(east.second - west.second, east.first - west.first);
      edges.push_back({west.first, east.first, rise, west.second - rise * west.first, of_a});
    }
  }
}

std::vector<Rational> cuts_of(const std::vector<Edge>& edges) {
  std::vector<Rational> cuts;
  for (const Edge& edge : edges) {
    cuts.push_back(edge.west);
    cuts.push_back(edge.east);
    for (const Edge& other : edges) {
      if (!edge.of_a || other.of_a || edge.rise == other.rise) continue;
      const Rational x = (other.base - edge.base) / (edge.rise - other.rise);
      if (x > edge.west && x > other.west && x < edge.east && x < other.east) cuts.push_back(x);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

/// The ellipsoidal area between the equator and a parallel, per radian of longitude (Snyder, Map
/// Projections, USGS PP 1395, eq. 3-12), with the figures of GB 22021-2008.
long double authalic(long double latitude_degrees) {
  constexpr long double kA = 6378137.0L, kF = 1.0L / 298.257222101L;
  const long double e2 = kF * (2.0L - kF), e = std::sqrt(e2);
  const long double s = std::sin(latitude_degrees * std::numbers::pi_v<long double> / 180.0L);
  return 0.5L * kA * kA * (1.0L - e2) * (s / (1.0L - e2 * s * s) + std::atanh(e * s) / e);
}

long double trapezoid_m2(const Rational& from, const Rational& to, const Edge& low,
                         const Edge& high, const Grid& grid) {
  // Five-point Gauss-Legendre.
  static constexpr std::array<std::pair<long double, long double>, 5> kNodes{
      {{0.0L, 0.568888888888888888889L},
       {0.538469310105683091036L, 0.478628670499366468041L},
       {-0.538469310105683091036L, 0.478628670499366468041L},
       {0.906179845938663992798L, 0.236926885056189087514L},
       {-0.906179845938663992798L, 0.236926885056189087514L}}};
  const auto value = [](const Rational& q) { return q.convert_to<long double>(); };
  const long double step = static_cast<long double>(grid.step);
  const long double half = 0.5L * value(to - from);
  // Heights at the ends are exact; between them an edge is straight.
  const auto latitude = [&](long double at_from, long double at_to, long double share) {
    return static_cast<long double>(grid.latitude) + step * (at_from + share * (at_to - at_from));
  };
  const long double low_from = value(low.at(from)), low_to = value(low.at(to));
  const long double high_from = value(high.at(from)), high_to = value(high.at(to));
  long double sum = 0.0L;
  for (const auto& [node, weight] : kNodes) {
    const long double share = 0.5L * (1.0L + node);
    sum += weight * (authalic(latitude(high_from, high_to, share)) -
                     authalic(latitude(low_from, low_to, share)));
  }
  return half * step * std::numbers::pi_v<long double> / 180.0L * sum;
}

}  // namespace

ExactArea exact_common_area(const GridArea& a, const GridArea& b, const Grid& grid) {
  std::vector<Edge> edges;
  add_edges(edges, a, true);
  add_edges(edges, b, false);
  const std::vector<Rational> cuts = cuts_of(edges);
  ExactArea out;
  long double square_m = 0.0L;
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    const Rational &from = cuts[i - 1], &to = cuts[i];
    const Rational middle = (from + to) / 2;
    std::vector<std::pair<Rational, const Edge*>> row;
    for (const Edge& edge : edges) {
      if (edge.west <= from && edge.east >= to) row.emplace_back(edge.at(middle), &edge);
    }
    std::sort(row.begin(), row.end(),
              [](const auto& one, const auto& two) { return one.first < two.first; });
    bool in_a = false, in_b = false;
    for (std::size_t k = 0; k + 1 < row.size(); ++k) {
      (row[k].second->of_a ? in_a : in_b) ^= true;
      if (!in_a || !in_b || row[k].first == row[k + 1].first) continue;
      out.steps += (to - from) * (row[k + 1].first - row[k].first);
      square_m += trapezoid_m2(from, to, *row[k].second, *row[k + 1].second, grid);
    }
  }
  out.square_m = static_cast<double>(square_m);
  return out;
}

double exact_common_m2(const xuanzhi::geometry::Shape& a, const xuanzhi::geometry::Shape& b) {
  // Doubles from 16 to 256 are multiples of 2^-48.
  const xuanzhi::geometry::Box box = a.box();
  const Grid grid{box.min_x, box.min_y, 0x1.0p-48};
  const auto steps = [&](double value, double origin) {
    return static_cast<std::int64_t>((value - origin) / grid.step);
  };
  const auto area = [&](const xuanzhi::geometry::Shape& shape) {
    GridArea out;
    for_each_path(shape, [&](std::span<const xuanzhi::geometry::Point> path, bool) {
      GridRing ring;
      for (const xuanzhi::geometry::Point& p : path)
        ring.emplace_back(steps(p.x, grid.longitude), steps(p.y, grid.latitude));
      out.push_back(std::move(ring));
    });
    return out;
  };
  return exact_common_area(area(a), area(b), grid).square_m;
}

GridRing draw_grid_ring(std::mt19937& dice, int side) {
  const auto any = [&](int limit) {
    return static_cast<int>(dice() % static_cast<unsigned>(limit));
  };
  GridRing ring;
  const int corners = 3 + any(7);
  double x = 0.0, y = 0.0;
  for (int i = 0; i < corners; ++i) {
    ring.emplace_back(any(side + 1), any(side + 1));
    x += static_cast<double>(ring.back().first) / corners;
    y += static_cast<double>(ring.back().second) / corners;
  }
  const auto angle = [&](const auto& p) {
    return std::atan2(static_cast<double>(p.second) - y, static_cast<double>(p.first) - x);
  };
  // Any order will do, as long as it is the same everywhere: the angle in the plane is one.
  std::sort(ring.begin(), ring.end(), [&](const auto& one, const auto& two) {
    const double first = angle(one);
    const double second = angle(two);
    return first != second ? first < second : one < two;
  });
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  if (ring.size() < 3) return draw_grid_ring(dice, side);
  ring.push_back(ring.front());
  return ring;
}

std::string text_of(const GridArea& area, const Grid& grid) {
  std::ostringstream out;
  out.precision(17);
  out << "POLYGON (";
  for (std::size_t r = 0; r < area.size(); ++r) {
    out << (r == 0 ? "(" : ", (");
    for (std::size_t i = 0; i < area[r].size(); ++i) {
      out << (i == 0 ? "" : ", ")
          << grid.longitude + grid.step * static_cast<double>(area[r][i].first) << " "
          << grid.latitude + grid.step * static_cast<double>(area[r][i].second);
    }
    out << ")";
  }
  out << ")";
  return out.str();
}

}  // namespace differential
