// SPDX-License-Identifier: Apache-2.0
#include "written_files.h"

#include <ostream>

#include <nlohmann/json.hpp>

namespace xuanzhi::cli {

void tell_written_files(const std::vector<std::filesystem::path>& files,
                        const CommonOptions& common, const Streams& streams) {
  if (common.json) {
    nlohmann::json names = nlohmann::json::array();
    for (const auto& file : files) names.push_back(file.string());
    *streams.out << nlohmann::json{{"files", names}}.dump(2) << "\n";
    return;
  }
  for (const auto& file : files) {
    *streams.out << (common.language == Language::chinese ? "已写 " : "written ") << file.string()
                 << "\n";
  }
}

}  // namespace xuanzhi::cli
