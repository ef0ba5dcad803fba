// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/dataset/written_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <cpl_vsi.h>
#include <fmt/format.h>

#include "gdal_handle.h"
#include "pending_name.h"

namespace xuanzhi::dataset {

namespace fs = std::filesystem;

namespace {

void flush_to_disk(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

}  // namespace

PendingFile::PendingFile(const fs::path& target)
    : target_(fs::absolute(target)), path_(pending_name(target_, target_.extension().string())) {
  if (fs::is_directory(target_)) fail_to_write(target_, "it is a folder");
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
  if (error) fail_to_write(target_, error.message());
  committed_ = true;
}

void require_place_for(const fs::path& target) {
  const fs::path whole = fs::absolute(target);
  if (!fs::is_directory(whole.parent_path())) fail_to_write(target, "the folder does not exist");
  if (fs::is_directory(whole)) fail_to_write(target, "there is a folder of this name");
}

void TextFile::commit() {
  stream_.close();
  if (!stream_) fail_to_write(target_, std::strerror(errno));
  file_.commit();
}

void write_text_file(const fs::path& target, std::string_view text) {
  write_text_file(target, [&](std::ostream& out) {
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
  });
}

void write_text_file(const fs::path& target, const std::function<void(std::ostream&)>& write) {
  TextFile file(target);
  write(file.stream());
  file.commit();
}

void write_zip_file(const fs::path& target, const std::string& inner_name, std::string_view text) {
  register_drivers();
  const GdalMessages messages;
  PendingFile file(target);
  // Braces keep GDAL from looking for a .zip suffix in the name.
  const std::string inner = fmt::format("/vsizip/{{{}}}/{}", file.path().string(), inner_name);
  VSILFILE* out = VSIFOpenL(inner.c_str(), "wb");
  if (out == nullptr) fail_to_write(target, messages.last());
  const bool written = VSIFWriteL(text.data(), 1, text.size(), out) == text.size();
  if (VSIFCloseL(out) != 0 || !written) fail_to_write(target, messages.last());
  file.commit();
}

}  // namespace xuanzhi::dataset
