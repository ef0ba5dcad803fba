// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xuanzhi::dataset {

/// The suffix of a path in lower case, without its dot.
std::string suffix_of(std::string_view path);
/// The last part of a path without its suffix.
std::string stem_of(std::string_view path);

/// Paths (`/vsizip/…`) of what can be opened in a zip archive, in whatever folder it lies:
/// shapefiles, GeoPackages, FileGDB folders and the like; of a KMZ its KML files.
std::vector<std::string> archive_members(const std::string& archive);

}  // namespace xuanzhi::dataset
