// SPDX-License-Identifier: Apache-2.0
// Independent oracles for geometry: PROJ's own geodesics and projections, never our code.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <geodesic.h>
#include <proj.h>

namespace oracle {

struct Position {
  double x = 0.0;  // longitude or easting
  double y = 0.0;  // latitude or northing
};
using Ring = std::vector<Position>;  // closed: the last position repeats the first

/// The ellipsoid of CGCS2000 as GB 22021-2008 states it.
inline const geod_geodesic& ellipsoid() {
  static const geod_geodesic kEllipsoid = [] {
    geod_geodesic g;
    geod_init(&g, 6378137.0, 1.0 / 298.257222101);
    return g;
  }();
  return kEllipsoid;
}

inline double distance(Position a, Position b) {
  double metres = 0.0;
  geod_inverse(&ellipsoid(), a.y, a.x, b.y, b.x, &metres, nullptr, nullptr);
  return metres;
}

/// The position `metres` away along a geodesic.
inline Position moved(Position from, double azimuth, double metres) {
  Position to;
  geod_direct(&ellipsoid(), from.y, from.x, azimuth, metres, &to.y, &to.x, nullptr);
  return to;
}

inline Position between(Position a, Position b, double share) {
  return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

/// Calls `visit` with the vertices of a ring and `pieces - 1` positions on each of its edges, which
/// are straight in the ring's own coordinates; the closing vertex comes once.
template <class Visit>
void walk(const Ring& ring, int pieces, Visit visit) {
  for (std::size_t i = 1; i < ring.size(); ++i) {
    for (int k = 0; k < pieces; ++k) {
      visit(between(ring[i - 1], ring[i], static_cast<double>(k) / pieces));
    }
  }
}

/// Karney's geodesic polygon over densified edges.
inline double geodesic_area(const Ring& ring, int pieces = 200) {
  geod_polygon polygon;
  geod_polygon_init(&polygon, 0);
  walk(ring, pieces, [&](Position p) { geod_polygon_addpoint(&ellipsoid(), &polygon, p.y, p.x); });
  double area = 0.0;
  geod_polygon_compute(&ellipsoid(), &polygon, 0, 1, &area, nullptr);
  return std::abs(area);
}

/// PROJ object and context in one.
class Projection {
 public:
  explicit Projection(const std::string& definition)
      : context_(proj_context_create()), pj_(proj_create(context_.get(), definition.c_str())) {}

  /// From CGCS2000 longitude and latitude to a CRS in east, north.
  static Projection to_crs(const std::string& crs) {
    Projection out;
    const std::unique_ptr<PJ, Destroy> raw(
        proj_create_crs_to_crs(out.context_.get(), "EPSG:4490", crs.c_str(), nullptr));
    out.pj_.reset(proj_normalize_for_visualization(out.context_.get(), raw.get()));
    return out;
  }

  bool ready() const { return pj_ != nullptr; }
  Position forward(Position p) const { return carry(p, PJ_FWD); }
  Position inverse(Position p) const { return carry(p, PJ_INV); }

 private:
  struct Destroy {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
    void operator()(PJ* pj) const { proj_destroy(pj); }
  };
  Projection() : context_(proj_context_create()) {}
  Position carry(Position p, PJ_DIRECTION direction) const {
    const PJ_COORD out = proj_trans(pj_.get(), direction, proj_coord(p.x, p.y, 0.0, HUGE_VAL));
    return {out.xy.x, out.xy.y};
  }

  std::unique_ptr<PJ_CONTEXT, Destroy> context_;
  std::unique_ptr<PJ, Destroy> pj_;
};

/// Shoelace area of a ring that `carry` takes to a plane, edges densified before.
template <class Carry>
double carried_area(const Ring& ring, int pieces, Carry carry) {
  const Position origin = carry(ring.front());
  Position last{0.0, 0.0};
  double twice = 0.0;
  const auto add = [&](Position p) {
    const Position q{carry(p).x - origin.x, carry(p).y - origin.y};
    twice += last.x * q.y - q.x * last.y;
    last = q;
  };
  walk(ring, pieces, add);
  add(ring.front());
  return std::abs(0.5 * twice);
}

/// PROJ's cylindrical equal-area projection of the ellipsoid: an edge that is straight in longitude
/// and latitude stays within what `pieces` chords can follow.
inline double equal_area(const Ring& ring, int pieces = 1000) {
  static const Projection kCylinder(
      "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
      "+step +proj=cea +lon_0=110 +lat_ts=0 +a=6378137 +rf=298.257222101");
  return carried_area(ring, pieces, [](Position p) { return kCylinder.forward(p); });
}

/// Least value of a function of one valley on [0, 1], by golden section.
template <class Function>
double least(Function value) {
  constexpr double kGolden = 0.6180339887498949;
  double low = 0.0, high = 1.0;
  double left = high - kGolden, right = low + kGolden;
  double at_left = value(left), at_right = value(right);
  for (int i = 0; i < 48; ++i) {
    if (at_left < at_right) {
      high = right, right = left, at_right = at_left;
      left = high - kGolden * (high - low), at_left = value(left);
    } else {
      low = left, left = right, at_left = at_right;
      right = low + kGolden * (high - low), at_right = value(right);
    }
  }
  return std::min({value(0.0), value(1.0), at_left, at_right});
}

inline double point_to_edge(Position p, Position a, Position b) {
  return least([&](double t) { return distance(p, between(a, b, t)); });
}

/// Between two edges that do not meet: as in a plane, an end of one of them is nearest, but for
/// the bend of long edges, which the inner search finds.
inline double edge_distance(Position a0, Position a1, Position b0, Position b1, bool exact) {
  const double ends = std::min({point_to_edge(a0, b0, b1), point_to_edge(a1, b0, b1),
                                point_to_edge(b0, a0, a1), point_to_edge(b1, a0, a1)});
  if (!exact) return ends;
  const double inner = least([&](double s) { return point_to_edge(between(a0, a1, s), b0, b1); });
  return std::min(ends, inner);
}

/// Least geodesic distance between two paths that do not meet. A path of one position is a point.
inline double path_distance(const Ring& a, const Ring& b) {
  const auto edges = [](const Ring& path) { return std::max<std::size_t>(path.size(), 2) - 1; };
  const auto end = [](const Ring& path, std::size_t i) {
    return path[std::min(i + 1, path.size() - 1)];
  };
  double best = std::numeric_limits<double>::max();
  std::size_t on_a = 0, on_b = 0;
  for (std::size_t i = 0; i < edges(a); ++i) {
    for (std::size_t k = 0; k < edges(b); ++k) {
      // No part of an edge is nearer than its start less its length.
      const double bound = distance(a[i], b[k]) - 1.01 * distance(a[i], end(a, i)) -
                           1.01 * distance(b[k], end(b, k));
      if (bound > best) continue;
      const double metres = edge_distance(a[i], end(a, i), b[k], end(b, k), false);
      if (metres < best) best = metres, on_a = i, on_b = k;
    }
  }
  return edge_distance(a[on_a], end(a, on_a), b[on_b], end(b, on_b), true);
}

inline std::string text(const Ring& path) {
  std::ostringstream out;
  out.precision(17);
  out << "(";
  for (std::size_t i = 0; i < path.size(); ++i) {
    out << (i == 0 ? "" : ", ") << path[i].x << " " << path[i].y;
  }
  out << ")";
  return out.str();
}

inline std::string polygon(const Ring& shell) {
  return "POLYGON (" + text(shell) + ")";
}

inline std::string polygon(const Ring& shell, const Ring& hole) {
  return "POLYGON (" + text(shell) + ", " + text(hole) + ")";
}

inline Ring box(double west, double south, double east, double north) {
  return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

/// Random star polygons from a fixed seed: every ray from the centre meets the ring once.
class Stars {
 public:
  explicit Stars(unsigned seed) : generator_(seed) {}

  double uniform(double low, double high) {
    // std::uniform_real_distribution differs between libraries; this does not.
    return low + (high - low) * (static_cast<double>(generator_()) / 4294967296.0);
  }

  Ring star(Position centre, double least_m, double most_m) {
    const int corners = 5 + static_cast<int>(uniform(0.0, 25.0));
    Ring ring;
    for (int i = 0; i < corners; ++i) {
      const double azimuth = -360.0 * (i + uniform(0.1, 0.9)) / corners;
      ring.push_back(moved(centre, azimuth, uniform(least_m, most_m)));
    }
    ring.push_back(ring.front());
    return ring;
  }

 private:
  std::mt19937 generator_;
};

/// |a - b| as a share of b.
inline double relative(double a, double b) {
  return std::abs(a - b) / std::abs(b);
}

}  // namespace oracle
