// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace xuanzhi::dataset {

/// A value of SQLite; `monostate` is NULL.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

class Statement;

/// Owner of one SQLite connection.
class Database {
 public:
  /// A database in memory.
  static Database in_memory();
  /// An existing or new file. Throws `Error` (file_unreadable).
  static Database open(const std::string& path);

  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  /// An existing file, which stays as it is. Throws `Error` (file_unreadable).
  static Database open_to_read(const std::string& path);

  /// Runs statements without results. Throws `Error` (internal_fault) with SQLite's message.
  void execute(const std::string& sql);

  /// Compiles one statement. Throws `Error` (rulebook_invalid) with SQLite's message where it is
  /// not valid, or where anything follows it.
  Statement prepare(const std::string& sql);

 private:
  friend class Statement;
  struct State;
  explicit Database(std::unique_ptr<State> state);
  static Database opened(const std::string& path, int flags);
  std::unique_ptr<State> state_;
};

/// Owner of one compiled statement.
class Statement {
 public:
  ~Statement();
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;

  void bind(int position, const Value& value);  ///< 1-based
  /// Bytes as they are, e.g. with zeros in them. Borrowed: they must live until the last step with
  /// them is done.
  void bind_bytes(int position, std::string_view bytes);
  void bind_bytes(int position, std::string&& bytes) = delete;
  bool step();                          ///< false at the end
  Value value(int column) const;        ///< 0-based
  std::string bytes(int column) const;  ///< of a BLOB; empty for NULL
  void reset();

 private:
  friend class Database;
  struct State;
  explicit Statement(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace xuanzhi::dataset
