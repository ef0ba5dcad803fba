// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace xuanzhi::formats {

/// How the cells of a column are read. `date` is one day or month, `period` two of them.
enum class ColumnKind { text, number, flag, code, date, period };

/// What the dictionary knows of one field: the titles under which lists carry it, and its words.
struct DictionaryField {
  std::string field;
  ColumnKind kind = ColumnKind::text;
  bool required = false;
  std::vector<std::string> titles;
  /// Titles that count only where no better column holds the field, best first (序号 as the id).
  std::vector<std::string> fallback_titles;
  std::vector<std::string> units;            ///< of a number; one alone may be assumed
  std::map<std::string, std::string> words;  ///< of a code: word in the list -> our code
  /// Words that are understood and still leave the field open (续建 is neither new nor expansion).
  std::set<std::string> undecided;
};

/// Vocabulary of project lists, from `project_columns.toml`. All spellings are kept in the form of
/// `plain_title`, so that width, case, brackets and white space do not matter.
class ProjectDictionary {
 public:
  /// Reads a dictionary. Throws `Error` (file_missing, value_invalid) with line and column.
  static ProjectDictionary load(const std::filesystem::path& file);

  const std::vector<DictionaryField>& fields() const { return fields_; }
  const DictionaryField* field(std::string_view name) const;
  /// The unit of a spelling among `allowed`; nothing where none or several of them fit.
  std::optional<std::string> unit(std::string_view spelling,
                                  const std::vector<std::string>& allowed) const;
  /// All units that a spelling can mean, whatever the field.
  std::vector<std::string> units(std::string_view spelling) const;

  bool is_group(const std::string& title) const { return groups_.contains(title); }
  bool is_yes(const std::string& word) const { return yes_.contains(word); }
  bool is_no(const std::string& word) const { return no_.contains(word); }
  bool is_blank(const std::string& word) const { return blank_.contains(word); }
  /// True for 合计, 全市合计, 小计（3个）; not for the name of a firm that begins with such a word.
  bool is_total(const std::string& cell) const;
  /// True where the text begins or ends as an estimate does: 约500, 500以上.
  bool is_estimate(const std::string& cell) const;

 private:
  std::vector<DictionaryField> fields_;
  std::multimap<std::string, std::string> spellings_;
  std::vector<std::string> per_year_;
  std::vector<std::string> totals_;
  std::vector<std::string> estimates_;
  std::set<std::string> groups_;
  std::set<std::string> yes_;
  std::set<std::string> no_;
  std::set<std::string> blank_;
};

/// A text in half-width, lower-case letters with one kind of bracket, comma, dash and square (㎡,
/// m² and m2 are m2), without zero-width marks; white space is kept.
std::string plain_text(std::string_view utf8);

/// `plain_text` without white space, leading asterisks and a trailing colon: what titles are
/// compared by.
std::string plain_title(std::string_view utf8);

}  // namespace xuanzhi::formats
