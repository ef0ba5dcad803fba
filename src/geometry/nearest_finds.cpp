// SPDX-License-Identifier: Apache-2.0
#include "nearest_finds.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "meeting_plane.h"
#include "near_pairs.h"
#include "plane_distance.h"
#include "run_lanes.h"
#include "short_geodesic.h"

namespace xuanzhi::geometry {

namespace {

// The least distance, at the first item that has it up to a tie; nothing beyond the bound.
template <class Finds, class Distance>
std::optional<RegionNearest> least(const Finds& all, double within, Distance distance) {
  double best = kNothing;
  for (const RegionNearest& one : all) best = std::min(best, distance(one));
  if (best > within || best == kNothing) return std::nullopt;
  RegionNearest out{std::numeric_limits<std::size_t>::max(), best};
  for (const RegionNearest& one : all) {
    if (distance(one) <= best + kTie) out.item = std::min(out.item, one.item);
  }
  return out;
}

}  // namespace

bool NearestFinds::measure(const ProbeOutline::Side& side, unsigned our_edges, const Run& theirs,
                           unsigned their_edges, const Box& box, std::uint32_t item) {
  // The plane is that of the two boxes, whatever is known of the distance: so a pair of edges has
  // one distance, in whatever order a search comes to it.
  const MeetingPlane plane(side.origin, box);
  const PlaneMap ours_in = plane.ours();
  const PlaneMap theirs_in = plane.theirs();
  const Run ours{probe_.side_points.data() + side.first, side.edges};
  const double reach_m = reach(item);
  if (reach_m > kFar) {
    const double limit = reach_m + plane.slack_m(reach_m) + plane.radius_m(box);
    our_edges = edges_within(ours, ours_in, our_edges, theirs_in(middle_of(box)), limit);
    if (our_edges == 0) return false;
  }
  bool nearer = false;
  Meetings meetings;
  meetings.lower_limit(reach_m + plane.slack_m(reach_m));
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
    if (meetings.full()) nearer = take(meetings, item) || nearer;
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
  return take(meetings, item) || nearer;
}

// Measures what may be the shortest by geodesics, and clears it.
bool NearestFinds::take(Meetings& meetings, std::uint32_t item) {
  bool nearer = false;
  meetings.drop_far();
  for (std::size_t i = 0; i < meetings.count(); ++i) {
    const double distance = short_geodesic_m(meetings[i].ours, meetings[i].theirs);
    if (distance > reach(item)) continue;
    nearer = nearer || distance < shape_;
    tighten(distance, item);
    found_.push_back({item, distance});
  }
  meetings.clear();
  return nearer;
}

RegionProximity NearestFinds::answer() const {
  return {least(found_, within_, [](const RegionNearest& one) { return one.distance_m; }),
          least(found_, within_, [&](const RegionNearest& one) {
            return std::max(0.0, one.distance_m - half_width(static_cast<std::uint32_t>(one.item)));
          })};
}

}  // namespace xuanzhi::geometry
