// SPDX-License-Identifier: Apache-2.0
#include "nearby.h"

#include <algorithm>

#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::products::report {

std::vector<NearbyFeature> features_in(const workspace::Layer& layer, const geometry::Shape& area) {
  std::vector<std::size_t> found;
  const geometry::Probe probe(area, AreaBasis::ellipsoid);
  for (const workspace::LayerClass& entry : layer.regions->classes) {
    for (const std::size_t item : entry.region.touching(probe))
      found.push_back(entry.features[item]);
  }
  std::sort(found.begin(), found.end());
  std::vector<NearbyFeature> out;
  for (const std::size_t feature : found)
    out.push_back({feature, layer.shape(area.geos(), feature)});
  return out;
}

}  // namespace xuanzhi::products::report
