// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "edge_meeting.h"
#include "flat_paths.h"

namespace xuanzhi::geometry {

/// Between which bounds a distance lies, in metres.
struct DistanceRange {
  double least;  ///< may be below 0
  double most;
};

/// A plane around a probe that tells between which bounds the distance from it to a run of edges
/// lies, for little: good enough to leave most runs out before any of them is measured.
///
/// Positions are carried into it by Gauss's mid-latitude formula from the middle of the probe's
/// box, with N cos φ and M linear in the middle latitude. The probe counts as the convex hull of
/// its corners: with u the direction to the point p of an edge that is nearest to the middle, no
/// point of the edge has less of u than |p|, and no corner s more than the largest u · s. The
/// difference is the least distance; the most is the shortest way from a corner to such a point.
/// Both are widened by what the plane, the series and single precision may be off by.
class ProbePlane {
 public:
  /// Of a run no more than this is told; it is the size of a chunk.
  static constexpr std::size_t kEdges = kChunkEdges;

  /// What of a run comes near.
  class Sight {
   public:
    unsigned edges = 0;  ///< one bit for each, or for a lone point
    /// Those of the edges from `first` up to `end`.
    unsigned edges_from(std::size_t first, std::size_t end) const {
      return edges & ((1U << end) - (1U << first));
    }

   private:
    friend class ProbePlane;
    // The feet p of the edges, and the least p · s of a corner that comes near.
    std::array<float, kEdges> foot_x_;
    std::array<float, kEdges> foot_y_;
    std::array<float, kEdges> least_dot_;
  };

  /// Serves nothing.
  ProbePlane() = default;
  /// `outline`: the positions of the probe in degrees.
  ProbePlane(const Box& box, std::span<const Point> outline);

  /// False where the probe is too large, has too many corners or lies too near a pole.
  bool serves() const { return !corners_.empty(); }
  /// Of the distance to a run; nothing where it may be farther than the plane is good for.
  std::optional<DistanceRange> range(const Run& run) const;
  /// The edges of a run that may come within a distance for which `range` told something.
  Sight look(const Run& run, double within_m) const;
  /// Those edges of the probe between two of its positions that may come so near to some of the
  /// edges seen, one bit each.
  unsigned seen(const Sight& sight, unsigned theirs, std::size_t first, std::size_t edges) const;

 private:
  struct Corner {
    float x;
    float y;
    float squared;  // distance from the middle
  };
  struct Scale {
    float x_m = 0.0F;  // per degree
    float y_m = 0.0F;
    float x_bend = 0.0F;  // more of them per degree to the north
    float y_bend = 0.0F;
  };
  struct Feet;
  struct Towards;

  Feet feet_of(const Run& run) const;
  Towards towards(const Feet& feet) const;
  /// By how much a distance in the plane, along edges up to a length, may be off.
  double slack_m(double distance_m, double edge_m) const;

  Point middle_;
  Scale scale_;
  std::vector<Corner> corners_;
  double radius_m_ = 0.0;
  double bow_ = 0.0;    // metres per square metre of an edge
  double level_ = 0.0;  // metres, whatever the distance
  double slope_ = 0.0;  // per metre
  double bend_ = 0.0;   // per cubic metre
};

}  // namespace xuanzhi::geometry
