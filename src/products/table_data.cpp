// SPDX-License-Identifier: Apache-2.0
#include "table_data.h"

#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/dataset/written_file.h"

namespace xuanzhi::products {

using dataset::Cell;

Cell text_cell(std::string text) {
  if (text.empty()) return std::monostate{};
  return text;
}

Cell positive_cell(double value) {
  if (value < 0.0) return std::monostate{};
  return value;
}

Cell count_cell(std::size_t value) {
  return static_cast<long long>(value);
}

void write_table(dataset::GeoPackageWriter& writer, const TableData& table) {
  writer.begin(table.schema);
  for (const auto& row : table.rows) writer.add({}, row);
}

void write_table(dataset::GeoPackageWriter& writer, const RowStream& table) {
  writer.begin(table.schema);
  table.rows([&](const std::vector<Cell>& row) { writer.add({}, row); });
}

namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string csv_cell(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return quoted(*text);
  if (const auto* whole = std::get_if<long long>(&cell)) return fmt::format("{}", *whole);
  if (const auto* real = std::get_if<double>(&cell)) return fmt::format("{}", *real);
  return {};
}

}  // namespace

TableData collected(const RowStream& stream) {
  TableData table{stream.schema, {}};
  stream.rows([&](std::vector<Cell> row) { table.rows.push_back(std::move(row)); });
  return table;
}

void print_csv(std::ostream& out, const RowStream& table) {
  out << "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < table.schema.columns.size(); ++i)
    out << (i == 0 ? "" : ",") << table.schema.columns[i].name;
  out << "\r\n";
  table.rows([&](const std::vector<Cell>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) out << (i == 0 ? "" : ",") << csv_cell(row[i]);
    out << "\r\n";
  });
}

void write_csv(const std::filesystem::path& target, const RowStream& table) {
  dataset::write_text_file(target, [&](std::ostream& out) { print_csv(out, table); });
}

}  // namespace xuanzhi::products
