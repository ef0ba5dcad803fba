// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "xuanzhi/service/model.h"

namespace xuanzhi::service {

/// A tile of the usual web map pyramid (EPSG:3857, 256-pixel tiles counted from the north-west).
struct TileAddress {
  int zoom = 0;
  int column = 0;
  int row = 0;
};

/// The address in the words of a URL; nothing where it names no tile (zoom 0 to 22).
std::optional<TileAddress> tile_address(const std::string& zoom, const std::string& column,
                                        const std::string& row);

/// The box in degrees that a tile shows.
geometry::Box tile_box(const TileAddress& tile);

/// One layer as a Mapbox Vector Tile 2.1 (extent 4096, named `features`, attributes `id`, `name`,
/// `class`), clipped to the tile with a margin of 64. Parts smaller than a quarter of a pixel are
/// left out. Empty where nothing of the layer is there.
///
/// GDAL's driver writes whole pyramids into folders, not one tile into memory: hence this encoder.
std::string vector_tile(const workspace::Layer& layer, const LayerBoxes& boxes,
                        const TileAddress& tile);

}  // namespace xuanzhi::service
