// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/dataset/geopackage_writer.h"

namespace xuanzhi::products {

/// A table without geometry, ready for a GeoPackage or a CSV.
struct TableData {
  dataset::TableSchema schema;
  std::vector<std::vector<dataset::Cell>> rows;
};

/// NULL for an empty text, and for a number that means "none" by being negative.
dataset::Cell text_cell(std::string text);
dataset::Cell positive_cell(double value);
dataset::Cell count_cell(std::size_t value);

void write_table(dataset::GeoPackageWriter& writer, const TableData& table);

/// RFC 4180 with a byte order mark, so that Excel reads the Chinese text.
std::string to_csv(const TableData& table);

}  // namespace xuanzhi::products
