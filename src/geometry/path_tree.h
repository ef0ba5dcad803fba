// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "coarse_box.h"
#include "flat_paths.h"

namespace xuanzhi::geometry {

/// A straight edge in degrees, with the number of its path.
struct LocalEdge {
  Point from;
  Point to;
  std::size_t path = 0;
};

/// A ring as it is seen from within a box: see `LocalArea`.
struct LocalRing {
  std::vector<Point> points;  ///< closed
  bool hole = false;
  int weight = 0;  ///< as in `FlatPath`
};

/// What an area looks like within a box. Where an edge reaches into the box, there are rings: every
/// point of the box has the winding number that it has in the whole ring, and the edges that reach
/// into the box are the ring's own. Outside the box the rings may take short cuts and cross
/// themselves.
struct LocalArea {
  std::vector<LocalRing> rings;  ///< empty where no edge reaches into the box
  bool edge_in_box = false;      ///< an edge shares a point with the box
  bool covers_box = false;       ///< no edge does, and the box lies inside
};

/// The rings of an area cut to a box: along its sides cut rings may run over themselves, as in any
/// ring clipper, which a sum of signed areas does not mind and an overlay does.
std::vector<LocalRing> cut_to(const std::vector<LocalRing>& rings, const Box& box);

/// The rings as a shape: every shell with the holes that follow it.
Shape shape_of(const Geos& geos, const std::vector<LocalRing>& rings);

/// Winding number of rings around a point that lies on none of their edges, times the weights:
/// 1 inside, 0 outside.
int inside_count(const std::vector<LocalRing>& rings, Point point);

/// Finds the part of a path near a box without walking all of it: boxes over runs of positions, in
/// the order of the path, eight of one level to one of the next. A run that lies wholly beyond one
/// side of the box is replaced by the straight line between its ends: the half-plane is convex
/// and without the box, so that no winding number within the box changes. Nothing is rounded.
class PathTree {
 public:
  PathTree() = default;
  /// `flat` is borrowed.
  explicit PathTree(const FlatPaths& flat);
  /// With the boxes that an earlier tree stored; false from `fits` where they are not as many.
  PathTree(const FlatPaths& flat, FlatArray<CoarseBox> boxes);
  bool fits() const;
  const FlatArray<CoarseBox>& boxes() const { return boxes_; }

  LocalArea local_area(std::size_t item, const Box& box) const;
  /// Whether an item goes around a point that lies on none of its edges.
  bool contains(std::size_t item, Point point) const;
  const FlatPath& path(std::size_t number) const { return flat_->paths[number]; }
  /// Edges of an item whose own boxes meet the box; a lone point is an edge without length.
  std::vector<LocalEdge> edges_near(std::size_t item, const Box& box) const;

 private:
  /// The levels over one path, the runs of edges first: where the boxes of each begin, and after
  /// the last where they end.
  struct Levels {
    std::array<std::size_t, 13> begin;  // eight to the twelfth is more than there can be
    std::size_t count = 0;
  };
  struct Run {
    std::size_t first = 0;  ///< position
    std::size_t last = 0;   ///< position, included
  };

  void find_first_boxes();
  /// False where a path lies beyond one side of a box.
  bool may_reach(std::size_t path, const Box& box) const;
  LocalRing ring_near(std::size_t path, const Box& box) const;
  Levels levels_of(std::size_t path) const;
  Run run_of(const FlatPath& path, std::size_t level, std::size_t node) const;
  /// Calls far(run, side) and near(run) in the order of the path, until near is true: so is this.
  template <class Far, class Near>
  bool walk(std::size_t path, const Box& box, Far far, Near near) const;

  const FlatPaths* flat_ = nullptr;
  FlatArray<CoarseBox> boxes_;
  std::vector<std::uint32_t> first_box_;  // of each path, and after the last the number of all
};

}  // namespace xuanzhi::geometry
