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

/// The same of a path in an archive. Zip programs of Chinese computers write names in GBK without
/// saying so, and GDAL takes them for CP437, as the format has it: 红 becomes ║∞. Such names are
/// put right; they are names for people, the path itself stays as GDAL has it.
std::string member_name(std::string_view path);

/// Paths (`/vsizip/…`) of what can be opened in a zip archive, in whatever folder it lies:
/// shapefiles, GeoPackages, FileGDB folders and the like; of a KMZ its KML files.
std::vector<std::string> archive_members(const std::string& archive);

}  // namespace xuanzhi::dataset
