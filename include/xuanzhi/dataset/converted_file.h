// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace xuanzhi::dataset {

/// Formats that `convert_table` writes: geojson, fgb, shp, csv, kml.
std::vector<std::string> export_formats();

/// Copies one table of a GeoPackage into FOLDER/TABLE.FORMAT, in degrees (CGCS2000; KML and GeoJSON
/// take it as WGS 84). Shapefiles are written in GB18030 with a .cpg; CSV carries WKT.
/// Returns the file. Throws `Error` (output_failed).
std::filesystem::path convert_table(const std::filesystem::path& geopackage,
                                    const std::string& table, const std::string& format,
                                    const std::filesystem::path& folder);

}  // namespace xuanzhi::dataset
