// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "xuanzhi/dataset/geopackage_writer.h"

struct sqlite3;
struct sqlite3_stmt;

namespace xuanzhi::dataset {

/// A table without geometry in a GeoPackage that is being written, filled by prepared statements,
/// sixteen rows by one: a driver's feature per row costs more than five times as much.
class AttributeTable {
 public:
  /// `handle` is borrowed, with a transaction open on it. `stamp` is what the contents say of the
  /// last change. Throws `Error` (output_failed), like `add` and `finish`.
  AttributeTable(sqlite3* handle, const TableSchema& schema, const std::string& stamp);

  /// As many cells as the schema has columns, or fewer: what is missing is NULL. Rows are written
  /// some at a time, so that an error may be that of an earlier one.
  void add(const std::vector<Cell>& cells);

  /// Writes what waits, notes the number of rows, and has it kept where other programs add some.
  void finish();

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  Statement prepared(const std::string& sql) const;
  void run(sqlite3_stmt* statement) const;
  void bind_row(sqlite3_stmt* statement, std::size_t place, const std::vector<Cell>& cells);

  sqlite3* handle_;
  std::string name_;
  std::size_t columns_;
  Statement insert_;
  Statement insert_many_;
  std::vector<std::vector<Cell>> waiting_;
  std::size_t waits_ = 0;  // rows of `waiting_`
  std::int64_t rows_ = 0;
};

}  // namespace xuanzhi::dataset
