// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xuanzhi::dataset {

/// The name under which xuanzhi handles an encoding: `UTF-8`; `GB18030` for GBK, CP936, GB2312 and
/// their other spellings, which it contains; any other name as it stands where it is known, else
/// nothing.
std::optional<std::string> known_encoding(std::string_view name);

/// Bytes as UTF-8. Nothing where a single sequence is not well formed: unlike GDAL, which drops
/// what it cannot convert.
std::optional<std::string> decoded(std::string_view bytes, const std::string& encoding);

/// UTF-8 in another encoding; nothing where a character has no place in it.
std::optional<std::string> encoded(std::string_view utf8, const std::string& encoding);

/// Where a text stands that an encoding cannot be.
struct UndecodedText {
  std::int64_t row = -1;  ///< -1: the name of a column
  int column = 0;         ///< counted from 1; 0: the whole line of a file of text
};

/// Finds out in which encoding texts are written by trying every one of them.
class EncodingSurvey {
 public:
  /// Candidates in the order of preference, by the names of `known_encoding`.
  explicit EncodingSurvey(const std::vector<std::string>& candidates);
  ~EncodingSurvey();
  EncodingSurvey(const EncodingSurvey&) = delete;
  EncodingSurvey& operator=(const EncodingSurvey&) = delete;

  /// `full`: the text fills its field, so its last character may be cut and is not held against an
  /// encoding.
  void add(std::string_view bytes, bool full, const UndecodedText& place);

  bool ascii() const { return ascii_; }
  /// The first candidate that all texts can be.
  std::optional<std::string> fitting() const;
  /// Texts that a candidate cannot be, in the order they were added; at most 1000.
  const std::vector<UndecodedText>& undecoded(const std::string& candidate) const;
  /// How many texts end in the middle of a character of a candidate.
  std::size_t cut_texts(const std::string& candidate) const;

 private:
  struct Candidate;
  const Candidate& find(const std::string& name) const;

  bool ascii_ = true;
  std::vector<std::unique_ptr<Candidate>> candidates_;
};

}  // namespace xuanzhi::dataset
