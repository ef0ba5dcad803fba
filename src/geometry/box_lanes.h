// SPDX-License-Identifier: Apache-2.0
// Eight boxes against one at a time, in the registers that every x86-64 has.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "degree_floor.h"
#include "packed_tree.h"

namespace xuanzhi::geometry {

using Lanes = std::array<float, PackedTree::kWide>;

/// A length, or the square of one, times this is below it whatever single precision makes of it.
inline constexpr double kBelowExact = 1.0 - 0x1p-20;
inline constexpr double kAboveExact = 1.0 / kBelowExact;  ///< likewise above it

/// Squared lengths of the gaps between a box and those of a block, with lengths of a degree, none
/// of them too long; one bit for each that is at most `most`, which is finite: a place without a
/// box is infinitely far away, and its bit is never set.
inline unsigned gaps_within(const PackedTree::Block& block, const CoarseBox& box,
                            DegreeFloor degree, double most, Lanes& squared) {
  const auto per_x = static_cast<float>(kBelowExact * degree.x_m);
  const auto per_y = static_cast<float>(kBelowExact * degree.y_m);
  const auto limit = static_cast<float>(kAboveExact * most);
  unsigned within = 0;
#if defined(__SSE2__)
  const __m128 west = _mm_set1_ps(box.min_x);
  const __m128 east = _mm_set1_ps(box.max_x);
  const __m128 south = _mm_set1_ps(box.min_y);
  const __m128 north = _mm_set1_ps(box.max_y);
  const __m128 none = _mm_setzero_ps();
  for (std::size_t i = 0; i < PackedTree::kWide; i += 4) {
    const __m128 left = _mm_sub_ps(west, _mm_loadu_ps(&block.max_x[i]));
    const __m128 right = _mm_sub_ps(_mm_loadu_ps(&block.min_x[i]), east);
    const __m128 below = _mm_sub_ps(south, _mm_loadu_ps(&block.max_y[i]));
    const __m128 above = _mm_sub_ps(_mm_loadu_ps(&block.min_y[i]), north);
    const __m128 x = _mm_mul_ps(_mm_max_ps(_mm_max_ps(left, right), none), _mm_set1_ps(per_x));
    const __m128 y = _mm_mul_ps(_mm_max_ps(_mm_max_ps(below, above), none), _mm_set1_ps(per_y));
    const __m128 sum = _mm_add_ps(_mm_mul_ps(x, x), _mm_mul_ps(y, y));
    _mm_storeu_ps(&squared[i], sum);
    within |= static_cast<unsigned>(_mm_movemask_ps(_mm_cmple_ps(sum, _mm_set1_ps(limit)))) << i;
  }
#else
  for (std::size_t i = 0; i < PackedTree::kWide; ++i) {
    const float left = box.min_x - block.max_x[i];
    const float right = block.min_x[i] - box.max_x;
    const float below = box.min_y - block.max_y[i];
    const float above = block.min_y[i] - box.max_y;
    const float x = per_x * std::max({left, right, 0.0F});
    const float y = per_y * std::max({below, above, 0.0F});
    squared[i] = x * x + y * y;
    within |= static_cast<unsigned>(squared[i] <= limit) << i;
  }
#endif
  return within;
}

/// One bit for each of up to eight edges that follow each other, where the gap between its box and
/// a box is at most `most`; no edges stand for a lone point.
inline unsigned edges_within(const Point* points, std::size_t edges, const Box& box,
                             DegreeFloor degree, double most) {
  unsigned within = 0;
  const std::size_t pieces = edges == 0 ? 1 : edges;
  for (std::size_t i = 0; i < pieces; ++i) {
    const Point& from = points[i];
    const Point& to = points[edges == 0 ? 0 : i + 1];
#if defined(__SSE2__)
    const __m128d p = _mm_loadu_pd(&from.x);
    const __m128d q = _mm_loadu_pd(&to.x);
    const __m128d before = _mm_sub_pd(_mm_loadu_pd(&box.min_x), _mm_max_pd(p, q));
    const __m128d behind = _mm_sub_pd(_mm_min_pd(p, q), _mm_loadu_pd(&box.max_x));
    const __m128d gap = _mm_mul_pd(_mm_max_pd(_mm_max_pd(before, behind), _mm_setzero_pd()),
                                   _mm_loadu_pd(&degree.x_m));
    const __m128d square = _mm_mul_pd(gap, gap);
    const double sum = _mm_cvtsd_f64(_mm_add_sd(square, _mm_unpackhi_pd(square, square)));
#else
    const double x =
        std::max({0.0, box.min_x - std::max(from.x, to.x), std::min(from.x, to.x) - box.max_x}) *
        degree.x_m;
    const double y =
        std::max({0.0, box.min_y - std::max(from.y, to.y), std::min(from.y, to.y) - box.max_y}) *
        degree.y_m;
    const double sum = x * x + y * y;
#endif
    within |= static_cast<unsigned>(sum <= most) << i;
  }
  return within;
}

}  // namespace xuanzhi::geometry
