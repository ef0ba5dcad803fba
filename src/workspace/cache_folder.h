// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "xuanzhi/base/packed_file.h"
#include "xuanzhi/base/text.h"

namespace xuanzhi::workspace {

/// Where a workspace keeps what takes long to make again, in packed files. Nothing depends on it:
/// a file that is damaged, or of another key, is made anew, and where the folder cannot be written
/// nothing is kept. Files are written beside their place and renamed, so that processes which make
/// the same one at once do not meet.
class CacheFolder {
 public:
  /// Without a folder nothing is kept. `narration` is told what could not be used or written; may
  /// be null.
  CacheFolder(std::optional<std::filesystem::path> folder, std::ostream* narration)
      : folder_(std::move(folder)), narration_(narration) {}

  bool keeps() const { return folder_.has_value(); }

  /// The file of a thing, by its id (which may hold anything) and its kind, for one key. Null where
  /// there is none; throws `PackedFault` where it is not whole.
  std::shared_ptr<const PackedFile> open(const std::string& id, std::string_view kind,
                                         std::string_view key) const;
  /// Throws `Error` where it could not be written.
  void write(const std::string& id, std::string_view kind, std::string_view key,
             const std::function<void(PackedWriter&)>& pack) const;
  void tell(const Text& text) const;

 private:
  std::filesystem::path file_of(const std::string& id, std::string_view kind) const;

  std::optional<std::filesystem::path> folder_;
  std::ostream* narration_;
};

}  // namespace xuanzhi::workspace
