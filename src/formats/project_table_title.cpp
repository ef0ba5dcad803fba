// SPDX-License-Identifier: Apache-2.0
#include "project_table_title.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace xuanzhi::formats {

namespace {

// A title without its brackets, and what stood in them.
struct SplitTitle {
  std::string base;
  std::vector<std::string> brackets;
};

SplitTitle split_title(const std::string& plain) {
  SplitTitle out;
  std::size_t at = 0;
  while (at < plain.size()) {
    const std::size_t open = plain.find('(', at);
    const std::size_t close = open == std::string::npos ? open : plain.find(')', open);
    out.base += plain.substr(at, open == std::string::npos ? open : open - at);
    if (open == std::string::npos) break;
    // A bracket that never closes holds the rest of the title.
    const std::size_t length = close == std::string::npos ? close : close - open - 1;
    if (std::string inner = plain.substr(open + 1, length); !inner.empty())
      out.brackets.push_back(std::move(inner));
    at = close == std::string::npos ? plain.size() : close + 1;
  }
  return out;
}

// 单位：万元 → 万元.
std::string without_unit_word(std::string text) {
  for (const std::string_view word : {"计量单位", "单位", "unit"}) {
    if (!text.starts_with(word)) continue;
    text.erase(0, word.size());
    if (text.starts_with(':')) text.erase(0, 1);
    break;
  }
  return text;
}

std::string without_separator(std::string_view text) {
  while (!text.empty() && std::string_view("/_:,-").find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
  if (text.starts_with("、")) text.remove_prefix(std::string_view("、").size());
  return std::string(text);
}

// The field whose title is `base`, or `base` without a unit at its end (总投资万元, 用地/亩).
std::optional<TitleMatch> find_field(const ProjectDictionary& dictionary, const std::string& base) {
  std::optional<TitleMatch> best;
  std::size_t longest = 0;
  if (base.empty()) return best;
  for (const DictionaryField& field : dictionary.fields()) {
    for (std::size_t i = 0; i < field.fallback_titles.size(); ++i) {
      if (field.fallback_titles[i] == base) return TitleMatch{&field, i + 1, "", ""};
    }
    for (const std::string& title : field.titles) {
      if (title == base) return TitleMatch{&field, 0, "", ""};
      if (field.kind != ColumnKind::number || title.size() <= longest || !base.starts_with(title))
        continue;
      const auto unit = dictionary.unit(
          without_separator(std::string_view(base).substr(title.size())), field.units);
      if (!unit) continue;
      best = TitleMatch{&field, 0, *unit, ""};
      longest = title.size();
    }
  }
  return best;
}

void take_brackets(const ProjectDictionary& dictionary, const std::vector<std::string>& brackets,
                   TitleMatch& match) {
  if (match.field->kind != ColumnKind::number) return;
  for (const std::string& bracket : brackets) {
    const auto unit = dictionary.unit(without_unit_word(bracket), match.field->units);
    if (!unit || (!match.unit.empty() && match.unit != *unit)) {
      match.unclear = bracket;
      continue;
    }
    match.unit = *unit;
  }
}

std::optional<TitleMatch> match_plain(const ProjectDictionary& dictionary,
                                      const std::string& plain) {
  if (auto whole = find_field(dictionary, plain)) return whole;
  const SplitTitle parts = split_title(plain);
  auto match = find_field(dictionary, parts.base);
  if (match) take_brackets(dictionary, parts.brackets, *match);
  return match;
}

// A lower title that is nothing but a unit: （万元）, 亩.
std::string bare(const std::string& lower) {
  const SplitTitle parts = split_title(lower);
  if (parts.base.empty() && parts.brackets.size() == 1)
    return without_unit_word(parts.brackets.front());
  return without_unit_word(lower);
}

// The unit that the upper title states for all columns under it.
void take_upper_unit(const ProjectDictionary& dictionary, const SplitTitle& upper,
                     TitleMatch& match) {
  if (match.field->kind != ColumnKind::number || !match.unit.empty()) return;
  take_brackets(dictionary, upper.brackets, match);
}

}  // namespace

std::string TitleLevels::text() const {
  if (lower.empty()) return upper;
  return upper.empty() ? lower : upper + "/" + lower;
}

std::optional<TitleMatch> match_title(const ProjectDictionary& dictionary,
                                      const TitleLevels& title) {
  const std::string upper = plain_title(title.upper);
  const std::string lower = plain_title(title.lower);
  if (lower.empty() || upper.empty()) return match_plain(dictionary, upper + lower);
  if (!dictionary.units(bare(lower)).empty()) {
    auto match = match_plain(dictionary, upper);
    if (match) take_brackets(dictionary, {bare(lower)}, *match);
    return match;
  }
  const SplitTitle group = split_title(upper);
  if (auto joined = match_plain(dictionary, group.base + lower)) {
    take_upper_unit(dictionary, group, *joined);
    return joined;
  }
  if (dictionary.is_total(lower)) return match_plain(dictionary, upper);
  auto match = match_plain(dictionary, lower);
  if (!match) return match;
  // 二期 / 总投资 is another number than 总投资: only a group that adds nothing is passed over.
  const bool exact = match->field->kind == ColumnKind::number;
  if (exact && !dictionary.is_group(group.base)) match->unclear = group.base;
  take_upper_unit(dictionary, group, *match);
  return match;
}

std::optional<std::string> unit_in_title(const ProjectDictionary& dictionary,
                                         const TitleLevels& title,
                                         const std::vector<std::string>& allowed) {
  const std::string lower = plain_title(title.lower);
  if (auto unit = dictionary.unit(bare(lower), allowed)) return unit;
  for (const std::string& part : {lower, plain_title(title.upper)}) {
    std::vector<std::string> found;
    for (const std::string& bracket : split_title(part).brackets) {
      if (auto unit = dictionary.unit(without_unit_word(bracket), allowed)) found.push_back(*unit);
    }
    if (found.size() == 1) return found.front();
  }
  return std::nullopt;
}

bool is_title(const TitleLevels& title, const std::string& stated) {
  const std::string wanted = plain_title(stated);
  if (wanted.empty()) return false;
  const std::string lower = plain_title(title.lower);
  return wanted == plain_title(title.text()) || (!lower.empty() && wanted == lower);
}

}  // namespace xuanzhi::formats
