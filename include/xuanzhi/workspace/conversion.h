// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"

namespace xuanzhi::workspace {

/// One table of a source to one file of another format.
struct ConversionRequest {
  SourceTable source;
  std::filesystem::path target;
  std::string to_crs;    ///< empty: that of the source, or WGS 84 where the format has no other
  std::string encoding;  ///< of the target's texts; empty: as the format usually has it
};

/// What was read, mended, left out and written.
struct Conversion {
  SourceAudit audit;
  std::string source_format;
  std::string target_format;
  std::string target_crs;
  std::string target_encoding;
  std::size_t rows_written = 0;
  /// Columns that had to be renamed: name in the source and in the target.
  std::vector<std::pair<std::string, std::string>> renamed;
  std::vector<Text> notes;
  std::vector<std::filesystem::path> files;
};

/// Reads, repairs and writes. Vertices stay vertices: none is added, and coordinates stay as they
/// are where neither the CRS nor the axes change. Rows without geometry keep their attributes where
/// the format allows it.
/// Throws `Error`: wrong_usage for a suffix that cannot be written, and what reading throws.
Conversion convert(const ConversionRequest& request);

}  // namespace xuanzhi::workspace
