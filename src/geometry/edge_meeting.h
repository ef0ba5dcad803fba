// SPDX-License-Identifier: Apache-2.0
// What a search for the nearest compares at its end: runs of edges in a plane.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "meeting_plane.h"
#include "plane_distance.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

inline constexpr double kNothing = std::numeric_limits<double>::infinity();

inline double squared(double value) {
  return value * value;
}

inline Point middle_of(const Box& box) {
  return {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

// What follows is filled millions of times, mostly in part: clearing it first took a quarter of a
// search, so these have no values before they are given some.

/// A position in degrees.
struct Position {
  double x;
  double y;

  operator Point() const { return {x, y}; }
};

/// Nearest points of an edge of ours and one of theirs, in degrees; their distance in the plane.
struct Meeting {
  Position ours;
  Position theirs;
  double squared;
};

/// The best meetings of two runs of edges: those that may be the shortest, the plane's slack given.
class Meetings {
 public:
  /// No meeting farther than this in the plane is of use.
  double limit() const { return limit_; }
  double limit_squared() const { return limit_squared_; }
  void lower_limit(double metres) {
    if (metres >= limit_) return;
    limit_ = metres;
    limit_squared_ = metres * metres;
  }
  bool full() const { return count_ == kept_.size(); }
  std::size_t count() const { return count_; }
  const Meeting& operator[](std::size_t i) const { return kept_[i]; }
  void clear() { count_ = 0; }

  /// Edges that follow each other share their corner, which is kept once.
  void keep(Point ours, Point theirs, double squared) {
    for (std::size_t i = 0; i < count_; ++i) {
      const Meeting& other = kept_[i];
      if (other.ours.x == ours.x && other.ours.y == ours.y && other.theirs.x == theirs.x &&
          other.theirs.y == theirs.y)
        return;
    }
    kept_[count_++] = {{ours.x, ours.y}, {theirs.x, theirs.y}, squared};
  }
  void drop_far() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      if (kept_[i].squared <= limit_squared_) kept_[kept++] = kept_[i];
    }
    count_ = kept;
  }

 private:
  std::array<Meeting, 8> kept_;
  std::size_t count_ = 0;
  double limit_ = kNothing;
  double limit_squared_ = kNothing;
};

/// A run of up to eight edges that follow each other.
struct Run {
  const Point* degrees;
  std::size_t edges;  ///< 0: a lone point

  std::size_t pieces() const { return std::max<std::size_t>(1, edges); }
  std::size_t end_of(std::size_t piece) const { return edges == 0 ? piece : piece + 1; }
  Point at(std::size_t piece, double share) const {
    const Point from = degrees[piece];
    const Point to = degrees[end_of(piece)];
    if (share == 1.0) return to;
    return {from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
  }
};

inline Box box_of_points(const Point* points, std::size_t count) {
  Box box{points->x, points->y, points->x, points->y};
  for (const Point* p = points + 1; p != points + count; ++p)
    box = box.united({p->x, p->y, p->x, p->y});
  return box;
}

inline const Point* nearest_corner(const Point* points, std::size_t count, Point to) {
  const auto apart = [&](Point p) { return squared(p.x - to.x) + squared(p.y - to.y); };
  const Point* best = points;
  double least = apart(*points);
  for (const Point* p = points + 1; p != points + count; ++p) {
    const double here = apart(*p);
    if (here < least) best = p, least = here;
  }
  return best;
}

// Those of the given edges that come within a distance of a point of the plane.
inline unsigned edges_within(const Run& run, const PlaneMap& map, unsigned edges, Point of,
                             double metres) {
  unsigned out = 0;
  for (; edges != 0; edges &= edges - 1) {
    const auto k = static_cast<std::size_t>(__builtin_ctz(edges));
    const PlaneFoot foot = plane_foot(of, map(run.degrees[k]), map(run.degrees[k + 1]));
    if (foot.squared <= metres * metres) out |= 1U << k;
  }
  return out;
}

}  // namespace xuanzhi::geometry
