// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "xuanzhi/base/date.h"

namespace xuanzhi::dataset {

enum class ColumnType { text, integer, real, bytes };
enum class TableGeometry { none, point, line, polygon };

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
};

/// Bytes as they are.
struct Bytes {
  std::string bytes;
};

/// A cell; `monostate` is NULL.
using Cell = std::variant<std::monostate, std::string, long long, double, Bytes>;

struct TableSchema {
  std::string name;
  std::string title;  ///< identifier that other programs show
  TableGeometry geometry = TableGeometry::none;
  std::vector<Column> columns;
};

/// Writes a GeoPackage beside its target and puts it in place only when all is written: an earlier
/// file stays untouched until `close()` returns, whatever happens before.
/// Same rows in the same order give the same bytes.
class GeoPackageWriter {
 public:
  /// `stamp` is the date that the file carries instead of the present moment.
  GeoPackageWriter(const std::filesystem::path& target, const Date& stamp);
  ~GeoPackageWriter();
  GeoPackageWriter(const GeoPackageWriter&) = delete;
  GeoPackageWriter& operator=(const GeoPackageWriter&) = delete;

  /// Starts a table; following `add` calls fill it. Geometry is in CGCS2000 degrees (EPSG:4490).
  void begin(const TableSchema& schema);
  /// Starts tables without geometry that are filled in turn, each by its place among them.
  void begin_together(const std::vector<TableSchema>& schemas);
  void add_row(std::size_t table, const std::vector<Cell>& cells);
  /// `wkb` is empty for tables without geometry. Multi types are made where the table needs them.
  void add(std::string_view wkb, const std::vector<Cell>& cells);

  /// A default QGIS style for a table (stored in `layer_styles`).
  void set_style(const std::string& table, TableGeometry geometry, const std::string& name,
                 const std::string& qml);

  /// Finishes, flushes and renames. Only a returning call means that the file is there.
  void close();

 private:
  struct State;
  void finish_tables();
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::dataset
