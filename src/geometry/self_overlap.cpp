// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/self_overlap.h"

#include <algorithm>
#include <string>
#include <tuple>
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
  size.reserve(items.size());
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

namespace {

// The same for shapes that are alike, whatever the start and direction of their rings.
std::string normal_digest(const Shape& shape) {
  GEOSGeometry* copy = shape.clone().release();
  GEOSNormalize_r(shape.context(), copy);
  Fingerprint print;
  print.add(to_wkb(Shape(shape.geos(), copy)));
  return print.hex();
}

}  // namespace

std::vector<std::size_t> first_alike(const std::vector<const Shape*>& shapes) {
  // Shapes that are alike have one box and as many vertices; few others do.
  using Key = std::tuple<double, double, double, double, std::size_t>;
  std::vector<std::pair<Key, std::size_t>> order;
  order.reserve(shapes.size());
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const Box box = shapes[i]->box();
    const Key key{box.min_x, box.min_y, box.max_x, box.max_y, shapes[i]->vertex_count()};
    order.emplace_back(key, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::size_t> out(shapes.size());
  for (auto begin = order.begin(); begin != order.end();) {
    const auto end = std::find_if(begin, order.end(),
                                  [&](const auto& entry) { return entry.first != begin->first; });
    out[begin->second] = begin->second;
    std::unordered_map<std::string, std::size_t> seen;
    for (auto at = begin; end - begin > 1 && at != end; ++at)
      out[at->second] = seen.emplace(normal_digest(*shapes[at->second]), at->second).first->second;
    begin = end;
  }
  return out;
}

}  // namespace xuanzhi::geometry
