// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace xuanzhi {

/// Language in which a person is addressed.
enum class Language { chinese, english };

/// One sentence or name in both languages of the product.
struct Text {
  std::string zh;
  std::string en;

  /// The text in one language; falls back to the other one where it is empty.
  const std::string& in(Language language) const;

  bool operator==(const Text&) const = default;
};

/// Two sentences as one; an empty one is left out.
Text both(const Text& first, const Text& second);

/// Columns that a UTF-8 text takes on a terminal: East Asian wide characters count two.
std::size_t display_width(std::string_view utf8);

/// The text padded with spaces on the right to at least `width` terminal columns.
std::string padded(std::string_view utf8, std::size_t width);

/// The words in their order with a separator between them.
std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ");

/// True where every byte sequence is well-formed UTF-8.
bool is_utf8(std::string_view bytes);

/// The text with the letters of ASCII in lower case; all other bytes stay as they are.
std::string lower_case(std::string_view text);

/// The text without white space (ASCII, ideographic, byte order marks) at both ends.
std::string trimmed(std::string_view utf8);

}  // namespace xuanzhi
