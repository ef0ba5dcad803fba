// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/formats/project_dictionary.h"

namespace xuanzhi::formats {

/// A title in two rows; without a second row `lower` is empty.
struct TitleLevels {
  std::string upper;
  std::string lower;

  std::string text() const;
};

/// The field that the dictionary reads from a title.
struct TitleMatch {
  const DictionaryField* field = nullptr;
  std::size_t rank = 0;  ///< 0: a title of the field; more: a fallback title, best first
  std::string unit;      ///< as the title states it
  std::string unclear;   ///< the part of a number's title that nobody explained
};

/// Finds the field of a title; nothing where the dictionary does not know it.
std::optional<TitleMatch> match_title(const ProjectDictionary& dictionary,
                                      const TitleLevels& title);

/// The units that the brackets of a title name, for a column whose field is stated.
std::optional<std::string> unit_in_title(const ProjectDictionary& dictionary,
                                         const TitleLevels& title,
                                         const std::vector<std::string>& allowed);

/// True where `stated` of workspace.toml means this title.
bool is_title(const TitleLevels& title, const std::string& stated);

}  // namespace xuanzhi::formats
