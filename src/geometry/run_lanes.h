// SPDX-License-Identifier: Apache-2.0
// Two runs of edges against each other, four distances at a time, in the registers that every
// x86-64 has.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "edge_meeting.h"

namespace xuanzhi::geometry {

/// The least of what was given, lane by lane.
struct LeastSquare {
  alignas(16) std::array<float, 4> lanes;

  LeastSquare() { lanes.fill(std::numeric_limits<float>::infinity()); }
  float of_all() const { return *std::min_element(lanes.begin(), lanes.end()); }
};

/// A run of edges in a plane in single precision: good enough to tell which pairs need not be
/// looked at in double precision, which most do not.
class RunLanes {
 public:
  static constexpr std::size_t kCorners = 12;  ///< nine, and what fills the last register
  static constexpr std::size_t kEdges = 8;
  /// Squared distances to the corners, or to the edges, of a run.
  using Squares = std::array<float, kCorners>;

  RunLanes(const Run& run, const PlaneMap& map);

  /// What single precision may make of a distance to another run, in metres. Coordinates, their
  /// differences and the share of the foot are off by some units of 2^-24 of the largest one.
  double doubt_m(const RunLanes& other) const {
    return std::ldexp(64.0, -24) * static_cast<double>(std::max(largest_, other.largest_));
  }
  /// The corners of some edges of this run, by one bit each; a lone point has one.
  unsigned corners_of(unsigned edges) const { return (edges | edges << 1U) & corners_; }
  /// From a corner of this run to the edges of another one; what is behind the last is far away.
  void to_edges(std::size_t corner, const RunLanes& other, Squares& out, LeastSquare& least) const;
  /// From an edge of this run to the corners of another one, likewise.
  void to_corners(std::size_t edge, const RunLanes& other, Squares& out, LeastSquare& least) const;

 private:
  static constexpr float kFar = std::numeric_limits<float>::infinity();
  // Squared metres of an edge that counts as a point.
  static constexpr float kShortest = 1e-30F;

  // Places behind the last corner hold it again, and edges without length: a true distance.
  void place(const Run& run, const PlaneMap& map);
  void find_ways();
#if !defined(__SSE2__)
  static float square(float off_x, float off_y, const RunLanes& run, std::size_t edge) {
    const float along = off_x * run.way_x_[edge] + off_y * run.way_y_[edge];
    const float share = std::clamp(along * run.per_length_[edge], 0.0F, 1.0F);
    const float x = off_x - share * run.way_x_[edge];
    const float y = off_y - share * run.way_y_[edge];
    return x * x + y * y;
  }
#endif

