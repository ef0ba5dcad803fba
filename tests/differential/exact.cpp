// SPDX-License-Identifier: Apache-2.0
#include "differential/exact.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
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
                         const Edge& high, GridCorner corner) {
  // Five-point Gauss-Legendre.
  static constexpr std::array<std::pair<long double, long double>, 5> kNodes{
      {{0.0L, 0.568888888888888888889L},
       {0.538469310105683091036L, 0.478628670499366468041L},
       {-0.538469310105683091036L, 0.478628670499366468041L},
       {0.906179845938663992798L, 0.236926885056189087514L},
       {-0.906179845938663992798L, 0.236926885056189087514L}}};
  const auto value = [](const Rational& q) { return q.convert_to<long double>(); };
  const long double step = static_cast<long double>(kGridStep);
  const long double x0 = value(from), half = 0.5L * (value(to) - x0);
  const auto latitude = [&](const Edge& edge, long double x) {
    return static_cast<long double>(corner.latitude) +
           step * (value(edge.rise) * x + value(edge.base));
  };
  long double sum = 0.0L;
  for (const auto& [node, weight] : kNodes) {
    const long double x = x0 + half * (1.0L + node);
    sum += weight * (authalic(latitude(high, x)) - authalic(latitude(low, x)));
  }
  return half * step * std::numbers::pi_v<long double> / 180.0L * sum;
}

}  // namespace

ExactArea exact_common_area(const GridArea& a, const GridArea& b, GridCorner corner) {
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
      square_m += trapezoid_m2(from, to, *row[k].second, *row[k + 1].second, corner);
    }
  }
  out.square_m = static_cast<double>(square_m);
  return out;
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
    x += ring.back().first / static_cast<double>(corners);
    y += ring.back().second / static_cast<double>(corners);
  }
  // Any order will do, as long as it is the same everywhere: the angle in the plane is one.
  std::sort(ring.begin(), ring.end(), [&](const auto& one, const auto& two) {
    const double first = std::atan2(one.second - y, one.first - x);
    const double second = std::atan2(two.second - y, two.first - x);
    return first != second ? first < second : one < two;
  });
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  if (ring.size() < 3) return draw_grid_ring(dice, side);
  ring.push_back(ring.front());
  return ring;
}

std::string text_of(const GridArea& area, GridCorner corner) {
  std::ostringstream out;
  out.precision(17);
  out << "POLYGON (";
  for (std::size_t r = 0; r < area.size(); ++r) {
    out << (r == 0 ? "(" : ", (");
    for (std::size_t i = 0; i < area[r].size(); ++i) {
      out << (i == 0 ? "" : ", ") << corner.longitude + kGridStep * area[r][i].first << " "
          << corner.latitude + kGridStep * area[r][i].second;
    }
    out << ")";
  }
  out << ")";
  return out.str();
}

}  // namespace differential
