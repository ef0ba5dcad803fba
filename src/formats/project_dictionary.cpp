// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/formats/project_dictionary.h"

#include <algorithm>
#include <array>
#include <utility>

#include "xuanzhi/base/error.h"
#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/base/units.h"

namespace xuanzhi::formats {

namespace {

const std::vector<std::string> kKinds{"text", "number", "flag", "code", "date", "period"};

std::vector<std::string> plain_titles(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words) out.push_back(plain_title(word));
  return out;
}

std::set<std::string> plain_set(const std::vector<std::string>& words) {
  std::set<std::string> out;
  for (const std::string& word : words) out.insert(plain_title(word));
  return out;
}

// Longest first, so that a word that begins with another is seen.
std::vector<std::string> longest_first(std::vector<std::string> words) {
  std::sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  return words;
}

DictionaryField read_field(const TomlTable& table) {
  DictionaryField field;
  field.field = table.text("field");
  const std::string kind = table.one_of("kind", kKinds);
  field.kind =
      static_cast<ColumnKind>(std::find(kKinds.begin(), kKinds.end(), kind) - kKinds.begin());
  field.required = table.flag_or("required", false);
  field.titles = plain_titles(table.texts_or_none("titles"));
  field.fallback_titles = plain_titles(table.texts_or_none("fallback"));
  field.units = table.texts_or_none("units");
  for (const std::string& unit : field.units) {
    if (!unit_factor(unit)) {
      throw table.fault("units", {"未知单位 " + unit, "unknown unit " + unit},
                        {"可用：" + known_units(), "allowed: " + known_units()});
    }
  }
  if ((field.kind == ColumnKind::number) == field.units.empty()) {
    throw table.fault("units", {"数值字段须写明 units，其他字段不得写",
                                "a number needs `units`, and nothing else has any"});
  }
  field.undecided = plain_set(table.texts_or_none("undecided"));
  if (const auto words = table.table("words")) {
    for (const std::string& code : words->keys()) {
      for (const std::string& word : words->texts_or_none(code))
        field.words.emplace(plain_title(word), code);
    }
  }
  table.refuse_unknown_keys();
  return field;
}

// One title must not stand for two fields, or the order of the file would decide.
void refuse_shared_titles(const std::vector<DictionaryField>& fields, const std::string& file) {
  std::map<std::string, std::string> seen;
  for (const DictionaryField& field : fields) {
    std::vector<std::string> titles = field.titles;
    titles.insert(titles.end(), field.fallback_titles.begin(), field.fallback_titles.end());
    for (const std::string& title : titles) {
      const auto [at, fresh] = seen.emplace(title, field.field);
      if (fresh || at->second == field.field) continue;
      throw Error(ErrorCode::value_invalid, file + ": [field " + field.field + "]",
                  {"列名 " + title + " 已属于 " + at->second,
                   "the title " + title + " already belongs to " + at->second},
                  {"只保留一处", "keep it in one place"});
    }
  }
}

bool begins_apart(std::string_view rest) {
  return rest.starts_with('(') || rest.starts_with(':') || rest.starts_with(' ') ||
         (rest.front() >= '0' && rest.front() <= '9');
}

bool is_ascii(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return (c & 0x80) == 0; });
}

}  // namespace

ProjectDictionary ProjectDictionary::load(const std::filesystem::path& file) {
  const toml::table parsed = parse_toml_file(file, ErrorCode::value_invalid);
  const TomlTable root(parsed, file.string(), "", ErrorCode::value_invalid);
  ProjectDictionary out;
  root.text("id");
  root.text("version");
  out.per_year_ = longest_first(plain_titles(root.texts_or_none("per_year")));
  out.totals_ = plain_titles(root.texts_or_none("totals"));
  out.estimates_ = plain_titles(root.texts_or_none("estimates"));
  out.groups_ = plain_set(root.texts_or_none("groups"));
  out.blank_ = plain_set(root.texts_or_none("blank"));
  out.yes_ = plain_set(root.texts_or_none("yes"));
  out.no_ = plain_set(root.texts_or_none("no"));
  for (const TomlTable& table : root.tables("unit")) {
    const std::string id = table.text("id");
    if (!unit_factor(id)) {
      throw table.fault("id", {"未知单位 " + id, "unknown unit " + id},
                        {"可用：" + known_units(), "allowed: " + known_units()});
    }
    for (const std::string& spelling : plain_set(table.texts_or_none("spellings")))
      out.spellings_.emplace(spelling, id);
    table.refuse_unknown_keys();
  }
  for (const TomlTable& table : root.tables("field")) out.fields_.push_back(read_field(table));
  root.refuse_unknown_keys();
  refuse_shared_titles(out.fields_, file.string());
  return out;
}

