// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace xuanzhi::service {

/// A new folder among the system's temporary files that only this process can enter; it goes with
/// the object. Its name and what is in it never come from a request.
class ScratchFolder {
 public:
  ScratchFolder();  ///< throws `Error` (output_failed)
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace xuanzhi::service
