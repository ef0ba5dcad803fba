// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "xuanzhi/dataset/geopackage_writer.h"

struct sqlite3;
struct sqlite3_stmt;

namespace xuanzhi::dataset {

/// A table without geometry in a GeoPackage that is being written, filled by one prepared
/// statement: a driver's feature per row costs five times as much.
class AttributeTable {
 public:
  /// `handle` is borrowed, with a transaction open on it. `stamp` is what the contents say of the
  /// last change. Throws `Error` (output_failed), like `add` and `finish`.
  AttributeTable(sqlite3* handle, const TableSchema& schema, const std::string& stamp);

  /// As many cells as the schema has columns, or fewer: what is missing is NULL.
  void add(const std::vector<Cell>& cells);

  /// Notes the number of rows, and has it kept where other programs add some.
  void finish();

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  Statement prepared(const std::string& sql) const;
  void run(sqlite3_stmt* statement) const;

  sqlite3* handle_;
  std::string name_;
  Statement insert_;
  std::int64_t rows_ = 0;
};

}  // namespace xuanzhi::dataset
