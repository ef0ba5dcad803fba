// SPDX-License-Identifier: Apache-2.0
#include "pending_folder.h"

#include <algorithm>
#include <system_error>

#include "pending_name.h"

namespace xuanzhi::dataset {

namespace fs = std::filesystem;

PendingFolder::PendingFolder(const fs::path& target)
    : target_(fs::absolute(target)), folder_(pending_name(target_, "")) {
  std::error_code error;
  fs::remove_all(folder_, error);
  if (!fs::create_directory(folder_, error)) fail_to_write(target_, error.message());
}

PendingFolder::~PendingFolder() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::vector<fs::path> PendingFolder::commit(const std::vector<std::string>& side_suffixes) {
  std::vector<fs::path> names;
  for (const auto& entry : fs::directory_iterator(folder_))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  const auto self = std::find(names.begin(), names.end(), target_.filename());
  if (self == names.end()) fail_to_write(target_, "nothing was written");
  std::rotate(self, self + 1, names.end());
  std::error_code error;
  for (const std::string& suffix : side_suffixes) {
    fs::path side = target_;
    side.replace_extension(suffix);
    const bool written = std::find(names.begin(), names.end(), side.filename()) != names.end();
    if (!written) fs::remove(side, error);
  }
  std::vector<fs::path> out;
  for (const fs::path& name : names) {
    const fs::path place = target_.parent_path() / name;
    // A folder (FileGDB) cannot be renamed over another one.
    if (fs::is_directory(place)) {
      fs::rename(place, folder_ / (".old-" + name.string()), error);
      if (error) fail_to_write(place, error.message());
    }
    fs::rename(folder_ / name, place, error);
    if (error) fail_to_write(place, error.message());
    out.push_back(place);
  }
  return out;
}

}  // namespace xuanzhi::dataset
