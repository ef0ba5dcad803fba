// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "xuanzhi/base/date.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi {

/// A TOML file that is read strictly: a missing or mistyped key and a key that nobody asked for are
/// errors with file, line and column and what is allowed.
class TomlTable {
 public:
  /// `code` is the error code under which faults of this file are reported.
  TomlTable(const toml::table& table, std::string file, std::string key, ErrorCode code);

  bool has(const std::string& key) const;
  std::string text(const std::string& key) const;
  std::string text_or(const std::string& key, std::string fallback) const;
  double number(const std::string& key) const;
  std::optional<double> optional_number(const std::string& key) const;
  long long whole_or(const std::string& key, long long fallback) const;
  bool flag_or(const std::string& key, bool fallback) const;
  std::optional<Date> optional_date(const std::string& key) const;
  Date date(const std::string& key) const;
  std::vector<std::string> texts_or_none(const std::string& key) const;
  std::vector<double> numbers_or_none(const std::string& key) const;
  /// `KEY_zh` and `KEY_en`; the first is required.
  Text bilingual(const std::string& key) const;
  Text bilingual_or_none(const std::string& key) const;
  /// One of the given words; anything else is an error that lists them.
  std::string one_of(const std::string& key, const std::vector<std::string>& words) const;

  /// A sub-table; empty where absent.
  std::optional<TomlTable> table(const std::string& key) const;
  /// An array of tables; none where absent.
  std::vector<TomlTable> tables(const std::string& key) const;
  /// All keys in the order of the file with their values as text, for free maps.
  std::vector<std::pair<std::string, std::string>> text_pairs() const;
  /// The keys in alphabetical order.
  std::vector<std::string> keys() const;

  /// Throws where the table has a key that was never asked for.
  void refuse_unknown_keys() const;

  /// An error that points at a key of this table (or at the table itself).
  Error fault(const std::string& key, Text message, Text remedy = {}) const;

 private:
  const toml::node* find(const std::string& key) const;
  const toml::node& need(const std::string& key) const;

  const toml::table* table_;
  std::string file_;
  std::string key_;
  ErrorCode code_;
  mutable std::set<std::string> asked_;
};

/// Parses a file. Throws `Error` with line and column.
toml::table parse_toml_file(const std::filesystem::path& file, ErrorCode code);

}  // namespace xuanzhi
