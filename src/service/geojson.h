// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::service {

/// A geometry of RFC 7946 as text: the parts of the highest dimension, 9 decimals (0.1 mm), outer
/// rings counter-clockwise. `null` where the shape is empty.
std::string geometry_text(const geometry::Shape& shape);

/// `{"type":"Feature","id":…,"geometry":…,"properties":…}`.
std::string feature_text(const std::string& id, const std::string& geometry,
                         const std::string& properties);

/// A document of a request. Throws `Error` (request_malformed) where it is no JSON or nested deeper
/// than `depth`, which is counted before anything is parsed.
nlohmann::json parse_json(std::string_view text, int depth);

/// The area of a geometry, a feature, or a collection with one feature, with at most `vertices`
/// corners; not yet mended. Throws `Error`: value_invalid for what is no area or has broken
/// coordinates, crs_unsupported for a stated CRS other than longitude and latitude,
/// request_too_large. `place` is put before the place of the fault.
geometry::Shape area_of_geojson(const geometry::Geos& geos, const nlohmann::json& document,
                                std::size_t vertices, const std::string& place);

}  // namespace xuanzhi::service
