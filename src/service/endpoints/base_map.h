// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/dataset/raster_tiles.h"
#include "xuanzhi/service/message.h"

/// The picture under the layers, where the operator has given one.
namespace xuanzhi::service {

/// GET /api/base: whether there is one, and where. The picture may be null.
struct DescribeBase {
  const dataset::RasterTiles* picture;
  Answer operator()(const Request& request) const;
};

/// GET /api/base/tiles/{zoom}/{column}/{row}: 256 × 256 pixels as PNG.
struct BaseTile {
  const dataset::RasterTiles* picture;
  Answer operator()(const Request& request) const;
};

}  // namespace xuanzhi::service
