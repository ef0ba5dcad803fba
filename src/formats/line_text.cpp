// SPDX-License-Identifier: Apache-2.0
#include "line_text.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace xuanzhi::formats {

std::vector<TextLine> lines_of(std::string_view utf8) {
  std::vector<TextLine> out;
  while (!utf8.empty()) {
    const std::size_t end = utf8.find_first_of("\r\n");
    out.push_back({out.size() + 1, utf8.substr(0, end)});
    if (end == std::string_view::npos) break;
    const bool both = utf8[end] == '\r' && end + 1 < utf8.size() && utf8[end + 1] == '\n';
    utf8.remove_prefix(end + (both ? 2 : 1));
  }
  return out;
}

std::string half_width(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const std::string_view three = utf8.substr(0, 3);
    char replaced = '\0';
    if (three == "\u3000") replaced = ' ';
    if (three == "【") replaced = '[';
    if (three == "】") replaced = ']';
    // U+FF01..U+FF5E are EF BC 81..EF BD 9E, in the order of ASCII from '!'.
    if (three.size() == 3 && three[0] == '\xEF' && (three[1] == '\xBC' || three[1] == '\xBD')) {
      const int code =
          (three[1] == '\xBC' ? 0 : 0x40) + (static_cast<unsigned char>(three[2]) & 0x3F);
      if (code >= 1 && code <= 0x5E) replaced = static_cast<char>('!' + code - 1);
    }
    if (replaced != '\0') {
      out += replaced;
      utf8.remove_prefix(3);
    } else {
      out += utf8.front();
      utf8.remove_prefix(1);
    }
  }
  return out;
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t end = text.find(separator);
    out.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + separator.size());
  }
}

std::optional<double> number_of(std::string_view text) {
  const std::string plain = trimmed(half_width(text));
  const char* begin = plain.data() + (plain.starts_with('+') ? 1 : 0);
  const char* end = plain.data() + plain.size();
  double value = 0.0;
  const auto read = std::from_chars(begin, end, value);
  if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  const std::string plain = trimmed(half_width(text));
  const char* end = plain.data() + plain.size();
  std::int64_t value = 0;
  const auto read = std::from_chars(plain.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return std::string(text);
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

Error line_error(const std::string& file, const TextLine& line, const Text& expected,
                 const Text& remedy) {
  const std::string found = excerpt(line.text);
  return {ErrorCode::file_unreadable,
          fmt::format("{}:{}", file, line.number),
          {fmt::format("第 {} 行应为{}，实际为 “{}”", line.number, expected.zh, found),
           fmt::format("line {}: expected {}, found \"{}\"", line.number, expected.en, found)},
          remedy};
}

}  // namespace xuanzhi::formats
