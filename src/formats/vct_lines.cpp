// SPDX-License-Identifier: Apache-2.0
#include "vct_lines.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace xuanzhi::formats {

namespace {

constexpr double kFarthestCoordinate = 1e9;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string_view bare(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

VctLines::VctLines(std::string_view text, std::string file) : file_(std::move(file)) {
  bool comment = false;
  for (TextLine& line : lines_of(text)) {
    line.text = bare(line.text);
    if (same_word(line.text, "CommentBegin")) comment = true;
    if (!comment && !line.text.empty()) lines_.push_back(line);
    if (same_word(line.text, "CommentEnd")) comment = false;
  }
}

const TextLine& VctLines::peek(const Text& expected) const {
  if (done()) {
    throw Error(ErrorCode::file_unreadable, file_,
                {fmt::format("文件提前结束，应有{}", expected.zh),
                 fmt::format("the file ends too early, expected {}", expected.en)},
                {"文件可能不完整，请重新导出", "the file may be cut off; export it again"});
  }
  return lines_[at_];
}

const TextLine& VctLines::next(const Text& expected) {
  const TextLine& line = peek(expected);
  ++at_;
  return line;
}

std::int64_t VctLines::integer(std::int64_t least, const Text& expected) {
  const TextLine& line = next(expected);
  const auto value = integer_of(line.text);
  if (!value || *value < least) fail(line, expected);
  return *value;
}

bool VctLines::next_is(std::string_view wanted) const {
  return !done() && same_word(lines_[at_].text, wanted);
}

void VctLines::word(std::string_view wanted) {
  const std::string quoted(wanted);
  const TextLine& line = next({quoted, quoted});
  if (!same_word(line.text, wanted)) fail(line, {quoted, quoted});
}

std::vector<std::string> VctLines::values(const TextLine& line) const {
  const bool own = line.text.find(separator_) != std::string_view::npos;
  return split(line.text, own ? separator_ : ",");
}

Point VctLines::coordinate(const Text& expected) {
  const TextLine& line = next(expected);
  const std::vector<std::string> parts = values(line);
  if (parts.size() < 2 || parts.size() > 3) fail(line, expected);
  const auto x = number_of(parts[0]);
  const auto y = number_of(parts[1]);
  if (!x || !y || std::abs(*x) > kFarthestCoordinate || std::abs(*y) > kFarthestCoordinate) {
    fail(line, expected);
  }
  heights_dropped_ = heights_dropped_ || parts.size() == 3;
  return {*x, *y};
}

void VctLines::fail(const TextLine& line, const Text& expected) const {
  throw line_error(
      file_, line, expected,
      {"xuanzhi 读 VCT 3.0 的点、线（折线）、面与属性；请改正此行或用原软件重新导出",
       "xuanzhi reads points, straight lines, polygons and attributes of VCT 3.0; mend this "
       "line or export the file again"});
}

}  // namespace xuanzhi::formats
