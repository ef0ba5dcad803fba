// SPDX-License-Identifier: Apache-2.0
#include "json_sequence.h"

#include <cstddef>

namespace xuanzhi::dataset {

namespace {

// White space, and the separator of records that RFC 8142 puts before each.
constexpr std::string_view kBetween = " \t\r\n\x1E";

// The position behind the object that begins at `begin`; npos where it does not end.
std::size_t end_of_object(std::string_view text, std::size_t begin) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

bool is_json_sequence(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t begin = text.find_first_not_of(kBetween);
  if (begin == std::string_view::npos || text[begin] != '{') return false;
  const std::size_t end = end_of_object(text, begin);
  if (end == std::string_view::npos) return false;
  const std::size_t next = text.find_first_not_of(kBetween, end);
  return next != std::string_view::npos && text[next] == '{';
}

}  // namespace xuanzhi::dataset
