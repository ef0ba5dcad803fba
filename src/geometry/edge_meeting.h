// SPDX-License-Identifier: Apache-2.0
// What a search for the nearest compares at its end: runs of edges in a plane.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "packed_tree.h"
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

/// Nearest points of an edge of ours and one of theirs, in degrees; their distance in the plane.
struct Meeting {
  Point ours;
  Point theirs;
  double squared = 0.0;
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
  void keep(const Meeting& meeting) {
    for (std::size_t i = 0; i < count_; ++i) {
      const Meeting& other = kept_[i];
      if (other.ours.x == meeting.ours.x && other.ours.y == meeting.ours.y &&
          other.theirs.x == meeting.theirs.x && other.theirs.y == meeting.theirs.y)
        return;
    }
    kept_[count_++] = meeting;
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

/// A run of up to eight edges in degrees and in a plane.
struct Run {
  const Point* degrees = nullptr;
  std::size_t edges = 0;  // 0: a lone point
  std::array<Point, 9> plane;

  std::size_t pieces() const { return std::max<std::size_t>(1, edges); }
  std::size_t end_of(std::size_t piece) const { return edges == 0 ? piece : piece + 1; }
  Point at(std::size_t piece, double share) const {
    const Point from = degrees[piece];
    const Point to = degrees[end_of(piece)];
    if (share == 1.0) return to;
    return {from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
  }
};

/// Which edges of theirs are to be compared with which of ours, up to eight each.
class NearPairs {
 public:
  void all(std::size_t ours, std::size_t theirs) {
    ours_ = (1U << ours) - 1U;
    theirs_.fill(static_cast<std::uint8_t>((1U << theirs) - 1U));
  }
  void set(std::size_t ours, unsigned theirs) {
    theirs_[ours] = static_cast<std::uint8_t>(theirs);
    ours_ |= static_cast<unsigned>(theirs != 0) << ours;
  }
  bool none() const { return ours_ == 0; }
  /// One bit for each of our edges that has any.
  unsigned ours() const { return ours_; }
  unsigned theirs(std::size_t ours) const { return theirs_[ours]; }

 private:
  unsigned ours_ = 0;
  std::array<std::uint8_t, 8> theirs_{};
};

inline Box box_of_points(const Point* points, std::size_t count) {
  Box box{points->x, points->y, points->x, points->y};
  for (const Point* p = points + 1; p != points + count; ++p)
    box = box.united({p->x, p->y, p->x, p->y});
  return box;
}

inline PackedTree::Block boxes_of(const Run& run) {
  PackedTree::Block out = PackedTree::Block::nothing();
  for (std::size_t i = 0; i < run.pieces(); ++i) {
    const Point from = run.degrees[i];
    const Point to = run.degrees[run.end_of(i)];
    out.put(i, {std::min(from.x, to.x), std::min(from.y, to.y), std::max(from.x, to.x),
                std::max(from.y, to.y)});
  }
  return out;
}

// Between the boxes around two edges in the plane.
inline double gap_squared(Point a, Point b, Point from, Point to) {
  const double x = std::max({0.0, std::min(from.x, to.x) - std::max(a.x, b.x),
                             std::min(a.x, b.x) - std::max(from.x, to.x)});
  const double y = std::max({0.0, std::min(from.y, to.y) - std::max(a.y, b.y),
                             std::min(a.y, b.y) - std::max(from.y, to.y)});
  return x * x + y * y;
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

// Those of the given edges that come within a distance of a point.
inline unsigned edges_within(const Run& run, unsigned edges, Point of, double metres) {
  unsigned out = 0;
  for (; edges != 0; edges &= edges - 1) {
    const auto k = static_cast<std::size_t>(__builtin_ctz(edges));
    if (plane_foot(of, run.plane[k], run.plane[k + 1]).squared <= metres * metres) out |= 1U << k;
  }
  return out;
}

}  // namespace xuanzhi::geometry
