// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace xuanzhi::products {

/// Writes the areas of a result table as survey coordinate texts (GB18030, X north, eastings with
/// the zone's number), one file for each national 3° zone: FOLDER/TABLE_zone36.txt. An area belongs
/// to the zone of its middle. Points that lie on a straight edge to 0.2 mm are left out: most of
/// them are not surveyed, they were added so that edges stay straight in degrees.
/// Returns the files in the order of the zones. Throws `Error`: output_failed, and crs_unsupported
/// for an area outside the zones of China.
std::vector<std::filesystem::path> export_survey_texts(const std::filesystem::path& geopackage,
                                                       const std::string& table,
                                                       const std::filesystem::path& folder);

}  // namespace xuanzhi::products
