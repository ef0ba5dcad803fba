// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/service/limits.h"
#include "xuanzhi/service/message.h"
#include "xuanzhi/service/model.h"

/// The layers of the workspace: what they are, how they look, their features. Each struct lists
/// what its answer may read.
namespace xuanzhi::service {

/// GET /api/layers
struct ListLayers {
  const std::vector<workspace::Layer>& layers;
  const std::vector<LayerBoxes>& boxes;
  Answer operator()(const Request& request) const;
};

/// GET /api/layers/{layer}
struct DescribeLayer {
  const std::vector<workspace::Layer>& layers;
  const std::vector<LayerBoxes>& boxes;
  Answer operator()(const Request& request) const;
};

/// GET /api/layers/{layer}/items?bbox=&limit=&offset=
struct LayerItems {
  const std::vector<workspace::Layer>& layers;
  const std::vector<LayerBoxes>& boxes;
  const Limits& limits;
  Answer operator()(const Request& request) const;
};

/// GET /api/layers/{layer}/tiles/{zoom}/{column}/{row}
struct LayerTile {
  const std::vector<workspace::Layer>& layers;
  const std::vector<LayerBoxes>& boxes;
  Answer operator()(const Request& request) const;
};

}  // namespace xuanzhi::service
