// SPDX-License-Identifier: Apache-2.0
#include "attribute_table.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

namespace {

std::string between(char quote, const std::string& text) {
  std::string out(1, quote);
  for (const char c : text) out += c == quote ? std::string(2, c) : std::string(1, c);
  return out + quote;
}

std::string name_of(const std::string& table) {
  return between('"', table);
}

std::string literal(const std::string& text) {
  return between('\'', text);
}

const char* sql_type(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::real:
      return "REAL";
    case ColumnType::bytes:
      return "BLOB";
    case ColumnType::text:
      break;
  }
  return "TEXT";
}

std::string creation(const TableSchema& schema) {
  std::string out =
      fmt::format("CREATE TABLE {} ( \"fid\" INTEGER PRIMARY KEY NOT NULL", name_of(schema.name));
  for (const Column& column : schema.columns)
    out += fmt::format(", {} {}", name_of(column.name), sql_type(column.type));
  return out + ")";
}

// Rows that one statement writes: what it costs beside them is paid once.
constexpr std::size_t kTogether = 16;

std::string insertion(const TableSchema& schema, std::size_t rows) {
  std::string row = "(?";
  for (std::size_t i = 0; i < schema.columns.size(); ++i) row += ",?";
  row += ")";
  std::string out = "INSERT INTO " + name_of(schema.name) + " VALUES" + row;
  for (std::size_t i = 1; i < rows; ++i) out += "," + row;
  return out;
}

void bind(sqlite3_stmt* statement, int position, const Cell& cell) {
  // The cells outlive the step, so nothing has to be copied.
  if (const auto* text = std::get_if<std::string>(&cell)) {
    sqlite3_bind_text64(statement, position, text->data(), text->size(), SQLITE_STATIC,
                        SQLITE_UTF8);
  } else if (const auto* whole = std::get_if<long long>(&cell)) {
    sqlite3_bind_int64(statement, position, *whole);
  } else if (const auto* real = std::get_if<double>(&cell)) {
    sqlite3_bind_double(statement, position, *real);
  } else if (const auto* raw = std::get_if<Bytes>(&cell)) {
    sqlite3_bind_blob64(statement, position, raw->bytes.data(), raw->bytes.size(), SQLITE_STATIC);
  } else {
    sqlite3_bind_null(statement, position);
  }
}

}  // namespace

void AttributeTable::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

AttributeTable::AttributeTable(sqlite3* handle, const TableSchema& schema, const std::string& stamp)
    : handle_(handle), name_(schema.name), columns_(schema.columns.size()), waiting_(kTogether) {
  run(prepared(creation(schema)).get());
  run(prepared(fmt::format(
                   "INSERT INTO gpkg_contents(table_name,data_type,identifier,last_change,srs_id) "
                   "VALUES({},'attributes',{},{},0)",
                   literal(name_), literal(schema.title), literal(stamp)))
          .get());
  insert_ = prepared(insertion(schema, 1));
  insert_many_ = prepared(insertion(schema, kTogether));
}

AttributeTable::Statement AttributeTable::prepared(const std::string& sql) const {
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v2(handle_, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr);
  Statement out(raw);
  if (code == SQLITE_OK) return out;
  const std::string why = name_ + ": " + sqlite3_errmsg(handle_);
  throw Error(ErrorCode::output_failed, name_, {"写入失败：" + why, "writing failed: " + why});
}

void AttributeTable::run(sqlite3_stmt* statement) const {
  if (sqlite3_step(statement) == SQLITE_DONE) return;
  const std::string why = sqlite3_errmsg(handle_);
  throw Error(ErrorCode::output_failed, name_, {"写入失败：" + why, "writing failed: " + why},
              {"检查磁盘空间与文件夹权限", "check free space and the folder's permissions"});
}

void AttributeTable::bind_row(sqlite3_stmt* statement, std::size_t place,
                              const std::vector<Cell>& cells) {
  auto position = static_cast<int>(place * (columns_ + 1));
  sqlite3_bind_int64(statement, ++position, ++rows_);
  for (const Cell& cell : cells) bind(statement, ++position, cell);
  for (std::size_t i = cells.size(); i < columns_; ++i) sqlite3_bind_null(statement, ++position);
}

void AttributeTable::add(const std::vector<Cell>& cells) {
  waiting_[waits_] = cells;
  if (++waits_ < kTogether) return;
  waits_ = 0;
  for (std::size_t i = 0; i < kTogether; ++i) bind_row(insert_many_.get(), i, waiting_[i]);
  run(insert_many_.get());
  sqlite3_reset(insert_many_.get());
}

void AttributeTable::finish() {
  for (std::size_t i = 0; i < waits_; ++i) {
    bind_row(insert_.get(), 0, waiting_[i]);
    run(insert_.get());
    sqlite3_reset(insert_.get());
  }
  waits_ = 0;
  insert_.reset();
  insert_many_.reset();
  const std::string text = literal(name_);
  run(prepared(fmt::format("INSERT INTO gpkg_ogr_contents(table_name,feature_count) VALUES({},{})",
                           text, rows_))
          .get());
  // As GDAL keeps the number, under the names by which it finds these triggers.
  for (const auto& [event, sign] : {std::pair("insert", '+'), std::pair("delete", '-')}) {
    run(prepared(fmt::format("CREATE TRIGGER {} AFTER {} ON {} BEGIN UPDATE gpkg_ogr_contents SET "
                             "feature_count = feature_count {} 1 WHERE lower(table_name) = "
                             "lower({}); END",
                             name_of(fmt::format("trigger_{}_feature_count_{}", event, name_)),
                             event, name_of(name_), sign, text))
            .get());
  }
}

}  // namespace xuanzhi::dataset
