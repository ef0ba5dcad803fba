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

// Boxes of one level over `count` of the level below.
std::size_t above(std::size_t count) {
  return (count + kFanOut - 1) / kFanOut;
}

// A side of the box that a run lies strictly beyond.
enum class Side { none, west, east, south, north };

template <class RunBounds>
Side beyond(const RunBounds& run, const Box& box) {
  if (run.max_x < box.min_x) return Side::west;
  if (run.min_x > box.max_x) return Side::east;
  if (run.max_y < box.min_y) return Side::south;
  if (run.min_y > box.max_y) return Side::north;
  return Side::none;
}

CoarseBox around(const Point* points, std::size_t count) {
  Box box = box_of(points[0], points[0]);
  for (std::size_t i = 1; i < count; ++i) box = box.united(box_of(points[i], points[i]));
  return CoarseBox(box);
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
  for (const LocalRing& ring : rings) count += winding_number(ring.points, p) * ring.weight;
  return count;
}

void PathTree::find_first_boxes() {
  first_box_.reserve(flat_->paths.size() + 1);
  first_box_.push_back(0);
  for (std::size_t path = 0; path < flat_->paths.size(); ++path) {
    const Levels levels = levels_of(path);
    first_box_.push_back(static_cast<std::uint32_t>(levels.begin[levels.count]));
  }
}

PathTree::Levels PathTree::levels_of(std::size_t path) const {
  Levels out;
  out.begin[0] = first_box_[path];
  const FlatPath& of = flat_->paths[path];
  const std::size_t edges = std::max<std::size_t>(1, of.end - 1 - of.begin);
  std::size_t count = (edges + kRun - 1) / kRun;
  out.begin[++out.count] = out.begin[0] + count;
  while (count > 1) {
    count = above(count);
    out.begin[out.count + 1] = out.begin[out.count] + count;
    ++out.count;
  }
  return out;
}

PathTree::PathTree(const FlatPaths& flat) : flat_(&flat) {
  find_first_boxes();
  std::vector<CoarseBox> boxes(first_box_.back());
  for (std::size_t path = 0; path < flat.paths.size(); ++path) {
    const Levels levels = levels_of(path);
    for (std::size_t box = levels.begin[0]; box < levels.begin[1]; ++box) {
      const Run run = run_of(flat.paths[path], 0, box - levels.begin[0]);
      boxes[box] = around(flat.points.data() + run.first, run.last - run.first + 1);
    }
    for (std::size_t level = 1; level < levels.count; ++level) {
      const std::size_t below = levels.begin[level - 1];
      for (std::size_t i = 0; below + i < levels.begin[level]; ++i) {
        const CoarseBox& part = boxes[below + i];
        CoarseBox& box = boxes[levels.begin[level] + i / kFanOut];
        box = i % kFanOut == 0 ? part : box.united(part);
      }
    }
  }
  boxes_ = FlatArray<CoarseBox>(std::move(boxes));
}

PathTree::PathTree(const FlatPaths& flat, FlatArray<CoarseBox> boxes)
    : flat_(&flat), boxes_(std::move(boxes)) {
  find_first_boxes();
}

bool PathTree::fits() const {
  return boxes_.size() == first_box_.back();
}

PathTree::Run PathTree::run_of(const FlatPath& path, std::size_t level, std::size_t node) const {
  std::size_t edges = kRun;
  for (std::size_t i = 0; i < level; ++i) edges *= kFanOut;
  const std::size_t first = path.begin + node * edges;
  return {first, std::min<std::size_t>(first + edges, path.end - 1)};
}

template <class Far, class Near>
bool PathTree::walk(std::size_t path, const Box& box, Far far, Near near) const {
  const FlatPath& of = flat_->paths[path];
  // Whoever comes to a path of one run knows that its box is near.
  if (of.end - 1 - of.begin <= kRun) return near(Run{of.begin, of.end - 1});
  const Levels levels = levels_of(path);
  const auto visit = [&](const auto& self, std::size_t level, std::size_t node) -> bool {
    const Run run = run_of(of, level, node);
    const Side side = beyond(boxes_[levels.begin[level] + node], box);
    if (side != Side::none) {
      far(run, side);
      return false;
    }
    if (level == 0) return near(run);
    const std::size_t below = levels.begin[level] - levels.begin[level - 1];
    const std::size_t to = std::min((node + 1) * kFanOut, below);
    for (std::size_t child = node * kFanOut; child < to; ++child) {
      if (self(self, level - 1, child)) return true;
    }
    return false;
  };
  return visit(visit, levels.count - 1, 0);
}

bool PathTree::may_reach(std::size_t path, const Box& box) const {
  return beyond(boxes_[first_box_[path + 1] - 1], box) == Side::none;
}

LocalArea PathTree::local_area(std::size_t item, const Box& box) const {
  LocalArea out;
  const Point middle{0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
  const std::size_t first = flat_->item_begin[item];
  const std::size_t end = first + flat_->paths_of(item).size();
  const FlatArray<Point>& points = flat_->points;
  // The box of a lone path is that of the item, which has been looked at.
  const auto may_matter = [&](std::size_t path) {
    return flat_->paths[path].ring && (end - first == 1 || may_reach(path, box));
  };
  int count = 0;
  for (std::size_t path = first; path < end && !out.edge_in_box; ++path) {
    if (!may_matter(path)) continue;
    int turns = 0;
    // Only what lies to the east passes the middle there, whatever way it takes.
    const auto far = [&](Run run, Side side) {
      if (side != Side::east) return;
      turns += static_cast<int>(points[run.last].y > middle.y) -
               static_cast<int>(points[run.first].y > middle.y);
    };
    const auto near = [&](Run run) {
      for (std::size_t i = run.first + 1; i <= run.last; ++i) {
        if (meets_box(points[i - 1], points[i], box)) return true;
        turns += turn_around(points[i - 1], points[i], middle);
      }
      return false;
    };
    out.edge_in_box = walk(path, box, far, near);
    count += turns * flat_->paths[path].weight;
  }
  out.covers_box = !out.edge_in_box && count > 0;
  if (!out.edge_in_box) return out;
  for (std::size_t path = first; path < end; ++path) {
    if (may_matter(path)) out.rings.push_back(ring_near(path, box));
  }
  return out;
}

LocalRing PathTree::ring_near(std::size_t path, const Box& box) const {
  const FlatPath& of = flat_->paths[path];
  const FlatArray<Point>& points = flat_->points;
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
    const Point* all = points.data();
    ring.points.insert(ring.points.end(), all + run.first + 1, all + run.last + 1);
    return false;
  };
  walk(path, box, far, near);
  return ring;
}

bool PathTree::contains(std::size_t item, Point point) const {
  return local_area(item, {point.x, point.y, point.x, point.y}).covers_box;
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
    if (count > 1 && !may_reach(path, box)) continue;
    const auto near = [&](Run run) {
      if (run.first == run.last) keep(points[run.first], points[run.first]);
      for (std::size_t i = run.first + 1; i <= run.last; ++i) keep(points[i - 1], points[i]);
      return false;
    };
    walk(
        path, box, [](Run, Side) {}, near);
  }
  return out;
}

}  // namespace xuanzhi::geometry
