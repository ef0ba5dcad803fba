// SPDX-License-Identifier: Apache-2.0
#include "nearest_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "box_lanes.h"
#include "degree_floor.h"
#include "edge_meeting.h"
#include "far_floor.h"
#include "long_edge.h"
#include "meeting_plane.h"
#include "near_pairs.h"
#include "plane_distance.h"
#include "run_lanes.h"
#include "short_geodesic.h"

namespace xuanzhi::geometry {

namespace {

// Distances that differ by less count as equal: a shared corner is measured along either edge.
constexpr double kTie = 1e-6;
// How far a geodesic bound is still short enough for one floor in all directions.
constexpr double kNear = 30e3;
// Beyond this the boxes of edges are all alike near, and the plane tells more.
constexpr double kFar = 200e3;

bool is_short(const Box& box) {
  return std::max(box.max_x - box.min_x, box.max_y - box.min_y) <= kLongestEdge;
}

/// Bounds from above on the two answers.
struct Bounds {
  double shape = kNothing;
  double edge = kNothing;

  void tighten(double distance, double half_width) {
    shape = std::min(shape, distance);
    edge = std::min(edge, std::max(0.0, distance - half_width));
  }
  /// How far an item with this half width may lie and still matter.
  double reach(double half_width) const { return std::max(shape, edge + half_width) + kTie; }
};

/// One search: what lies within bounds that shrink as it goes on.
class Search {
 public:
  Search(const EdgeIndex& index, const ProbeOutline& probe, double within)
      : index_(index),
        probe_(probe),
        coarse_(probe.box),
        floors_(probe.floors),
        bounds_{within, within} {
    const Box all = index.tree.whole().united(probe.box);
    wraps_ = all.max_x - all.min_x >= 180.0;
  }

  void run(SearchHint* hint);
  RegionProximity answer(double within) const;

 private:
  struct Step {
    float squared;
    std::uint32_t level;
    std::size_t number;
  };
  std::size_t rough_place() const;
  unsigned gaps(const PackedTree::Block& block, DegreeFloor floor, double most,
                Lanes& squared) const;
  unsigned gaps_around(const PackedTree::Block& block, DegreeFloor floor, double most,
                       Lanes& squared) const;
  void bound_by(std::size_t place);
  void descend();
  void visit_place(std::size_t place);
  void visit_long_edge(Point from, Point to, const Box& box, std::uint32_t item);
  void meet(const Point* theirs, std::size_t edges, const Box& box, std::uint32_t item);
  bool far_beyond(const Box& box, double reach);
  bool within(const Box& a, const Box& b, DegreeFloor floor, double reach) const;
  void meet_side(const ProbeOutline::Side& side, unsigned our_edges, const Run& theirs,
                 unsigned their_edges, const Box& box, std::uint32_t item);
  void measure(Meetings& meetings, std::uint32_t item);
  DegreeFloor floor_to(const Box& box, double reach);
  DegreeFloor floor_near(double reach);

