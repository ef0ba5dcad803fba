// SPDX-License-Identifier: Apache-2.0
#include "site_coverage.h"

#include <algorithm>
#include <utility>

#include "xuanzhi/geometry/depth.h"

namespace xuanzhi::screening {

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
  // As far as rules look around a site.
  static constexpr double kLookAround = 3000.0;
  // Rounding must not turn a covered site into a partly covered one.
  static constexpr double kCoverSlack = 1e-9;
  static constexpr double kHair = 1.0;
  const double whole_m2 = (1.0 - kCoverSlack) * probe_.area_m2();
  std::vector<const geometry::RegionIndex*> regions;
  regions.reserve(layers.size());
  for (const LayerIndex* layer : layers) regions.push_back(&layer->regions().coverage);
  const bool by_one = std::any_of(layers.begin(), layers.end(), [&](const LayerIndex* layer) {
    return covered_m2(*layer) >= whole_m2;
  });
  if (!by_one) {
    const geometry::Shape around = geometry::surroundings_of(regions, probe_, kHair).shape;
    if (around.empty()) return {};
    geometry::Shape known = geometry::intersection(probe_.area(), around);
    const double known_m2 = probe_.area_m2(known);
    if (known_m2 < whole_m2) return {known_m2 / probe_.area_m2(), known_m2, std::move(known), -1.0};
  }
  return {1.0, probe_.area_m2(), {}, geometry::clearance_within(probe_, regions, kLookAround)};
}

}  // namespace xuanzhi::screening
