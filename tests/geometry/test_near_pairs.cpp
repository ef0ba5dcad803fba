// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "support/catch.h"

#include "geometry/near_pairs.h"

using namespace xuanzhi::geometry;  // NOLINT(google-build-using-namespace)

namespace {

using Pairs = std::set<std::pair<std::size_t, std::size_t>>;

// Metres on both axes, so that the numbers can be looked at.
constexpr PlaneMap kMetres{{0.0, 0.0}, 0.0, 1.0, 1.0, 0.0};

// A walk that stops, turns back and takes steps of any size.
std::vector<Point> walk(std::mt19937& dice, Point from, double step, std::size_t edges) {
  std::uniform_real_distribution<double> unit(-1.0, 1.0);
  std::vector<Point> out{from};
  for (std::size_t i = 0; i < edges; ++i) {
    const Point last = out.back();
    const double kind = unit(dice);
    if (kind > 0.9) {
      out.push_back(last);
    } else if (kind < -0.9 && i > 0) {
      out.push_back(out[out.size() - 2]);
    } else {
      const double scale = step * std::pow(10.0, 3.0 * std::min(0.0, unit(dice)));
      out.push_back({last.x + scale * unit(dice), last.y + scale * unit(dice)});
    }
  }
  return out;
}

// The distance from a point to a segment, in long doubles.
double exact_distance(Point p, Point a, Point b) {
  const long double dx = static_cast<long double>(b.x) - a.x;
  const long double dy = static_cast<long double>(b.y) - a.y;
  const long double x = static_cast<long double>(p.x) - a.x;
  const long double y = static_cast<long double>(p.y) - a.y;
  const long double length = dx * dx + dy * dy;
  const long double share =
      length == 0.0L ? 0.0L : std::clamp((x * dx + y * dy) / length, 0.0L, 1.0L);
  return static_cast<double>(std::hypot(x - share * dx, y - share * dy));
}

// Exact distances of corners and edges, and those of them that were told.
struct Truth {
  std::map<std::pair<std::size_t, std::size_t>, double> distances;
  Pairs told;

  Pairs within(double limit) const {
    Pairs out;
    for (const auto& [pair, distance] : distances) {
      if (distance <= limit) out.insert(pair);
    }
    return out;
  }
  double least() const {
    double out = std::numeric_limits<double>::infinity();
    for (const auto& [pair, distance] : distances) out = std::min(out, distance);
    return out;
  }
};

bool holds(const Pairs& all, const Pairs& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

}  // namespace

TEST_CASE("No corner and edge within a limit are left out by single precision",
          "[geometry][property]") {
  const double away = GENERATE(0.0, 1.0, 300.0, 20e3, 150e3, 2e7);
  std::mt19937 dice(static_cast<unsigned>(away) + 7U);
  std::uniform_real_distribution<double> unit(0.0, 1.0);
  std::uniform_int_distribution<std::size_t> edges(1, 8);
  for (int round = 0; round < 3000; ++round) {
    const double step = std::pow(10.0, 4.0 * unit(dice) - 1.0);
    const std::vector<Point> a = walk(dice, {0.0, 0.0}, step, edges(dice));
    const bool lone = unit(dice) > 0.9;
    const std::vector<Point> b =
        walk(dice, {away * unit(dice), away}, step, lone ? 0 : edges(dice));
    const Run ours{a.data(), a.size() - 1};
    const Run theirs{b.data(), b.size() - 1};
    const double limit = away + step * unit(dice);
    Truth corners;
    Truth ends;
    for (std::size_t k = 0; k < a.size(); ++k) {
      for (std::size_t i = 0; i < theirs.pieces(); ++i)
        corners.distances[{k, i}] = exact_distance(a[k], b[i], b[theirs.end_of(i)]);
    }
    for (std::size_t k = 0; k + 1 < a.size(); ++k) {
      for (std::size_t i = 0; i < b.size(); ++i)
        ends.distances[{k, i}] = exact_distance(b[i], a[k], a[k + 1]);
    }
    const RunLanes our_lanes(ours, kMetres);
    const RunLanes their_lanes(theirs, kMetres);
    const NearPairs pairs(our_lanes, (1U << ours.edges) - 1U, their_lanes,
                          (1U << theirs.pieces()) - 1U);
    Meetings bound;
    bound.lower_limit(limit);
    pairs.corners_to_edges(bound,
                           [&](std::size_t k, std::size_t i) { corners.told.emplace(k, i); });
    pairs.edges_to_corners(bound, [&](std::size_t k, std::size_t i) { ends.told.emplace(k, i); });
    const double doubt = our_lanes.doubt_m(their_lanes);
    const double least = std::min(corners.least(), ends.least());
    CAPTURE(away, round, limit, doubt);
    for (const Truth& truth : {corners, ends}) {
      CHECK(holds(truth.told, truth.within(limit)));
      CHECK(holds(truth.within((1.0 + 1e-6) * (limit + 2.0 * doubt)), truth.told));
    }
    CHECK(pairs.least_m() >= least);
    CHECK(pairs.least_m() <= least + 2.0 * doubt);
  }
}