  const EdgeIndex& index_;
  const ProbeOutline& probe_;
  const CoarseBox coarse_;  // around the probe
  const DegreeFloors& floors_;
  Bounds bounds_;
  bool wraps_ = false;
  std::optional<FarFloor> far_floor_;
  // One floor serves all boxes within `round_reach_` of the probe.
  DegreeFloor round_floor_;
  double round_reach_ = 0.0;
  std::vector<RegionNearest> found_;
  std::size_t nearest_place_ = SearchHint().place;
  std::size_t place_ = 0;
};

// Near the probe one floor serves all directions, far away each box has its own.
DegreeFloor Search::floor_to(const Box& box, double reach) {
  return reach > kNear ? floors_.to(box, reach) : floor_near(reach);
}

DegreeFloor Search::floor_near(double reach) {
  if (reach > round_reach_ || reach < 0.7 * round_reach_) {
    round_floor_ = floors_.within(reach);
    round_reach_ = reach;
  }
  return round_floor_;
}

// Squared metres that no geodesic from the probe to the boxes of the block undercuts; one bit for
// each box where they are at most `most`.
unsigned Search::gaps(const PackedTree::Block& block, DegreeFloor floor, double most,
                      Lanes& out) const {
  if (wraps_) return gaps_around(block, floor, most, out);
  return gaps_within(block, coarse_, floor, most, out);
}

// The same where the way across the antimeridian may be the shorter one.
unsigned Search::gaps_around(const PackedTree::Block& block, DegreeFloor floor, double most,
                             Lanes& out) const {
  unsigned within = 0;
  for (std::size_t i = 0; i < PackedTree::kWide; ++i) {
    out[i] = std::numeric_limits<float>::infinity();
    if (block.min_x[i] > block.max_x[i]) continue;
    const Point gap = gap_between(probe_.box, block.box(i));
    const double square = squared(gap.x * floor.x_m) + squared(gap.y * floor.y_m);
    out[i] = static_cast<float>(kBelowExact * square);
    within |= static_cast<unsigned>(square <= most) << i;
  }
  return within;
}

bool Search::within(const Box& a, const Box& b, DegreeFloor floor, double reach) const {
  const Point gap = gap_between(a, b);
  return squared(gap.x * floor.x_m) + squared(gap.y * floor.y_m) <= reach * reach;
}

// The place of a chunk that is near, found without bounds.
std::size_t Search::rough_place() const {
  std::size_t place = 0;
  for (std::size_t level = index_.tree.levels(); level-- > 0;) {
    Lanes squared;
    gaps(index_.tree.block(level, place), probe_.rough, 0.0, squared);
    const auto least = std::min_element(squared.begin(), squared.end());
    place = place * PackedTree::kWide + static_cast<std::size_t>(least - squared.begin());
  }
  return place;
}

void Search::run(SearchHint* hint) {
  const bool hinted = hint != nullptr && hint->place < index_.chunks.size();
  // With a bound from outside there may be nothing to find, and no place near it.
  if (hinted || bounds_.shape == kNothing) {
    nearest_place_ = hinted ? hint->place : rough_place();
    bound_by(nearest_place_);
  }
  descend();
  if (hint != nullptr) hint->place = nearest_place_;
}

// Any two points bound the distance; these are about the nearest of the probe and a chunk.
void Search::bound_by(std::size_t place) {
  const EdgeChunk& chunk = index_.chunks[place];
  const Run theirs{index_.flat->points.data() + chunk.first, chunk.count};
  const Point middle = middle_of(probe_.box);
  const auto scaled = [&](Point p) {
    return Point{(p.x - middle.x) * probe_.rough.x_m, (p.y - middle.y) * probe_.rough.y_m};
  };
  PlaneFoot best{0.0, kNothing};
  std::size_t piece = 0;
  for (std::size_t i = 0; i < theirs.pieces(); ++i) {
    const PlaneFoot foot =
        plane_foot({}, scaled(theirs.degrees[i]), scaled(theirs.degrees[theirs.end_of(i)]));
    if (foot.squared < best.squared) best = foot, piece = i;
  }
  const Point there = theirs.at(piece, best.share);
  const Point here = *nearest_corner(probe_.side_points.data(), probe_.side_points.size(), there);
  // `short_geodesic_m` may fall short of the true length, which the floors are of.
  bounds_.tighten((1.0 + 1e-8) * short_geodesic_m(here, there) + kTie,
                  index_.half_width_m[chunk.item]);
}

void Search::descend() {
  // Each level leaves at most seven of its eight behind, and 2^32 boxes make eleven levels.
  std::array<Step, 100> open;
  open[0] = {0.0F, static_cast<std::uint32_t>(index_.tree.levels() - 1), 0};
  for (std::size_t size = 1; size > 0;) {
    const Step step = open[--size];
    const double reach = bounds_.reach(index_.widest_m);
    if (step.squared > reach * reach) continue;
    const PackedTree::Block& block = index_.tree.block(step.level, step.number);
    Lanes lanes;
    const DegreeFloor floor =
        reach > kNear ? floors_.to(block.whole().box(), reach) : floor_near(reach);
    // The nearest comes last, so that it is taken first.
    const std::size_t begin = size;
    for (unsigned near = gaps(block, floor, reach * reach, lanes); near != 0; near &= near - 1) {
      const auto i = static_cast<std::size_t>(__builtin_ctz(near));
      std::size_t at = size++;
      for (; at > begin && open[at - 1].squared < lanes[i]; --at) open[at] = open[at - 1];
      open[at] = {lanes[i], step.level, step.number * PackedTree::kWide + i};
    }
    if (step.level > 0) {
      for (std::size_t k = begin; k < size; ++k) --open[k].level;
      continue;
    }
    for (std::size_t k = size; k-- > begin;) {
      const std::size_t place = open[k].number;
      const double near = bounds_.reach(index_.half_width_m[index_.chunks[place].item]);
      if (open[k].squared <= near * near) visit_place(place);
    }
    size = begin;
  }
}

void Search::visit_place(std::size_t place) {
  place_ = place;
  const EdgeChunk& chunk = index_.chunks[place];
  const Point* points = index_.flat->points.data() + chunk.first;
  const Box box = index_.tree.block(0, place / PackedTree::kWide).box(place % PackedTree::kWide);
  if (is_short(box)) {
    meet(points, chunk.count, box, chunk.item);
    return;
  }
  // As many edges at a time as lie together in a small box.
  for (std::size_t first = 0; first < chunk.count;) {
    Box around = box_of_points(points + first, 2);
    std::size_t end = first + 1;
    if (!is_short(around)) {
      visit_long_edge(points[first], points[end], around, chunk.item);
    } else {
      for (; end < chunk.count; ++end) {
        const Box wider = around.united(box_of_points(points + end, 2));
        if (!is_short(wider)) break;
        around = wider;
      }
      meet(points + first, end - first, around, chunk.item);
    }
    first = end;
  }
}

void Search::visit_long_edge(Point from, Point to, const Box& box, std::uint32_t item) {
  const LongEdge edge(from, to);
  LongEdge::Pieces near{0, edge.pieces()};
  if (!wraps_) {
    const double reach = bounds_.reach(index_.half_width_m[item]);
    const DegreeFloor floor = floor_to(box, reach);
    const Point most{reach / floor.x_m, reach / floor.y_m};
    near = edge.pieces_in({probe_.box.min_x - most.x, probe_.box.min_y - most.y,
                           probe_.box.max_x + most.x, probe_.box.max_y + most.y});
  }
  for (std::size_t number = near.first; number < near.end; ++number) {
    const std::array<Point, 2> piece = edge.piece(number);
    meet(piece.data(), 1, box_of_points(piece.data(), 2), item);
  }
}

// A far meeting costs a geodesic for each side: a sharper floor tells most of them apart before.
bool Search::far_beyond(const Box& box, double reach) {
  if (reach <= MeetingPlane::kCalibratedBeyondM || reach == kNothing) return false;
  if (!far_floor_) far_floor_.emplace(probe_.box);
  return far_floor_->to(box) > reach;
}

// Some edges of an item against the whole outline of the probe.
void Search::meet(const Point* points, std::size_t edges, const Box& box, std::uint32_t item) {
  const double half_width = index_.half_width_m[item];
  if (far_beyond(box, bounds_.reach(half_width))) return;
  const Run theirs{points, edges};
  const CoarseBox coarse(box);
  for (const ProbeOutline::Side& side : probe_.sides) {
    const double reach = bounds_.reach(half_width);
    const DegreeFloor floor = floor_to(box, reach);
    if (!within(side.box, box, floor, reach)) continue;
    unsigned ours_near = (1U << side.edges) - 1U;
    unsigned theirs_near = (1U << theirs.pieces()) - 1U;
    if (reach <= kFar && !wraps_) {
      const double most = reach * reach;
      Lanes unused;
      theirs_near = edges_within(points, edges, side.box, floor, most);
      if (theirs_near == 0) continue;
      ours_near = gaps_within(side.edge_boxes, coarse, floor, most, unused);
      if (ours_near == 0) continue;
    }
    meet_side(side, ours_near, theirs, theirs_near, box, item);
  }
}

// The edges are given by one bit each.
void Search::meet_side(const ProbeOutline::Side& side, unsigned our_edges, const Run& theirs,
                       unsigned their_edges, const Box& box, std::uint32_t item) {
  // The plane is that of the two boxes, whatever is known of the distance: so a pair of edges has
  // one distance, in whatever order a search comes to it.
  const MeetingPlane plane(side.origin, box);
  const PlaneMap ours_in = plane.ours();
  const PlaneMap theirs_in = plane.theirs();
  const Run ours{probe_.side_points.data() + side.first, side.edges};
  const double reach = bounds_.reach(index_.half_width_m[item]);
  if (reach > kFar) {
    const double limit = reach + plane.slack_m(reach) + plane.radius_m(box);
    our_edges = edges_within(ours, ours_in, our_edges, theirs_in(middle_of(box)), limit);
    if (our_edges == 0) return;
  }
  Meetings meetings;
  meetings.lower_limit(reach + plane.slack_m(reach));
  const auto lower_limit = [&](double distance) {
    if (distance < meetings.limit()) meetings.lower_limit(distance + 2.0 * plane.slack_m(distance));
  };
  const NearPairs near(RunLanes(ours, ours_in), our_edges, RunLanes(theirs, theirs_in),
                       their_edges);
  lower_limit(near.least_m());
  const auto offer = [&](Point here, Point there, double apart) {
    if (apart > meetings.limit_squared()) return;
    meetings.keep(here, there, apart);
    lower_limit(std::sqrt(apart));
    if (!meetings.full()) return;
    meetings.drop_far();
    if (meetings.full()) measure(meetings, item);
  };
  near.corners_to_edges(meetings, [&](std::size_t k, std::size_t i) {
    const Point corner = ours.degrees[k];
    const PlaneFoot foot = plane_foot(ours_in(corner), theirs_in(theirs.degrees[i]),
                                      theirs_in(theirs.degrees[theirs.end_of(i)]));
    offer(corner, theirs.at(i, foot.share), foot.squared);
  });
  near.edges_to_corners(meetings, [&](std::size_t k, std::size_t i) {
    const Point corner = theirs.degrees[i];
    const PlaneFoot foot =
        plane_foot(theirs_in(corner), ours_in(ours.degrees[k]), ours_in(ours.degrees[k + 1]));
    offer(ours.at(k, foot.share), corner, foot.squared);
  });
  measure(meetings, item);
}

void Search::measure(Meetings& meetings, std::uint32_t item) {
  meetings.drop_far();
  for (std::size_t i = 0; i < meetings.count(); ++i) {
    const double half_width = index_.half_width_m[item];
    const double distance = short_geodesic_m(meetings[i].ours, meetings[i].theirs);
    if (distance > bounds_.reach(half_width)) continue;
    if (distance < bounds_.shape) nearest_place_ = place_;
    bounds_.tighten(distance, half_width);
    found_.push_back({item, distance});
  }
  meetings.clear();
}

// The least distance, at the first item that has it up to a tie; nothing beyond the bound.
template <class Distance>
std::optional<RegionNearest> least(const std::vector<RegionNearest>& all, double within,
                                   Distance distance) {
  double best = kNothing;
  for (const RegionNearest& one : all) best = std::min(best, distance(one));
  if (best > within || best == kNothing) return std::nullopt;
  RegionNearest out{std::numeric_limits<std::size_t>::max(), best};
  for (const RegionNearest& one : all) {
    if (distance(one) <= best + kTie) out.item = std::min(out.item, one.item);
  }
  return out;
}

RegionProximity Search::answer(double within) const {
  return {least(found_, within, [](const RegionNearest& one) { return one.distance_m; }),
          least(found_, within, [&](const RegionNearest& one) {
            return std::max(0.0, one.distance_m - index_.half_width_m[one.item]);
          })};
}

}  // namespace

RegionProximity nearest_outlines(const EdgeIndex& index, const ProbeOutline& probe,
                                 std::optional<double> within_m, SearchHint* hint) {
  if (index.tree.empty()) return {};
  // Nothing on Earth is farther away, and the square of a longer bound need not be finite.
  static constexpr double kFarthest = 2.1e7;
  double within = within_m.value_or(kNothing);
  if (within > kFarthest) within = kNothing;
  Search search(index, probe, within);
  search.run(hint);
  return search.answer(within);
}

}  // namespace xuanzhi::geometry
