// SPDX-License-Identifier: Apache-2.0
#include "nearest_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "box_lanes.h"
#include "degree_floor.h"
#include "edge_meeting.h"
#include "far_floor.h"
#include "long_edge.h"
#include "nearest_finds.h"
#include "plane_distance.h"
#include "probe_plane.h"
#include "short_geodesic.h"

namespace xuanzhi::geometry {

namespace {

// How far a geodesic bound is still short enough for one floor in all directions.
constexpr double kNear = 30e3;

bool is_short(const Box& box) {
  return std::max(box.max_x - box.min_x, box.max_y - box.min_y) <= kLongestEdge;
}

/// One search: what lies within bounds that shrink as it goes on.
class Search {
 public:
  Search(const EdgeIndex& index, const ProbeOutline& probe, double within)
      : index_(index),
        probe_(probe),
        coarse_(probe.box),
        floors_(probe.floors),
        finds_(index, probe, within) {
    const Box all = index.tree.whole().united(probe.box);
    wraps_ = all.max_x - all.min_x >= 180.0;
  }

  void run(SearchHint* hint);
  RegionProximity answer() const { return finds_.answer(); }

 private:
  struct Step {
    float squared;
    std::uint32_t level;
    std::size_t number;
  };
  Run run_at(std::size_t place) const {
    const EdgeChunk& chunk = index_.chunks[place];
    return {index_.flat->points.data() + chunk.first, chunk.count};
  }
  std::size_t rough_place() const;
  unsigned gaps(const PackedTree::Block& block, DegreeFloor floor, double most,
                Lanes& squared) const;
  unsigned gaps_around(const PackedTree::Block& block, DegreeFloor floor, double most,
                       Lanes& squared) const;
  void bound_by(std::size_t place);
  void descend();
  std::optional<DistanceRange> range_to(std::size_t place) const;
  void come_to(std::size_t place);
  void visit_waiting();
  /// Calls visit(first, end, box) for as many edges of a place at a time as lie together in a
  /// small box; a long edge comes alone.
  template <class Visit>
  void for_each_short_run(std::size_t place, Visit visit) const;
  void visit_seen(std::size_t place, double reach);
  void visit_place(std::size_t place);
  void visit_long_edge(Point from, Point to, const Box& box, std::uint32_t item);
  void meet(const Run& theirs, const Box& box, std::uint32_t item);
  bool far_beyond(const Box& box, double reach);
  bool within(const Box& a, const Box& b, DegreeFloor floor, double reach) const;
  void measure(const ProbeOutline::Side& side, unsigned our_edges, const Run& theirs,
               unsigned their_edges, const Box& box, std::uint32_t item);
  DegreeFloor floor_to(const Box& box, double reach);
  DegreeFloor floor_near(double reach);