  alignas(16) std::array<float, kCorners> x_;
  alignas(16) std::array<float, kCorners> y_;
  alignas(16) std::array<float, kEdges> way_x_;
  alignas(16) std::array<float, kEdges> way_y_;
  alignas(16) std::array<float, kEdges> per_length_;  // one over the squared length; points: 0
  float largest_ = 0.0F;                              // of all coordinates
  unsigned corners_;                                  // one bit each
};

inline RunLanes::RunLanes(const Run& run, const PlaneMap& map) : corners_((2U << run.edges) - 1U) {
  place(run, map);
  find_ways();
}

#if defined(__SSE2__)

namespace lanes {

/// From positions to edges, by the ways to the positions from where the edges start.
inline __m128 squares(__m128 off_x, __m128 off_y, __m128 way_x, __m128 way_y, __m128 per_length) {
  const __m128 along = _mm_add_ps(_mm_mul_ps(off_x, way_x), _mm_mul_ps(off_y, way_y));
  const __m128 share =
      _mm_min_ps(_mm_max_ps(_mm_mul_ps(along, per_length), _mm_setzero_ps()), _mm_set1_ps(1.0F));
  const __m128 x = _mm_sub_ps(off_x, _mm_mul_ps(share, way_x));
  const __m128 y = _mm_sub_ps(off_y, _mm_mul_ps(share, way_y));
  return _mm_add_ps(_mm_mul_ps(x, x), _mm_mul_ps(y, y));
}

inline float greatest(__m128 all) {
  const __m128 two = _mm_max_ps(all, _mm_movehl_ps(all, all));
  return _mm_cvtss_f32(_mm_max_ss(two, _mm_shuffle_ps(two, two, 1)));
}

}  // namespace lanes

inline void RunLanes::place(const Run& run, const PlaneMap& map) {
  const __m128d from_x = _mm_set1_pd(map.origin.x);
  const __m128d from_y = _mm_set1_pd(map.origin.y);
  const __m128d north = _mm_set1_pd(map.north);
  const __m128d x_m = _mm_set1_pd(map.x_m);
  const __m128d y_m = _mm_set1_pd(map.y_m);
  const __m128d shear = _mm_set1_pd(map.shear);
  for (std::size_t i = 0; i < kCorners; i += 2) {
    const __m128d p = _mm_loadu_pd(&run.degrees[std::min(i, run.edges)].x);
    const __m128d q = _mm_loadu_pd(&run.degrees[std::min(i + 1, run.edges)].x);
    const __m128d x = _mm_sub_pd(_mm_unpacklo_pd(p, q), from_x);
    const __m128d y = _mm_sub_pd(_mm_unpackhi_pd(p, q), from_y);
    const __m128d east = _mm_add_pd(_mm_mul_pd(x_m, x), _mm_mul_pd(shear, _mm_sub_pd(y, north)));
    _mm_storel_pi(reinterpret_cast<__m64*>(&x_[i]), _mm_cvtpd_ps(east));
    _mm_storel_pi(reinterpret_cast<__m64*>(&y_[i]), _mm_cvtpd_ps(_mm_mul_pd(y_m, y)));
  }
}

inline void RunLanes::find_ways() {
  const __m128 one = _mm_set1_ps(1.0F);
  for (std::size_t i = 0; i < kEdges; i += 4) {
    const __m128 x = _mm_sub_ps(_mm_loadu_ps(&x_[i + 1]), _mm_load_ps(&x_[i]));
    const __m128 y = _mm_sub_ps(_mm_loadu_ps(&y_[i + 1]), _mm_load_ps(&y_[i]));
    const __m128 length = _mm_add_ps(_mm_mul_ps(x, x), _mm_mul_ps(y, y));
    const __m128 is_long = _mm_cmpgt_ps(length, _mm_set1_ps(kShortest));
    _mm_store_ps(&way_x_[i], x);
    _mm_store_ps(&way_y_[i], y);
    _mm_store_ps(&per_length_[i], _mm_and_ps(_mm_div_ps(one, length), is_long));
  }
  const __m128 sign = _mm_set1_ps(-0.0F);
  __m128 largest = _mm_setzero_ps();
  for (std::size_t i = 0; i < kCorners; i += 4) {
    largest = _mm_max_ps(largest, _mm_andnot_ps(sign, _mm_load_ps(&x_[i])));
    largest = _mm_max_ps(largest, _mm_andnot_ps(sign, _mm_load_ps(&y_[i])));
  }
  largest_ = lanes::greatest(largest);
}

inline void RunLanes::to_edges(std::size_t corner, const RunLanes& other, Squares& out,
                               LeastSquare& least) const {
  const __m128 x = _mm_set1_ps(x_[corner]);
  const __m128 y = _mm_set1_ps(y_[corner]);
  __m128 so_far = _mm_load_ps(least.lanes.data());
  _mm_storeu_ps(&out[kEdges], _mm_set1_ps(kFar));
  for (std::size_t i = 0; i < kEdges; i += 4) {
    const __m128 found =
        lanes::squares(_mm_sub_ps(x, _mm_load_ps(&other.x_[i])),
                       _mm_sub_ps(y, _mm_load_ps(&other.y_[i])), _mm_load_ps(&other.way_x_[i]),
                       _mm_load_ps(&other.way_y_[i]), _mm_load_ps(&other.per_length_[i]));
    _mm_storeu_ps(&out[i], found);
    so_far = _mm_min_ps(so_far, found);
  }
  _mm_store_ps(least.lanes.data(), so_far);
}

inline void RunLanes::to_corners(std::size_t edge, const RunLanes& other, Squares& out,
                                 LeastSquare& least) const {
  const __m128 x = _mm_set1_ps(x_[edge]);
  const __m128 y = _mm_set1_ps(y_[edge]);
  const __m128 way_x = _mm_set1_ps(way_x_[edge]);
  const __m128 way_y = _mm_set1_ps(way_y_[edge]);
  const __m128 per_length = _mm_set1_ps(per_length_[edge]);
  __m128 so_far = _mm_load_ps(least.lanes.data());
  for (std::size_t i = 0; i < kCorners; i += 4) {
    const __m128 found =
        lanes::squares(_mm_sub_ps(_mm_load_ps(&other.x_[i]), x),
                       _mm_sub_ps(_mm_load_ps(&other.y_[i]), y), way_x, way_y, per_length);
    _mm_storeu_ps(&out[i], found);
    so_far = _mm_min_ps(so_far, found);
  }
  _mm_store_ps(least.lanes.data(), so_far);
}

/// One bit for each that is at most `most`.
inline unsigned at_most(const RunLanes::Squares& squares, float most) {
  const __m128 limit = _mm_set1_ps(most);
  unsigned out = 0;
  for (std::size_t i = 0; i < RunLanes::kCorners; i += 4) {
    const __m128 within = _mm_cmple_ps(_mm_loadu_ps(&squares[i]), limit);
    out |= static_cast<unsigned>(_mm_movemask_ps(within)) << i;
  }
  return out;
}

#else

inline void RunLanes::place(const Run& run, const PlaneMap& map) {
  for (std::size_t i = 0; i < kCorners; ++i) {
    const Point p = map(run.degrees[std::min(i, run.edges)]);
    x_[i] = static_cast<float>(p.x);
    y_[i] = static_cast<float>(p.y);
  }
}

inline void RunLanes::find_ways() {
  for (std::size_t i = 0; i < kEdges; ++i) {
    way_x_[i] = x_[i + 1] - x_[i];
    way_y_[i] = y_[i + 1] - y_[i];
    const float length = way_x_[i] * way_x_[i] + way_y_[i] * way_y_[i];
    per_length_[i] = length > kShortest ? 1.0F / length : 0.0F;
  }
  for (std::size_t i = 0; i < kCorners; ++i)
    largest_ = std::max({largest_, std::abs(x_[i]), std::abs(y_[i])});
}

inline void RunLanes::to_edges(std::size_t corner, const RunLanes& other, Squares& out,
                               LeastSquare& least) const {
  out.fill(kFar);
  for (std::size_t i = 0; i < kEdges; ++i) {
    out[i] = square(x_[corner] - other.x_[i], y_[corner] - other.y_[i], other, i);
    least.lanes[i % 4] = std::min(least.lanes[i % 4], out[i]);
  }
}

inline void RunLanes::to_corners(std::size_t edge, const RunLanes& other, Squares& out,
                                 LeastSquare& least) const {
  for (std::size_t i = 0; i < kCorners; ++i) {
    out[i] = square(other.x_[i] - x_[edge], other.y_[i] - y_[edge], *this, edge);
    least.lanes[i % 4] = std::min(least.lanes[i % 4], out[i]);
  }
}

inline unsigned at_most(const RunLanes::Squares& squares, float most) {
  unsigned out = 0;
  for (std::size_t i = 0; i < squares.size(); ++i)
    out |= static_cast<unsigned>(squares[i] <= most) << i;
  return out;
}

#endif

}  // namespace xuanzhi::geometry
