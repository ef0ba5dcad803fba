// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "xuanzhi/geometry/shape.h"
#include "xuanzhi/workspace/layer.h"

namespace xuanzhi::products::report {

/// A feature of a layer with its shape.
struct NearbyFeature {
  std::size_t feature = 0;  ///< position in the layer
  geometry::Shape shape;
};

/// The features that meet an area, in the order of the layer; the index is asked, so that a layer
/// of a province costs no more than what is seen of it.
std::vector<NearbyFeature> features_in(const workspace::Layer& layer, const geometry::Shape& area);

}  // namespace xuanzhi::products::report