const DictionaryField* ProjectDictionary::field(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const DictionaryField& f) { return f.field == name; });
  return found == fields_.end() ? nullptr : &*found;
}

std::vector<std::string> ProjectDictionary::units(std::string_view spelling) const {
  std::string word = plain_title(spelling);
  std::vector<std::string> out;
  const auto take = [&] {
    const auto [first, last] = spellings_.equal_range(word);
    for (auto at = first; at != last; ++at) out.push_back(at->second);
  };
  take();
  for (const std::string& suffix : per_year_) {
    if (!out.empty() || word.size() <= suffix.size() || !word.ends_with(suffix)) continue;
    word.resize(word.size() - suffix.size());
    take();
  }
  return out;
}

std::optional<std::string> ProjectDictionary::unit(std::string_view spelling,
                                                   const std::vector<std::string>& allowed) const {
  std::optional<std::string> one;
  for (const std::string& id : units(spelling)) {
    if (std::find(allowed.begin(), allowed.end(), id) == allowed.end()) continue;
    if (one) return std::nullopt;
    one = id;
  }
  return one;
}

bool ProjectDictionary::is_total(const std::string& cell) const {
  const std::string word = plain_title(cell);
  return std::any_of(totals_.begin(), totals_.end(), [&](const std::string& total) {
    if (word == total) return true;
    if (word.starts_with(total) && begins_apart(std::string_view(word).substr(total.size())))
      return true;
    return !is_ascii(total) && word.ends_with(total);
  });
}

bool ProjectDictionary::is_estimate(const std::string& cell) const {
  const std::string word = plain_title(cell);
  return std::any_of(estimates_.begin(), estimates_.end(), [&](const std::string& mark) {
    return word.starts_with(mark) || word.ends_with(mark);
  });
}

namespace {

// What one letter of a document may be spelled as. Squares and cubes become digits, so that m², m2
// and ㎡ are one.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kSpellings{{
    {"\u3000", " "}, {"\u00A0", " "}, {"\u2002", " "},  {"\u2003", " "},   {"\u2009", " "},
    {"\u200B", ""},  {"\uFEFF", ""},  {"\u33A1", "m2"}, {"\u33A5", "m3"},  {"\u00B2", "2"},
    {"\u00B3", "3"}, {"\u2212", "-"}, {"\u2010", "-"},  {"\u2013", "-"},   {"\u2014", "-"},
    {"\u3010", "("}, {"\u3011", ")"}, {"\u3014", "("},  {"\u3015", ")"},   {"\u00B7", "·"},
    {"\u30FB", "·"}, {"\u2022", "·"}, {"\u22C5", "·"},  {"\u33A2", "km2"},
}};

// U+FF01…U+FF5E are the ASCII letters at full width: EF BC 81 … EF BD 9E.
char half_width_letter(std::string_view at) {
  if (at.size() < 3 || at[0] != '\xEF') return 0;
  const auto second = static_cast<unsigned char>(at[1]);
  const auto third = static_cast<unsigned char>(at[2]);
  if (second == 0xBC && third >= 0x81 && third <= 0xBF) return static_cast<char>(third - 0x60);
  if (second == 0xBD && third >= 0x80 && third <= 0x9E) return static_cast<char>(third - 0x20);
  return 0;
}

// The first bytes of all that is spelled in several ways; Chinese letters begin with others.
bool may_be_respelled(char lead) {
  return lead == '\xC2' || lead == '\xE2' || lead == '\xE3' || lead == '\xEF';
}

char plain_letter(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  if (c == '[') return '(';
  if (c == ']') return ')';
  return c;
}

}  // namespace

std::string plain_text(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    if (!may_be_respelled(utf8.front())) {
      out += plain_letter(utf8.front());
      utf8.remove_prefix(1);
      continue;
    }
    if (const char letter = half_width_letter(utf8)) {
      out += plain_letter(letter);
      utf8.remove_prefix(3);
      continue;
    }
    const auto found = std::find_if(kSpellings.begin(), kSpellings.end(),
                                    [&](const auto& pair) { return utf8.starts_with(pair.first); });
    if (found != kSpellings.end()) {
      out += found->second;
      utf8.remove_prefix(found->first.size());
      continue;
    }
    out += plain_letter(utf8.front());
    utf8.remove_prefix(1);
  }
  return out;
}

std::string plain_title(std::string_view utf8) {
  std::string out = plain_text(utf8);
  std::erase_if(out, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  while (out.starts_with('*')) out.erase(0, 1);
  while (out.ends_with(':')) out.pop_back();
  return out;
}

}  // namespace xuanzhi::formats
