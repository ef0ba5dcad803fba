// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/self_overlap.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

// Shapes with more vertices than this are cut to the box that both share before an overlay.
constexpr std::size_t kClipAbove = 256;

struct Entry {
  Box box;
  std::size_t number = 0;
};

Box common(const Box& a, const Box& b) {
  return {std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y), std::min(a.max_x, b.max_x),
          std::min(a.max_y, b.max_y)};
}

Shape near(const Shape& shape, const Box& box) {
  return shape.vertex_count() > kClipAbove ? clipped(shape, box) : shape.clone();
}

double shared_area(const Shape& a, const Shape& b, const Box& box) {
  // A millimetre more, so that edges on the box are not lost to rounding.
  const Box wide = grown(box, 0.001);
  return ellipsoidal_area_m2(intersection(near(a, wide), near(b, wide)));
}

// By the western edge: what begins east of an entry's eastern edge cannot meet it.
std::vector<Entry> swept(const std::vector<const Shape*>& shapes) {
  std::vector<Entry> out;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    if (shapes[i]->dimension() == 2) out.push_back({shapes[i]->box(), i});
  }
  std::sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.box.min_x, a.number) < std::pair(b.box.min_x, b.number);
  });
  return out;
}

}  // namespace

SelfOverlap self_overlap(const std::vector<const Shape*>& shapes) {
  SelfOverlap out;
  const std::vector<Entry> entries = swept(shapes);
  std::size_t compared = 0;
  for (auto a = entries.begin(); a != entries.end() && out.complete; ++a) {
    for (auto b = a + 1; b != entries.end() && b->box.min_x < a->box.max_x; ++b) {
      const Box box = common(a->box, b->box);
      if (box.min_x >= box.max_x || box.min_y >= box.max_y) continue;
      if (++compared > kMostPairs) {
        out.complete = false;
        break;
      }
      const double area = shared_area(*shapes[a->number], *shapes[b->number], box);
      const auto [first, second] = std::minmax(a->number, b->number);
      if (area > 0.0) out.pairs.push_back({first, second, area});
    }
  }
  std::sort(out.pairs.begin(), out.pairs.end(),
            [](const OverlappingPair& a, const OverlappingPair& b) {
              return std::pair(a.first, a.second) < std::pair(b.first, b.second);
            });
  return out;
}

std::vector<std::size_t> first_alike(const std::vector<const Shape*>& shapes) {
  std::vector<std::size_t> out(shapes.size());
  std::unordered_map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    GEOSGeometry* copy = shapes[i]->clone().release();
    GEOSNormalize_r(shapes[i]->context(), copy);
    Fingerprint print;
    print.add(to_wkb(Shape(shapes[i]->geos(), copy)));
    out[i] = seen.emplace(print.hex(), i).first->second;
  }
  return out;
}

}  // namespace xuanzhi::geometry
