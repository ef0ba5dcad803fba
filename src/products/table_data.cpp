// SPDX-License-Identifier: Apache-2.0
#include "table_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <ostream>
#include <string_view>
#include <utility>

#include <fmt/compile.h>
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

bool needs_quotes(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; });
}

void put_quoted(std::string_view text, fmt::memory_buffer& out) {
  if (!needs_quotes(text)) {
    out.append(text);
    return;
  }
  out.push_back('"');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

void put_whole(long long value, fmt::memory_buffer& out) {
  fmt::format_to(fmt::appender(out), FMT_COMPILE("{}"), value);
}

/// The shortest digits of a number, which take longer to find than all else in a row: most numbers
/// are whole, or the same as another one of their row.
class RealText {
 public:
  void put(double value, fmt::memory_buffer& out) {
    // So far whole numbers are written without an exponent.
    static constexpr double kWritten = 1e15;
    if (value >= 0.0 && value < kWritten && !std::signbit(value) && value == std::floor(value)) {
      put_whole(static_cast<long long>(value), out);
      return;
    }
    if (value != value_) {
      value_ = value;
      end_ = fmt::format_to(text_.data(), FMT_COMPILE("{}"), value);
    }
    out.append(text_.data(), end_);
  }

 private:
  std::array<char, 32> text_{};  // seventeen digits and what belongs to them are fewer
  char* end_ = text_.data();
  double value_ = std::numeric_limits<double>::quiet_NaN();
};

void put_row(const std::vector<Cell>& row, fmt::memory_buffer& out) {
  RealText reals;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i != 0) out.push_back(',');
    if (const auto* text = std::get_if<std::string>(&row[i])) put_quoted(*text, out);
    if (const auto* whole = std::get_if<long long>(&row[i])) put_whole(*whole, out);
    if (const auto* real = std::get_if<double>(&row[i])) reals.put(*real, out);
  }
  out.append(std::string_view("\r\n"));
}

// Rows are short: they go to the file many at a time.
void flush(fmt::memory_buffer& rows, std::ostream& to) {
  to.write(rows.data(), static_cast<std::streamsize>(rows.size()));
  rows.clear();
}

void print_row(std::ostream& to, const std::vector<Cell>& row, fmt::memory_buffer& rows) {
  static constexpr std::size_t kMost = std::size_t{64} * 1024;
  put_row(row, rows);
  if (rows.size() > kMost) flush(rows, to);
}

void print_head(std::ostream& out, const dataset::TableSchema& schema) {
  out << "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < schema.columns.size(); ++i)
    out << (i == 0 ? "" : ",") << schema.columns[i].name;
  out << "\r\n";
}

}  // namespace

TableData collected(const RowStream& stream) {
  TableData table{stream.schema, {}};
  stream.rows([&](const std::vector<Cell>& row) { table.rows.push_back(row); });
  return table;
}

void print_csv(std::ostream& out, const RowStream& table) {
  print_head(out, table.schema);
  fmt::memory_buffer rows;
  table.rows([&](const std::vector<Cell>& row) { print_row(out, row, rows); });
  flush(rows, out);
}

struct CsvFile::State {
  dataset::TextFile file;
  fmt::memory_buffer rows;

  explicit State(const std::filesystem::path& target) : file(target) {}
};

CsvFile::CsvFile(const std::filesystem::path& target, const dataset::TableSchema& schema)
    : state_(std::make_unique<State>(target)) {
  print_head(state_->file.stream(), schema);
}
CsvFile::~CsvFile() = default;
CsvFile::CsvFile(CsvFile&&) noexcept = default;

void CsvFile::add(const std::vector<Cell>& row) {
  print_row(state_->file.stream(), row, state_->rows);
}

void CsvFile::commit() {
  flush(state_->rows, state_->file.stream());
  state_->file.commit();
}

void write_csv(const std::filesystem::path& target, const RowStream& table) {
  dataset::write_text_file(target, [&](std::ostream& out) { print_csv(out, table); });
}

}  // namespace xuanzhi::products
