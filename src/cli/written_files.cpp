// SPDX-License-Identifier: Apache-2.0
#include "written_files.h"

#include <ostream>

#include <nlohmann/json.hpp>

#include "xuanzhi/base/error.h"

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

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return;
  throw Error(ErrorCode::output_failed, folder.string(),
              {"无法建立文件夹：" + error.message(), "cannot make the folder: " + error.message()});
}

}  // namespace xuanzhi::cli
