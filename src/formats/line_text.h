// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xuanzhi/base/error.h"

namespace xuanzhi::formats {

/// A line without its end, borrowed from the text.
struct TextLine {
  std::size_t number = 0;  // from 1
  std::string_view text;
};

/// The lines of a text; CR LF, LF and CR end a line.
std::vector<TextLine> lines_of(std::string_view utf8);

/// Full-width ASCII (！ to ～) and the ideographic space as ASCII; 【】 as []; the rest as it is.
std::string half_width(std::string_view utf8);

/// The trimmed values between separators; one more value than separators.
std::vector<std::string> split(std::string_view text, std::string_view separator);

/// A whole text as a finite number, full-width digits included; nothing where it is none.
std::optional<double> number_of(std::string_view text);
std::optional<std::int64_t> integer_of(std::string_view text);

/// The text for a message: at most 60 bytes, cut between characters.
std::string excerpt(std::string_view text);

/// The error of one line: what was expected, what stands there, and what to write.
Error line_error(const std::string& file, const TextLine& line, const Text& expected,
                 const Text& remedy);

}  // namespace xuanzhi::formats
