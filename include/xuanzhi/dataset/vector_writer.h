// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/dataset/vector_file.h"

namespace xuanzhi::dataset {

/// A format that `write_vector` writes, chosen by the suffix of the file.
struct VectorFormat {
  std::string suffix;
  std::string driver;         ///< GDAL's short name
  bool degrees_only = false;  ///< coordinates are always WGS 84 degrees
  bool one_kind = false;      ///< points, lines or areas, not several of them
  bool attributes = true;
  bool states_crs = true;
  std::string encoding = "UTF-8";  ///< of texts, unless asked otherwise
  bool encoding_open = false;      ///< texts may be GB18030 or UTF-8
};

/// The format of a file name; null for an unknown suffix.
const VectorFormat* vector_format(const std::filesystem::path& file);
/// All suffixes, for messages.
std::vector<std::string> vector_suffixes();

/// Where a table goes. `crs` is the definition in which its geometries stand.
struct VectorTarget {
  std::filesystem::path file;
  std::string crs;
  std::string encoding;  ///< empty: as the format usually has it
};

/// What was written, and what the format made of it.
struct WrittenVector {
  std::vector<std::filesystem::path> files;
  std::string encoding;
  /// Columns that had to be renamed: name in the source and in the target.
  std::vector<std::pair<std::string, std::string>> renamed;
  std::vector<Text> notes;
};

/// Writes all rows with their types. The files appear when all is written, or not at all.
/// Throws `Error` (output_failed).
WrittenVector write_vector(const VectorTable& table, const VectorTarget& target);

}  // namespace xuanzhi::dataset
