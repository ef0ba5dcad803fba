// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace xuanzhi::dataset {

/// A temporary name beside a target, which becomes the target by `commit()` or vanishes with this
/// object. Left-overs of processes that were killed are removed when the next one starts.
class PendingFile {
 public:
  explicit PendingFile(const std::filesystem::path& target);
  ~PendingFile();
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Flushes to disk and renames. Throws `Error` (output_failed).
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path path_;
  bool committed_ = false;
};

/// Throws `Error` (output_failed) where the folder of a target does not exist, or the target is a
/// folder itself: for work whose result is written much later.
void require_place_for(const std::filesystem::path& target);

/// A text file that becomes its target by `commit` or vanishes with this object.
class TextFile {
 public:
  explicit TextFile(const std::filesystem::path& target)
      : target_(target), file_(target), stream_(file_.path(), std::ios::binary) {}

  std::ostream& stream() { return stream_; }
  /// Throws `Error` (output_failed).
  void commit();

 private:
  std::filesystem::path target_;
  PendingFile file_;
  std::ofstream stream_;
};

/// Writes a text file whole or not at all.
void write_text_file(const std::filesystem::path& target, std::string_view text);

/// The same for a text that is made piece by piece, because it may be too large to be held.
void write_text_file(const std::filesystem::path& target,
                     const std::function<void(std::ostream&)>& write);

/// Writes a zip archive of one text file, whole or not at all; same content gives the same bytes.
void write_zip_file(const std::filesystem::path& target, const std::string& inner_name,
                    std::string_view text);

}  // namespace xuanzhi::dataset
