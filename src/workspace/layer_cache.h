// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/layer.h"

namespace xuanzhi::workspace {

/// Layers as they were prepared, in a folder of the workspace: one file for each layer, read by
/// memory map. A file holds what reading, repair, reprojection and indexing gave, and the audit of
/// it, and is valid for one key: the bytes of the sources and of the files beside them, all that
/// the manifest says of the layer, its role, where the data were expected, and the versions of the
/// program and of the libraries that read and repair.
///
/// Nothing depends on the cache: a file that is damaged, or of another key, is made anew, and where
/// the folder cannot be written there is none. Files are written beside their place and renamed, so
/// that processes which prepare the same layer at once do not meet.
class LayerCache {
 public:
  /// Without a folder nothing is kept. `narration` is told what could not be used or written; may
  /// be null.
  LayerCache(std::optional<std::filesystem::path> folder, std::ostream* narration);

  /// Of the files that were looked at on the way.
  FileDigests& digests() { return digests_; }

  /// Nothing where nothing is kept, or where a source is no file of this computer, or cannot be
  /// read.
  std::optional<std::string> key_of(const LayerConfig& config, const Role& role,
                                    const std::optional<geometry::Box>& area);

  struct Kept {
    Layer layer;
    std::vector<SourceAudit> audits;
  };
  std::optional<Kept> take(const geometry::Geos& geos, const LayerConfig& config, const Role& role,
                           const std::string& key) const;
  /// False where it could not be written, which is told to the narration.
  bool keep(const Layer& layer, std::span<const SourceAudit> audits, const std::string& key) const;

 private:
  std::filesystem::path file_of(const std::string& layer_id) const;
  void tell(const Text& text) const;

  std::optional<std::filesystem::path> folder_;
  FileDigests digests_;
  std::ostream* narration_;
};

}  // namespace xuanzhi::workspace
