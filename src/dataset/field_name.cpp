// SPDX-License-Identifier: Apache-2.0
#include "field_name.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

namespace xuanzhi::dataset {

namespace {

constexpr std::size_t kLongest = 10;

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80U && (std::isalnum(byte) != 0 || c == '_');
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

std::vector<std::string> dbf_field_names(const std::vector<std::string>& names) {
  std::vector<std::string> out(names.size());
  std::set<std::string> taken;
  const auto good = [](const std::string& name) {
    return !name.empty() && name.size() <= kLongest &&
           std::all_of(name.begin(), name.end(), is_plain);
  };
  // Good names first: none of them may lose its name to a longer one that was cut.
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (good(names[i]) && taken.insert(upper(names[i])).second) out[i] = names[i];
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!out[i].empty()) continue;
    const bool ascii = !names[i].empty() &&
                       std::all_of(names[i].begin(), names[i].end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
    std::string stem = ascii ? names[i] : fmt::format("F{:02}", i + 1);
    std::replace_if(
        stem.begin(), stem.end(), [](char c) { return !is_plain(c); }, '_');
    std::string name = stem.substr(0, kLongest);
    for (int copy = 2; !taken.insert(upper(name)).second; ++copy) {
      const std::string number = std::to_string(copy);
      name = stem.substr(0, kLongest - number.size()) + number;
    }
    out[i] = name;
  }
  return out;
}

}  // namespace xuanzhi::dataset
