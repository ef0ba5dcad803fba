// SPDX-License-Identifier: Apache-2.0
#include "project_table_cell.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "xuanzhi/base/units.h"

namespace xuanzhi::formats {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Text for reading numbers: plain, spaces between digits as thousands separators, others gone.
std::string number_text(const std::string& cell) {
  const std::string plain = trimmed(plain_text(cell));
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      out += c;
    } else if (!out.empty() && is_digit(out.back()) && i + 1 < plain.size() &&
               is_digit(plain[i + 1])) {
      out += ',';
    }
  }
  if (out.starts_with('\'')) out.erase(0, 1);  // Excel's mark of a number kept as text
  return out;
}

struct LeadingNumber {
  double value = 0.0;
  std::string rest;
};

std::size_t digits_from(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// The whole part with separators of thousands: 1,234,567. Nothing for 1,23 or 1,2345, which may
// mean a decimal comma or groups of four.
std::optional<std::size_t> whole_part(std::string_view text, std::size_t begin,
                                      std::string& digits) {
  std::size_t end = digits_from(text, begin);
  digits += text.substr(begin, end - begin);
  if (end == begin || end >= text.size() || text[end] != ',') return end;
  if (end - begin > 3) return std::nullopt;
  while (end < text.size() && text[end] == ',') {
    const std::size_t next = digits_from(text, end + 1);
    if (next - end - 1 != 3) return std::nullopt;
    digits += text.substr(end + 1, 3);
    end = next;
  }
  return end;
}

std::optional<LeadingNumber> leading_number(const std::string& text) {
  std::string digits;
  std::size_t at = 0;
  if (text.starts_with('+') || text.starts_with('-')) at = 1;
  if (text.starts_with('-')) digits = "-";
  const std::size_t sign = digits.size();
  const auto whole = whole_part(text, at, digits);
  if (!whole) return std::nullopt;
  at = *whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = digits_from(text, at + 1);
    if (digits.size() == sign) digits += '0';
    digits += text.substr(at, end - at);
    if (end == at + 1) digits += '0';
    at = end;
  }
  if (digits.size() == sign) return std::nullopt;
  if (at < text.size() && text[at] == 'e') {
    std::size_t mark = at + 1;
    if (mark < text.size() && (text[mark] == '+' || text[mark] == '-')) ++mark;
    const std::size_t end = digits_from(text, mark);
    if (end > mark) {
      // from_chars takes no plus sign in front, but takes one in the exponent.
      digits += text.substr(at, end - at);
      at = end;
    }
  }
  LeadingNumber out;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), out.value);
  if (error != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(out.value))
    return std::nullopt;
  out.rest = text.substr(at);
  return out;
}

CellReading refused(Text expected, const std::string& cell) {
  return {{},
          {"应为" + expected.zh + "，实为“" + cell + "”",
           expected.en + " was expected, found \"" + cell + "\""},
          {}};
}

CellReading refused_number(const std::string& cell, const std::string& text,
                           const NumberContext& context) {
  if (text.find('%') != std::string::npos)
    return refused({"数量（百分数不是数量）", "an amount (a percentage is none)"}, cell);
  if (context.dictionary != nullptr && context.dictionary->is_estimate(text))
    return refused({"确数（估数、界限须改为确数）", "one exact number, no estimate and no bound"},
                   cell);
  return refused({"数", "a number"}, cell);
}

}  // namespace

bool is_blank_cell(const std::string& cell, const ProjectDictionary* dictionary) {
  const std::string word = plain_title(cell);
  return word.empty() || (dictionary != nullptr && dictionary->is_blank(word));
}

bool is_bare_number(const std::string& cell) {
  const auto number = leading_number(number_text(cell));
  return number && number->rest.empty();
}

CellReading read_number(const std::string& cell, const NumberContext& context) {
  if (is_blank_cell(cell, context.dictionary)) return {};
  const std::string text = number_text(cell);
  const auto number = leading_number(text);
  if (!number) return refused_number(cell, text, context);
  std::string unit = context.unit;
  if (!number->rest.empty()) {
    const auto own = context.dictionary == nullptr
                         ? std::nullopt
                         : context.dictionary->unit(number->rest, context.allowed);
    if (!own) return refused_number(cell, text, context);
    if (!unit.empty() && *own != unit) {
      return refused({"以 " + unit + " 计的数（表头或列映射的单位）",
                      "a number in " + unit + " (unit of the title or the column map)"},
                     cell);
    }
    unit = *own;
  }
  const auto factor = unit_factor(unit);
  if (!factor) return refused({"带单位的数", "a number with its unit"}, cell);
  if (number->value < 0.0) return refused({"不小于 0 的数", "a number not below 0"}, cell);
  const double value = number->value * *factor;
  if (!std::isfinite(value)) return refused({"数", "a number"}, cell);
  return {value, {}, {}};
}

CellReading read_flag(const std::string& cell, const ProjectDictionary* dictionary) {
  if (is_blank_cell(cell, dictionary)) return {};
  const std::string word = plain_title(cell);
  if (dictionary != nullptr) {
    if (dictionary->is_yes(word)) return {std::int64_t{1}, {}, {}};
    if (dictionary->is_no(word)) return {std::int64_t{0}, {}, {}};
  }
  if (const auto number = leading_number(word); number && number->rest.empty())
    return {std::int64_t{number->value != 0.0 ? 1 : 0}, {}, {}};
  return refused({"是或否", "yes or no"}, cell);
}

CellReading read_code(const std::string& cell, const DictionaryField* field) {
  const std::string word = plain_title(cell);
  if (word.empty()) return {};
  if (field == nullptr || field->words.empty()) return {trimmed(cell), {}, {}};
  if (const auto found = field->words.find(word); found != field->words.end())
    return {found->second, {}, {}};
  std::set<std::string> codes;
  for (const auto& [spelling, code] : field->words) codes.insert(code);
  // The list may also hold our codes themselves.
  if (codes.contains(word)) return {word, {}, {}};
  const std::string all = joined({codes.begin(), codes.end()});
  return refused({"能归入 " + all + " 之一的用语", "a word for one of " + all}, cell);
}

}  // namespace xuanzhi::formats
