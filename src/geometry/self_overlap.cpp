// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/self_overlap.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

SelfOverlap self_overlap(const std::vector<const Shape*>& shapes) {
  SelfOverlap out;
  std::vector<std::size_t> number;
  std::vector<RegionItem> items;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    if (shapes[i]->dimension() != 2) continue;
    number.push_back(i);
    items.push_back({shapes[i], 0.0});
  }
  std::vector<std::size_t> size;
  for (const RegionItem& item : items) size.push_back(item.shape->vertex_count());
  const RegionIndex index(items);
  for (std::size_t a = 0; a < items.size() && out.complete; ++a) {
    const Probe probe(*items[a].shape, AreaBasis::ellipsoid);
    // Of each pair the smaller one looks at the larger, of which it sees only what is near.
    const auto larger = [&](std::size_t b) {
      return std::pair(size[b], b) > std::pair(size[a], a);
    };
    for (const RegionOverlap& overlap : index.overlaps(probe, larger)) {
      const auto [first, second] = std::minmax(number[a], number[overlap.item]);
      out.pairs.push_back({first, second, overlap.area_m2});
    }
    out.complete = out.pairs.size() <= kMostPairs;
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
