// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/text.h"

#include <array>
#include <cstdint>

namespace xuanzhi {

namespace {

struct Decoded {
  char32_t code = 0;
  std::size_t length = 0;  // 0: not well formed
};

Decoded decode(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  std::size_t length = 0;
  char32_t code = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
    code = lead & 0x1FU;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    code = lead & 0x0FU;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    code = lead & 0x07U;
  } else {
    return {};
  }
  if (bytes.size() < length) return {};
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return {};
  return {code, length};
}

// The blocks of Unicode's East Asian Width property W and F that occur in Chinese documents.
bool is_wide(char32_t code) {
  return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
         (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
         (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x20000 && code <= 0x3FFFD);
}

}  // namespace

const std::string& Text::in(Language language) const {
  const std::string& wanted = language == Language::chinese ? zh : en;
  const std::string& other = language == Language::chinese ? en : zh;
  return wanted.empty() ? other : wanted;
}

Text both(const Text& first, const Text& second) {
  if (first.zh.empty()) return second;
  if (second.zh.empty()) return first;
  return {first.zh + "；" + second.zh, first.en + "; " + second.en};
}

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  while (!utf8.empty()) {
    const Decoded next = decode(utf8);
    width += next.length == 0 ? 1 : (is_wide(next.code) ? 2 : 1);
    utf8.remove_prefix(next.length == 0 ? 1 : next.length);
  }
  return width;
}

std::string padded(std::string_view utf8, std::size_t width) {
  std::string out(utf8);
  const std::size_t used = display_width(utf8);
  if (used < width) out.append(width - used, ' ');
  return out;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += separator;
    out += word;
  }
  return out;
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const Decoded next = decode(bytes);
    if (next.length == 0) return false;
    bytes.remove_prefix(next.length);
  }
  return true;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string trimmed(std::string_view utf8) {
  // The ideographic space, and the byte order mark that joining files leaves within them.
  static constexpr std::array<std::string_view, 2> kWideSpaces{"\u3000", "\uFEFF"};
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  for (bool again = true; again;) {
    again = false;
    if (!utf8.empty() && is_space(utf8.front())) utf8.remove_prefix(1), again = true;
    if (!utf8.empty() && is_space(utf8.back())) utf8.remove_suffix(1), again = true;
    for (const std::string_view wide : kWideSpaces) {
      if (utf8.starts_with(wide)) utf8.remove_prefix(wide.size()), again = true;
      if (utf8.ends_with(wide)) utf8.remove_suffix(wide.size()), again = true;
    }
  }
  return std::string(utf8);
}

}  // namespace xuanzhi
