// SPDX-License-Identifier: Apache-2.0
#include "pending_name.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include <unistd.h>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

namespace fs = std::filesystem;

namespace {

// The number in the name tells whether its process still lives.
bool is_abandoned(const std::string& name, const std::string& prefix) {
  if (!name.starts_with(prefix) || name.find(".part") == std::string::npos) return false;
  const int pid = std::atoi(name.c_str() + prefix.size());
  return pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

void remove_abandoned(const fs::path& folder, const std::string& prefix) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (is_abandoned(entry.path().filename().string(), prefix))
      fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

fs::path pending_name(const fs::path& target, const std::string& suffix) {
  const fs::path folder = target.parent_path();
  if (!fs::is_directory(folder)) fail_to_write(target, "the folder does not exist");
  const std::string prefix = "." + target.filename().string() + ".";
  remove_abandoned(folder, prefix);
  return folder / fmt::format("{}{}.part{}", prefix, ::getpid(), suffix);
}

void fail_to_write(const fs::path& target, const std::string& why) {
  throw Error(ErrorCode::output_failed, target.string(),
              {"写入失败：" + why, "writing failed: " + why},
              {"检查输出文件夹是否存在、可写，磁盘是否已满",
               "check that the folder exists and can be written and that the disk is not full"});
}

}  // namespace xuanzhi::dataset
