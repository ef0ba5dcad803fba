// SPDX-License-Identifier: Apache-2.0
#include "path_tree.h"

#include <algorithm>
#include <array>
#include <utility>

#include "exact_side.h"

namespace xuanzhi::geometry {

namespace {

constexpr std::size_t kRun = 8;     // edges of a node of the lowest level
constexpr std::size_t kFanOut = 8;  // nodes of a level under one of the next

// A side of the box that a run lies strictly beyond.
enum class Side { none, west, east, south, north };

Side beyond(const Box& run, const Box& box) {
  if (run.max_x < box.min_x) return Side::west;
  if (run.min_x > box.max_x) return Side::east;
  if (run.max_y < box.min_y) return Side::south;
  if (run.min_y > box.max_y) return Side::north;
  return Side::none;
}

Box box_of(Point a, Point b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

bool meets_box(Point a, Point b, const Box& box) {
  if (beyond(box_of(a, b), box) != Side::none) return false;
  const std::array<Point, 4> corners{{{box.min_x, box.min_y},
                                      {box.max_x, box.min_y},
                                      {box.max_x, box.max_y},
                                      {box.min_x, box.max_y}}};
  int left = 0;
  int right = 0;
  for (const Point& corner : corners) {
    const int side = exact_side(a, b, corner);
    left += side > 0 ? 1 : 0;
    right += side < 0 ? 1 : 0;
  }
  return left < 4 && right < 4;
}

}  // namespace

int inside_count(const std::vector<LocalRing>& rings, Point p) {
  int count = 0;
  for (const LocalRing& ring : rings) {
    int winding = 0;
    for (std::size_t i = 1; i < ring.points.size(); ++i) {
      const Point a = ring.points[i - 1];
      const Point b = ring.points[i];
      if (a.y <= p.y) {
        if (b.y > p.y && exact_side(a, b, p) > 0) ++winding;
      } else if (b.y <= p.y && exact_side(a, b, p) < 0) {
        --winding;
      }
    }
    count += winding * ring.weight;
  }
  return count;
}

void PathTree::find_levels() {
  for (const FlatPath& path : flat_->paths) {
    const std::size_t first_level = levels_.size();
    const std::size_t edges = std::max<std::size_t>(1, path.end - 1 - path.begin);
    std::size_t count = (edges + kRun - 1) / kRun;
    levels_.push_back({wanted_boxes_, count});
    for (wanted_boxes_ += count; count > 1; wanted_boxes_ += count) {
      count = (count + kFanOut - 1) / kFanOut;
      levels_.push_back({wanted_boxes_, count});
    }
    of_path_.push_back({first_level, levels_.size() - first_level});
  }
}

PathTree::PathTree(const FlatPaths& flat) : flat_(&flat) {
  find_levels();
  std::vector<Box> boxes(wanted_boxes_);
  for (std::size_t path = 0; path < flat.paths.size(); ++path) {
    const FlatPath& of = flat.paths[path];
    const Level& lowest = levels_[of_path_[path].first_level];
    for (std::size_t node = 0; node < lowest.count; ++node) {
      const Run run = run_of(of, 0, node);
      Box box = box_of(flat.points[run.first], flat.points[run.first]);
      for (std::size_t i = run.first; i <= run.last; ++i)
        box = box.united(box_of(flat.points[i], flat.points[i]));
      boxes[lowest.begin + node] = box;
    }
    for (std::size_t level = 1; level < of_path_[path].count; ++level) {
      const Level& below = levels_[of_path_[path].first_level + level - 1];
      const Level& here = levels_[of_path_[path].first_level + level];
      for (std::size_t i = 0; i < below.count; ++i) {
        const Box& part = boxes[below.begin + i];
        Box& box = boxes[here.begin + i / kFanOut];
        box = i % kFanOut == 0 ? part : box.united(part);
      }
    }
  }
  boxes_ = FlatArray<Box>(std::move(boxes));
}

PathTree::PathTree(const FlatPaths& flat, FlatArray<Box> boxes)
    : flat_(&flat), boxes_(std::move(boxes)) {
  find_levels();
}

bool PathTree::fits() const {
  return boxes_.size() == wanted_boxes_;
}

PathTree::Run PathTree::run_of(const FlatPath& path, std::size_t level, std::size_t node) const {
  std::size_t edges = kRun;
  for (std::size_t i = 0; i < level; ++i) edges *= kFanOut;
  const std::size_t first = path.begin + node * edges;
  return {first, std::min(first + edges, path.end - 1)};
}

template <class Far, class Near>
void PathTree::walk(std::size_t path, const Box& box, Far far, Near near) const {
  const FlatPath& of = flat_->paths[path];
  const Levels levels = of_path_[path];
  const auto visit = [&](const auto& self, std::size_t level, std::size_t node) -> void {
    const Level& here = levels_[levels.first_level + level];
    const Run run = run_of(of, level, node);
    const Side side = beyond(boxes_[here.begin + node], box);
    if (side != Side::none) {
      far(run, side);
    } else if (level == 0) {
      near(run);
    } else {
      const std::size_t below = levels_[levels.first_level + level - 1].count;
      const std::size_t to = std::min((node + 1) * kFanOut, below);
      for (std::size_t child = node * kFanOut; child < to; ++child) self(self, level - 1, child);
    }
  };
  visit(visit, levels.count - 1, 0);
}

LocalArea PathTree::local_area(std::size_t item, const Box& box) const {
  LocalArea out;
  const std::size_t first = flat_->item_begin[item];
  const std::size_t count = flat_->paths_of(item).size();
  const FlatArray<Point>& points = flat_->points;
  for (std::size_t path = first; path < first + count; ++path) {
    const FlatPath& of = flat_->paths[path];
    const Level& top = levels_[of_path_[path].first_level + of_path_[path].count - 1];
    // A ring that lies beyond one side winds around nothing in the box.
    if (!of.ring || beyond(boxes_[top.begin], box) != Side::none) continue;
    LocalRing ring{{points[of.begin]}, of.hole, of.weight};
    Side last_side = Side::none;
    const auto far = [&](Run run, Side side) {
      // Two short cuts beyond the same side are one.
      if (side == last_side) ring.points.pop_back();
      ring.points.push_back(points[run.last]);
      last_side = side;
    };
    const auto near = [&](Run run) {
      last_side = Side::none;
      for (std::size_t i = run.first + 1; i <= run.last; ++i) {
        ring.points.push_back(points[i]);
        out.edge_in_box = out.edge_in_box || meets_box(points[i - 1], points[i], box);
      }
    };
    walk(path, box, far, near);
    out.rings.push_back(std::move(ring));
  }
  if (!out.edge_in_box) {
    const Point middle{0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
    out.covers_box = inside_count(out.rings, middle) > 0;
  }
  return out;
}

std::vector<LocalEdge> PathTree::edges_near(std::size_t item, const Box& box) const {
  std::vector<LocalEdge> out;
  const std::size_t first = flat_->item_begin[item];
  const std::size_t count = flat_->paths_of(item).size();
  const FlatArray<Point>& points = flat_->points;
  std::size_t path = first;
  const auto keep = [&](Point a, Point b) {
    if (beyond(box_of(a, b), box) == Side::none) out.push_back({a, b, path});
  };
  for (; path < first + count; ++path) {
    const auto near = [&](Run run) {
      if (run.first == run.last) keep(points[run.first], points[run.first]);
      for (std::size_t i = run.first + 1; i <= run.last; ++i) keep(points[i - 1], points[i]);
    };
    walk(
        path, box, [](Run, Side) {}, near);
  }
  return out;
}

}  // namespace xuanzhi::geometry
