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

using Lanes = std::array<double, PackedTree::kWide>;

/// Squared lengths of the gaps between a box and those of a block, with lengths of a degree; one
/// bit for each that is at most `most`, which is finite: a place without a box is infinitely far
/// away, and its bit is never set.
inline unsigned gaps_within(const PackedTree::Block& block, const Box& box, DegreeFloor degree,
                            double most, Lanes& squared) {
  unsigned within = 0;
#if defined(__SSE2__)
  const __m128d west = _mm_set1_pd(box.min_x);
  const __m128d east = _mm_set1_pd(box.max_x);
  const __m128d south = _mm_set1_pd(box.min_y);
  const __m128d north = _mm_set1_pd(box.max_y);
  const __m128d x_m = _mm_set1_pd(degree.x_m);
  const __m128d y_m = _mm_set1_pd(degree.y_m);
  const __m128d limit = _mm_set1_pd(most);
  const __m128d none = _mm_setzero_pd();
  for (std::size_t i = 0; i < PackedTree::kWide; i += 2) {
    const __m128d left = _mm_sub_pd(west, _mm_loadu_pd(&block.max_x[i]));
    const __m128d right = _mm_sub_pd(_mm_loadu_pd(&block.min_x[i]), east);
    const __m128d below = _mm_sub_pd(south, _mm_loadu_pd(&block.max_y[i]));
    const __m128d above = _mm_sub_pd(_mm_loadu_pd(&block.min_y[i]), north);
    const __m128d x = _mm_mul_pd(_mm_max_pd(_mm_max_pd(left, right), none), x_m);
    const __m128d y = _mm_mul_pd(_mm_max_pd(_mm_max_pd(below, above), none), y_m);
    const __m128d sum = _mm_add_pd(_mm_mul_pd(x, x), _mm_mul_pd(y, y));
    _mm_storeu_pd(&squared[i], sum);
    within |= static_cast<unsigned>(_mm_movemask_pd(_mm_cmple_pd(sum, limit))) << i;
  }
#else
  for (std::size_t i = 0; i < PackedTree::kWide; ++i) {
    const double left = box.min_x - block.max_x[i];
    const double right = block.min_x[i] - box.max_x;
    const double below = box.min_y - block.max_y[i];
    const double above = block.min_y[i] - box.max_y;
    double x = left > right ? left : right;
    double y = below > above ? below : above;
    x = x > 0.0 ? x * degree.x_m : 0.0;
    y = y > 0.0 ? y * degree.y_m : 0.0;
    squared[i] = x * x + y * y;
    within |= static_cast<unsigned>(squared[i] <= most) << i;
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
