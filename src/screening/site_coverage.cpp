// SPDX-License-Identifier: Apache-2.0
#include "site_coverage.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::screening {

using geometry::RegionSurroundings;
using geometry::Shape;

double SiteCoverage::covered_m2(const LayerIndex& layer) {
  if (covered_m2_.size() <= layer.coverage) covered_m2_.resize(layer.coverage + 1, -1.0);
  double& covered = covered_m2_[layer.coverage];
  if (covered >= 0.0) return covered;
  covered = 0.0;
  for (const geometry::RegionOverlap& known : layer.regions().coverage.overlaps(probe_))
    covered = known.area_m2;
  return covered;
}

const KnownAround& SiteCoverage::known_by(const std::vector<const LayerIndex*>& layers) {
  std::vector<std::size_t> numbers;
  numbers.reserve(layers.size());
  for (const LayerIndex* layer : layers) numbers.push_back(layer->coverage);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  const auto before = std::find_if(known_.begin(), known_.end(),
                                   [&](const auto& entry) { return entry.first == numbers; });
  if (before != known_.end()) return before->second;
  known_.emplace_back(std::move(numbers), measured(layers));
  return known_.back().second;
}

KnownAround SiteCoverage::measured(const std::vector<const LayerIndex*>& layers) {
  // The surroundings as far as rules look; a coverage is often one huge outline.
  static constexpr double kLookAround = 3000.0;
  // Rounding in the overlay must not turn a covered site into a partly covered one.
  static constexpr double kCoverSlack = 1e-9;
  std::vector<const geometry::RegionIndex*> regions;
  for (const LayerIndex* layer : layers) regions.push_back(&layer->regions().coverage);
  const RegionSurroundings around = geometry::surroundings_of(regions, probe_, kLookAround);
  if (around.everywhere) {
    if (everywhere_reach_m_ < 0.0) everywhere_reach_m_ = reach_around(around.shape);
    return {1.0, probe_.area_m2(), {}, everywhere_reach_m_};
  }
  if (around.shape.empty()) return {};
  Shape known = geometry::intersection(probe_.area(), around.shape);
  const double known_m2 = probe_.area_m2(known);
  const double share = std::min(1.0, known_m2 / probe_.area_m2());
  if (share < 1.0 - kCoverSlack) return {share, known_m2, std::move(known), -1.0};
  return {1.0, probe_.area_m2(), {}, reach_around(around.shape)};
}

double SiteCoverage::reach_around(const Shape& area) const {
  const auto pair = geometry::nearest_points(geometry::outline(probe_.plane_area()),
                                             geometry::outline(probe_.plane().to_plane(area)));
  return std::hypot(pair.on_a.x - pair.on_b.x, pair.on_a.y - pair.on_b.y);
}

}  // namespace xuanzhi::screening
