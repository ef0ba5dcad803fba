// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace xuanzhi::dataset {

/// A folder beside a target in which the target and its side files are written under their own
/// names; `commit()` moves them into place, the target last. Without it everything vanishes.
class PendingFolder {
 public:
  explicit PendingFolder(const std::filesystem::path& target);
  ~PendingFolder();
  PendingFolder(const PendingFolder&) = delete;
  PendingFolder& operator=(const PendingFolder&) = delete;

  /// The target's name in the folder.
  std::filesystem::path file() const { return folder_ / target_.filename(); }

  /// `side_suffixes`: side files of an earlier target (`.cpg`) that must not stay where none was
  /// written now. Returns what was put in place. Throws `Error` (output_failed).
  std::vector<std::filesystem::path> commit(const std::vector<std::string>& side_suffixes);

 private:
  std::filesystem::path target_;
  std::filesystem::path folder_;
};

}  // namespace xuanzhi::dataset
