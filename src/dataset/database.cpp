// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/database.h"

#include <string_view>
#include <utility>

#include <sqlite3.h>

#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

struct Database::State {
  struct Close {
    void operator()(sqlite3* closed) const { sqlite3_close_v2(closed); }
  };
  std::unique_ptr<sqlite3, Close> handle;

  std::string message() const { return sqlite3_errmsg(handle.get()); }
};

struct Statement::State {
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle;
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Database Database::in_memory() {
  return open(":memory:");
}

Database Database::open(const std::string& path) {
  return opened(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Database Database::open_to_read(const std::string& path) {
  return opened(path, SQLITE_OPEN_READONLY);
}

Database Database::opened(const std::string& path, int flags) {
  auto state = std::make_unique<State>();
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  state->handle.reset(raw);
  if (code != SQLITE_OK) {
    throw Error(
        ErrorCode::file_unreadable, path,
        {"SQLite 无法打开：" + state->message(), "SQLite cannot open it: " + state->message()});
  }
  // Else SQLite takes a misspelt "column" in double quotes for text, and the mistake stays hidden.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  return Database(std::move(state));
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(state_->handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw Error(ErrorCode::internal_fault, "SQLite", {state_->message(), state_->message()});
  }
}

Statement Database::prepare(const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v2(state_->handle.get(), sql.c_str(),
                                      static_cast<int>(sql.size()), &raw, &tail);
  auto state = std::make_unique<Statement::State>();
  state->handle.reset(raw);
  if (code != SQLITE_OK) {
    throw Error(ErrorCode::rulebook_invalid, "SQL", {state_->message(), state_->message()});
  }
  if (raw == nullptr ||
      std::string_view(tail).find_first_not_of(" \t\r\n") != std::string_view::npos) {
    throw Error(ErrorCode::rulebook_invalid, "SQL", {"只能是一个表达式", "one expression only"});
  }
  return Statement(std::move(state));
}

Statement::Statement(std::unique_ptr<State> state) : state_(std::move(state)) {}
Statement::~Statement() = default;
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;

void Statement::bind(int position, const Value& value) {
  sqlite3_stmt* s = state_->handle.get();
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(s, position, *whole);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(s, position, *real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_bind_text(s, position, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
  } else {
    sqlite3_bind_null(s, position);
  }
}

void Statement::bind_bytes(int position, std::string_view bytes) {
  sqlite3_bind_blob64(state_->handle.get(), position, bytes.data(), bytes.size(), SQLITE_STATIC);
}

std::string Statement::bytes(int column) const {
  sqlite3_stmt* s = state_->handle.get();
  const auto* data = static_cast<const char*>(sqlite3_column_blob(s, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(s, column))};
}

bool Statement::step() {
  const int code = sqlite3_step(state_->handle.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const std::string message = sqlite3_errmsg(sqlite3_db_handle(state_->handle.get()));
  throw Error(ErrorCode::internal_fault, "SQLite", {message, message});
}

Value Statement::value(int column) const {
  sqlite3_stmt* s = state_->handle.get();
  switch (sqlite3_column_type(s, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(s, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(s, column);
    case SQLITE_TEXT:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(s, column)));
    default:
      return std::monostate{};
  }
}

void Statement::reset() {
  sqlite3_reset(state_->handle.get());
}

}  // namespace xuanzhi::dataset
