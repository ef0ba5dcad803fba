// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace xuanzhi::service {

/// Stores the files of a request, `[{"kind": "shp", "base64": "…"}, …]`, under names of our own:
/// a shapefile with its companions (shp, shx, dbf, prj, cpg), a GeoPackage (gpkg) or a KML (kml).
/// Returns the one to read. What a file is must show in its first bytes, so that no driver that
/// opens other files can be reached, nor may a GeoPackage have virtual tables that do.
/// Throws `Error`: request_malformed, media_type_unsupported.
std::filesystem::path store_sent_files(const nlohmann::json& files,
                                       const std::filesystem::path& folder,
                                       const std::string& place);

}  // namespace xuanzhi::service
