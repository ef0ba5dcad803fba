// SPDX-License-Identifier: Apache-2.0
#include "base_map.h"

#include <cmath>
#include <numbers>

#include "../answers.h"
#include "../vector_tile.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

using nlohmann::json;

namespace {

constexpr double kEarthRadius = 6378137.0;  // of EPSG:3857, in m

std::array<double, 4> metres_of(const TileAddress& tile) {
  const double half = std::numbers::pi * kEarthRadius;
  const double size = std::ldexp(2.0 * half, -tile.zoom);
  const double west = -half + size * tile.column;
  const double north = half - size * tile.row;
  return {west, north - size, west + size, north};
}

}  // namespace

Answer DescribeBase::operator()(const Request&) const {
  json out{{"available", picture != nullptr}};
  if (picture != nullptr) {
    out["bbox_3857"] = picture->box();
    out["tiles"] = "/api/base/tiles/{z}/{x}/{y}";
  }
  return json_answer(out);
}

Answer BaseTile::operator()(const Request& request) const {
  const auto tile =
      tile_address(request.place.at("zoom"), request.place.at("column"), request.place.at("row"));
  if (picture == nullptr || !tile) {
    throw Error(
        ErrorCode::resource_unknown, request.path,
        {"没有此底图瓦片", "there is no such tile of a base map"},
        {"用 --base 给出底图；层级 0 到 22", "a base map is given with --base; zoom 0 to 22"});
  }
  std::string bytes = picture->png(metres_of(*tile));
  const int status = bytes.empty() ? 204 : 200;
  return {status, "image/png", std::move(bytes)};
}

}  // namespace xuanzhi::service
