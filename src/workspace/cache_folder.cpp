// SPDX-License-Identifier: Apache-2.0
#include "cache_folder.h"

#include <ostream>
#include <system_error>

#include <fmt/format.h>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/dataset/written_file.h"

namespace xuanzhi::workspace {

std::filesystem::path CacheFolder::file_of(const std::string& id, std::string_view kind) const {
  // Ids may hold anything, names of files may not.
  Fingerprint print;
  print.add(id);
  return *folder_ / fmt::format("{}.{}", print.hex().substr(0, 32), kind);
}

std::shared_ptr<const PackedFile> CacheFolder::open(const std::string& id, std::string_view kind,
                                                    std::string_view key) const {
  if (!folder_) return nullptr;
  bool damaged = false;
  auto file = PackedFile::open(file_of(id, kind), key, damaged);
  if (damaged) throw PackedFault();
  return file;
}

void CacheFolder::write(const std::string& id, std::string_view kind, std::string_view key,
                        const std::function<void(PackedWriter&)>& pack) const {
  if (!folder_) return;
  std::error_code error;
  std::filesystem::create_directory(*folder_, error);
  dataset::write_text_file(file_of(id, kind), [&](std::ostream& file) {
    PackedWriter out(key, file);
    pack(out);
    out.finish();
  });
}

void CacheFolder::tell(const Text& text) const {
  if (narration_ != nullptr) *narration_ << text.zh << " " << text.en << "\n";
}

}  // namespace xuanzhi::workspace
