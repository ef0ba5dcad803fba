// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/base/text.h"

namespace xuanzhi::dataset {

/// What is to be said of few rows of a table: takes the room of a pointer where it is empty.
class RareText {
 public:
  RareText() = default;
  RareText(Text text)
      : text_(text == Text{} ? nullptr : std::make_shared<const Text>(std::move(text))) {}

  bool empty() const { return text_ == nullptr; }
  Text text() const { return empty() ? Text{} : *text_; }

 private:
  std::shared_ptr<const Text> text_;
};

/// One row of a vector table: geometry as two-dimensional, linear WKB (empty where the row has
/// none) and attributes as UTF-8 text in the order of `VectorTable::columns`.
struct VectorRow {
  std::int64_t number = 0;  ///< feature id in the source
  std::string wkb;
  std::vector<std::optional<std::string>> values;
  RareText fault;   ///< why the row could not be taken over; empty where it could
  RareText mended;  ///< what was mended on reading, such as an open ring; empty where nothing was
};

/// What a column holds. Cells are text whatever it is: numbers with all their digits, dates as
/// `2023-02-01`, flags as 0 and 1.
enum class FieldType { text, integer, real, date, date_time, flag };

/// A whole table as it stands in a file, and what the reader noticed.
struct VectorTable {
  std::string name;
  std::string format;             ///< GDAL's short name of the driver
  std::string crs;                ///< WKT of the stated CRS; empty where none is stated
  Text crs_missing;               ///< why `crs` is empty, where the reader knows
  std::string encoding_declared;  ///< what the file says of its texts; empty where it says nothing
  std::string encoding_used;  ///< what they were found to be; empty where the format has but one
  std::vector<std::string> columns;
  std::vector<FieldType> types;  ///< of the columns
  std::vector<VectorRow> rows;
  bool has_geometry = true;         ///< false: a table of texts and numbers only
  bool reader_failed = false;       ///< the reader met an error on its way: rows may be missing
  std::int64_t promised_rows = -1;  ///< what the header says; -1 where it says nothing
  std::vector<Text> warnings;

  /// Position of a column; nothing where there is none of that name.
  std::optional<std::size_t> column(const std::string& name) const;
};

/// A source as it may be shown and kept: a database connection without its password.
std::string shown_source(const std::filesystem::path& source);

/// True where GDAL finds the source by other means than a path of this computer: a connection such
/// as `PG:…`, or a file inside an archive (`/vsizip/…`).
bool is_virtual_source(const std::filesystem::path& source);

/// Name and version of the library that reads.
std::string reader_version();

/// What to read.
struct VectorQuery {
  std::filesystem::path source;
  std::string table;  ///< empty: the only table of the source
  std::string where;  ///< OGR attribute filter, empty for all rows
  /// Encoding of the texts where it is known better than it can be found out; empty: found out.
  std::string encoding = {};
  /// False: columns of coordinates in a CSV are columns like others.
  bool coordinate_columns = true;
};

/// Names of the tables that hold features, in the order of the file.
std::vector<std::string> vector_tables(const std::filesystem::path& source);

/// Reads a table with GDAL. Curves become lines, surfaces become polygons, Z and M are dropped,
/// open rings are closed; closed lines of a drawing (DXF) become areas. Texts of shapefiles, CSV
/// and DXF are read in the encoding that all of them fit: UTF-8, else GB18030, else the declared.
/// Throws `Error`: file_missing, file_unreadable, table_missing, column_missing (bad filter).
VectorTable read_vector(const VectorQuery& query);

/// Reads a sheet of a workbook or a CSV as plain text cells, header not interpreted.
struct CellTable {
  std::string name;
  std::vector<std::vector<std::string>> rows;
};
CellTable read_cells(const std::filesystem::path& source, const std::string& sheet);

}  // namespace xuanzhi::dataset
