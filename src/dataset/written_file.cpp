// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/written_file.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <cpl_vsi.h>
#include <fmt/format.h>

#include "gdal_handle.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::dataset {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& target, const std::string& why) {
  throw Error(ErrorCode::output_failed, target.string(),
              {"写入失败：" + why, "writing failed: " + why},
              {"检查输出文件夹是否存在、可写，磁盘是否已满",
               "check that the folder exists and can be written and that the disk is not full"});
}

// `.NAME.PID.part`; the number tells whether its process still lives.
std::string part_prefix(const fs::path& target) {
  return "." + target.filename().string() + ".";
}

bool is_abandoned(const std::string& name, const std::string& prefix) {
  if (!name.starts_with(prefix) || name.find(".part") == std::string::npos) return false;
  const int pid = std::atoi(name.c_str() + prefix.size());
  return pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

void remove_abandoned(const fs::path& target) {
  const std::string prefix = part_prefix(target);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(target.parent_path(), ignored)) {
    if (is_abandoned(entry.path().filename().string(), prefix)) fs::remove(entry.path(), ignored);
  }
}

void flush_to_disk(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

}  // namespace

PendingFile::PendingFile(const fs::path& target) : target_(fs::absolute(target)) {
  if (!fs::is_directory(target_.parent_path())) fail(target_, "the folder does not exist");
  if (fs::is_directory(target_)) fail(target_, "it is a folder");
  remove_abandoned(target_);
  path_ = target_.parent_path() / fmt::format("{}{}.part{}", part_prefix(target_), ::getpid(),
                                              target_.extension().string());
}

PendingFile::~PendingFile() {
  if (committed_) return;
  std::error_code ignored;
  fs::remove(path_, ignored);
  fs::remove(path_.string() + "-journal", ignored);
}

void PendingFile::commit() {
  flush_to_disk(path_);
  std::error_code error;
  fs::rename(path_, target_, error);
  if (error) fail(target_, error.message());
  committed_ = true;
}

void write_text_file(const fs::path& target, std::string_view text) {
  PendingFile file(target);
  std::ofstream out(file.path(), std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) fail(target, std::strerror(errno));
  file.commit();
}

void write_zip_file(const fs::path& target, const std::string& inner_name, std::string_view text) {
  register_drivers();
  const GdalMessages messages;
  PendingFile file(target);
  // Braces keep GDAL from looking for a .zip suffix in the name.
  const std::string inner = fmt::format("/vsizip/{{{}}}/{}", file.path().string(), inner_name);
  VSILFILE* out = VSIFOpenL(inner.c_str(), "wb");
  if (out == nullptr) fail(target, messages.last());
  const bool written = VSIFWriteL(text.data(), 1, text.size(), out) == text.size();
  if (VSIFCloseL(out) != 0 || !written) fail(target, messages.last());
  file.commit();
}

}  // namespace xuanzhi::dataset