  const EdgeIndex& index_;
  const ProbeOutline& probe_;
  const CoarseBox coarse_;  // around the probe
  const DegreeFloors& floors_;
  NearestFinds finds_;
  bool wraps_ = false;
  std::optional<FarFloor> far_floor_;
  // One floor serves all boxes within `round_reach_` of the probe.
  DegreeFloor round_floor_;
  double round_reach_ = 0.0;
  std::size_t nearest_place_ = SearchHint().place;
  std::size_t place_ = 0;
  // Places that wait until all are known, by how near they are at least in the probe's plane.
  struct Waiting {
    double least;
    std::size_t place;
  };
  std::array<Waiting, 16> waiting_;
  std::size_t waits_ = 0;
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
  if (hinted || finds_.unbounded()) {
    nearest_place_ = hinted ? hint->place : rough_place();
    bound_by(nearest_place_);
  }
  descend();
  if (hint != nullptr) hint->place = nearest_place_;
}

// Any two points bound the distance: where the plane of the probe tells nothing, about the nearest
// of the probe and a chunk.
void Search::bound_by(std::size_t place) {
  const EdgeChunk& chunk = index_.chunks[place];
  if (const auto range = range_to(place)) {
    finds_.tighten(range->most, chunk.item);
    return;
  }
  const Run theirs = run_at(place);
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
  finds_.tighten((1.0 + 1e-8) * short_geodesic_m(here, there) + kTie, chunk.item);
}

void Search::descend() {
  // Each level leaves at most seven of its eight behind, and 2^32 boxes make eleven levels.
  std::array<Step, 100> open;
  open[0] = {0.0F, static_cast<std::uint32_t>(index_.tree.levels() - 1), 0};
  for (std::size_t size = 1; size > 0;) {
    const Step step = open[--size];
    const double reach = finds_.reach_of_any();
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
      const double near = finds_.reach(index_.chunks[place].item);
      if (open[k].squared <= near * near) come_to(place);
    }
    size = begin;
  }
  visit_waiting();
}

// Bounds on the distance to a place, in metres of true distance; nothing where it may be so far
// that the plane of the probe tells none.
std::optional<DistanceRange> Search::range_to(std::size_t place) const {
  if (wraps_ || !probe_.plane.serves()) return std::nullopt;
  return probe_.plane.range(run_at(place));
}

void Search::come_to(std::size_t place) {
  const std::uint32_t item = index_.chunks[place].item;
  const double reach = finds_.reach(item);
  if (const auto range = range_to(place)) {
    if (range->least > reach) return;
    finds_.tighten(range->most, item);
    if (waits_ < waiting_.size()) {
      waiting_[waits_++] = {range->least, place};
      return;
    }
  }
  visit_place(place);
}

// The nearest first, so that most others need not be measured.
void Search::visit_waiting() {
  std::sort(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(waits_),
            [](const Waiting& a, const Waiting& b) { return a.least < b.least; });
  for (std::size_t i = 0; i < waits_; ++i) {
    const Waiting& next = waiting_[i];
    const double reach = finds_.reach(index_.chunks[next.place].item);
    if (next.least <= reach) visit_seen(next.place, reach);
  }
}

template <class Visit>
void Search::for_each_short_run(std::size_t place, Visit visit) const {
  const Run run = run_at(place);
  const Box box = index_.tree.block(0, place / PackedTree::kWide).box(place % PackedTree::kWide);
  if (is_short(box)) {
    visit(0, run.edges, box);
    return;
  }
  for (std::size_t first = 0; first < run.edges;) {
    Box around = box_of_points(run.degrees + first, 2);
    std::size_t end = first + 1;
    for (; is_short(around) && end < run.edges; ++end) {
      const Box wider = around.united(box_of_points(run.degrees + end, 2));
      if (!is_short(wider)) break;
      around = wider;
    }
    visit(first, end, around);
    first = end;
  }
}

// Only what the plane of the probe shows to be near.
void Search::visit_seen(std::size_t place, double reach) {
  place_ = place;
  const Run run = run_at(place);
  const std::uint32_t item = index_.chunks[place].item;
  const ProbePlane::Sight sight = probe_.plane.look(run, reach);
  for_each_short_run(place, [&](std::size_t first, std::size_t end, const Box& box) {
    const unsigned theirs = run.edges == 0 ? sight.edges : sight.edges_from(first, end);
    if (theirs == 0) return;
    if (!is_short(box)) return visit_long_edge(run.degrees[first], run.degrees[end], box, item);
    for (const ProbeOutline::Side& side : probe_.sides) {
      const unsigned ours = probe_.plane.seen(sight, theirs, side.first, side.edges);
      if (ours != 0)
        measure(side, ours, {run.degrees + first, end - first}, theirs >> first, box, item);
    }
  });
}

void Search::visit_place(std::size_t place) {
  place_ = place;
  const Run run = run_at(place);
  const std::uint32_t item = index_.chunks[place].item;
  for_each_short_run(place, [&](std::size_t first, std::size_t end, const Box& box) {
    if (is_short(box))
      meet({run.degrees + first, end - first}, box, item);
    else
      visit_long_edge(run.degrees[first], run.degrees[end], box, item);
  });
}

void Search::visit_long_edge(Point from, Point to, const Box& box, std::uint32_t item) {
  const LongEdge edge(from, to);
  LongEdge::Pieces near{0, edge.pieces()};
  if (!wraps_) {
    const double reach = finds_.reach(item);
    const DegreeFloor floor = floor_to(box, reach);
    const Point most{reach / floor.x_m, reach / floor.y_m};
    near = edge.pieces_in({probe_.box.min_x - most.x, probe_.box.min_y - most.y,
                           probe_.box.max_x + most.x, probe_.box.max_y + most.y});
  }
  for (std::size_t number = near.first; number < near.end; ++number) {
    const std::array<Point, 2> piece = edge.piece(number);
    meet({piece.data(), 1}, box_of_points(piece.data(), 2), item);
  }
}

// A far meeting costs a geodesic for each side: a sharper floor tells most of them apart before.
bool Search::far_beyond(const Box& box, double reach) {
  if (reach <= MeetingPlane::kCalibratedBeyondM || reach == kNothing) return false;
  if (!far_floor_) far_floor_.emplace(probe_.box);
  return far_floor_->to(box) > reach;
}

// Some edges of an item against the whole outline of the probe.
void Search::meet(const Run& theirs, const Box& box, std::uint32_t item) {
  if (far_beyond(box, finds_.reach(item))) return;
  const CoarseBox coarse(box);
  for (const ProbeOutline::Side& side : probe_.sides) {
    const double reach = finds_.reach(item);
    const DegreeFloor floor = floor_to(box, reach);
    if (!within(side.box, box, floor, reach)) continue;
    unsigned ours_near = (1U << side.edges) - 1U;
    unsigned theirs_near = (1U << theirs.pieces()) - 1U;
    if (reach <= kFar && !wraps_) {
      const double most = reach * reach;
      Lanes unused;
      theirs_near = edges_within(theirs.degrees, theirs.edges, side.box, floor, most);
      if (theirs_near == 0) continue;
      ours_near = gaps_within(side.edge_boxes, coarse, floor, most, unused);
      if (ours_near == 0) continue;
    }
    measure(side, ours_near, theirs, theirs_near, box, item);
  }
}

void Search::measure(const ProbeOutline::Side& side, unsigned our_edges, const Run& theirs,
                     unsigned their_edges, const Box& box, std::uint32_t item) {
  if (finds_.measure(side, our_edges, theirs, their_edges, box, item)) nearest_place_ = place_;
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
  return search.answer();
}

}  // namespace xuanzhi::geometry
