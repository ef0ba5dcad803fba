// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xuanzhi/formats/file_warning.h"
#include "xuanzhi/geometry/gauss_zone.h"

namespace xuanzhi::formats {

/// VCT 3.0, the exchange text of Chinese land surveys (after GB/T 17798-2007), read only: points,
/// lines of straight segments, polygons from their own rings or from lines, and attributes.
/// Annotations, topology and styles are passed over with a warning; arcs, solids and aggregations
/// are refused.

enum class VctGeometry { none, point, line, area };

struct VctColumn {
  std::string name;
  std::string type;  ///< as stated: Char, Int, Float, Date, …
};

struct VctRow {
  std::int64_t id = 0;  ///< 标识码; the row's place in its table where a pure table has none
  std::string wkb;  ///< (east, north) in file units; empty in pure tables and where none is there
  std::vector<std::optional<std::string>> values;  ///< in the order of the columns
  std::size_t line = 0;
};

/// One feature code with its features, or one table without geometry.
struct VctTable {
  std::string code;
  std::string name;
  std::string attribute_table;
  VctGeometry geometry = VctGeometry::none;
  std::vector<VctColumn> columns;
  std::vector<VctRow> rows;
};

struct VctFile {
  std::string name;
  std::string encoding;
  std::vector<std::pair<std::string, std::string>> head;
  geometry::Datum datum = geometry::Datum::unstated;
  /// The CRS that spheroid, parameters and coordinates agree on, such as `EPSG:4524`; else empty.
  std::string crs;
  Text crs_why;  ///< what the CRS follows from, or why there is none
  std::vector<VctTable> tables;
  std::vector<FileWarning> warnings;
};

/// Reads a file. The extents of the head are ignored (public writers put them in wrong order),
/// counts are never trusted. Throws `Error` (file_unreadable) with the line, what was expected and
/// what stands there.
VctFile parse_vct(std::string_view bytes, const std::string& name);

}  // namespace xuanzhi::formats
