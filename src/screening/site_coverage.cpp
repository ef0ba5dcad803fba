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

namespace {

// Without repetition and sorted.
std::vector<std::size_t> numbers_of(const std::vector<const LayerIndex*>& layers) {
  std::vector<std::size_t> out;
  out.reserve(layers.size());
  for (const LayerIndex* layer : layers) out.push_back(layer->coverage);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<const geometry::RegionIndex*> coverages_of(
    const std::vector<const LayerIndex*>& layers) {
  std::vector<const geometry::RegionIndex*> out;
  out.reserve(layers.size());
  for (const LayerIndex* layer : layers) out.push_back(&layer->regions().coverage);
  return out;
}

}  // namespace

const KnownAround& SiteCoverage::known_by(const std::vector<const LayerIndex*>& layers) {
  const auto [entry, anew] = known_.try_emplace(numbers_of(layers));
  if (anew) entry->second = measured(layers);
  return entry->second;
}

double SiteCoverage::reach_m(const std::vector<const LayerIndex*>& layers, double within_m) {
  if (!(within_m > 0.0)) return 0.0;
  const auto [entry, anew] = reach_m_.try_emplace({numbers_of(layers), within_m});
  if (anew) entry->second = geometry::clearance_within(probe_, coverages_of(layers), within_m);
  return entry->second;
}

KnownAround SiteCoverage::measured(const std::vector<const LayerIndex*>& layers) {
  // Rounding must not turn a covered site into a partly covered one.
  static constexpr double kCoverSlack = 1e-9;
  static constexpr double kHair = 1.0;
  const double whole_m2 = (1.0 - kCoverSlack) * probe_.area_m2();
  const bool by_one = std::any_of(layers.begin(), layers.end(), [&](const LayerIndex* layer) {
    return covered_m2(*layer) >= whole_m2;
  });
  if (!by_one) {
    const geometry::Shape around =
        geometry::surroundings_of(coverages_of(layers), probe_, kHair).shape;
    if (around.empty()) return {};
    geometry::Shape known = geometry::intersection(probe_.area(), around);
    const double known_m2 = probe_.area_m2(known);
    if (known_m2 < whole_m2) return {known_m2 / probe_.area_m2(), known_m2, std::move(known)};
  }
  return {1.0, probe_.area_m2(), {}};
}

}  // namespace xuanzhi::screening
