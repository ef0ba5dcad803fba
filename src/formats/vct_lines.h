// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "line_text.h"
#include "plane_rings.h"

namespace xuanzhi::formats {

/// The lines of a VCT text that say something: blank lines and comments are passed over.
class VctLines {
 public:
  VctLines(std::string_view text, std::string file);

  bool done() const { return at_ == lines_.size(); }
  /// The next line, which stays; the end of the file is an error that says what was expected.
  const TextLine& peek(const Text& expected) const;
  const TextLine& next(const Text& expected);

  /// The next line as a whole number of at least `least`.
  std::int64_t integer(std::int64_t least, const Text& expected);
  /// The next line, which must be this word, whatever the case of its letters.
  void word(std::string_view wanted);
  bool next_is(std::string_view wanted) const;

  /// The values of a line: by the file's separator, or by commas where the separator is missing.
  std::vector<std::string> values(const TextLine& line) const;
  Point coordinate(const Text& expected);

  [[noreturn]] void fail(const TextLine& line, const Text& expected) const;

  std::size_t position() const { return at_; }
  void go_back(std::size_t position) { at_ = position; }

  void set_separator(std::string separator) { separator_ = std::move(separator); }
  bool heights_dropped() const { return heights_dropped_; }

 private:
  std::string file_;
  std::vector<TextLine> lines_;
  std::size_t at_ = 0;
  std::string separator_ = ",";
  bool heights_dropped_ = false;
};

/// Whether two words are equal, whatever the case of their ASCII letters.
bool same_word(std::string_view a, std::string_view b);

}  // namespace xuanzhi::formats
