// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "xuanzhi/dataset/geopackage_writer.h"

namespace xuanzhi::products {

/// A table without geometry, ready for a GeoPackage or a CSV.
struct TableData {
  dataset::TableSchema schema;
  std::vector<std::vector<dataset::Cell>> rows;
};

/// Takes the rows of a table one by one; a row is borrowed.
using RowSink = std::function<void(const std::vector<dataset::Cell>&)>;

/// A table whose rows are made as they are written, because there may be too many to be held.
struct RowStream {
  dataset::TableSchema schema;
  std::function<void(const RowSink&)> rows;
};

/// The rows all at once, for what must go through them more than once.
TableData collected(const RowStream& stream);

/// NULL for an empty text, and for a number that means "none" by being negative.
dataset::Cell text_cell(std::string text);
dataset::Cell positive_cell(double value);
dataset::Cell count_cell(std::size_t value);

void write_table(dataset::GeoPackageWriter& writer, const TableData& table);

void write_table(dataset::GeoPackageWriter& writer, const RowStream& table);

/// RFC 4180 with a byte order mark, so that Excel reads the Chinese text.
void print_csv(std::ostream& out, const RowStream& table);

/// Such a file as it grows; without `commit` nothing of it stays.
class CsvFile {
 public:
  /// Throws `Error` (output_failed), as does `commit`.
  CsvFile(const std::filesystem::path& target, const dataset::TableSchema& schema);
  ~CsvFile();
  CsvFile(CsvFile&&) noexcept;

  void add(const std::vector<dataset::Cell>& row);
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same into a file, whole or not at all.
void write_csv(const std::filesystem::path& target, const RowStream& table);

}  // namespace xuanzhi::products
