// SPDX-License-Identifier: Apache-2.0
#include <regex>
#include <string>

#include "xuanzhi/dataset/vector_file.h"

namespace xuanzhi::dataset {

bool is_virtual_source(const std::filesystem::path& source) {
  const std::string name = source.string();
  return name.starts_with("/vsi") || name.find(':') < name.find('/');
}

std::string shown_source(const std::filesystem::path& source) {
  if (!is_virtual_source(source)) return source.string();
  static const std::regex kStated(R"re((password|pwd)\s*=\s*('(\\.|[^'\\])*'|[^\s,;]*))re",
                                  std::regex::icase);
  static const std::regex kInAddress(R"re((://[^:/@\s]*):[^@\s]*@)re");
  const std::string shown = std::regex_replace(source.string(), kStated, "$1=***");
  return std::regex_replace(shown, kInAddress, "$1:***@");
}

}  // namespace xuanzhi::dataset
