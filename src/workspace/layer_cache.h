// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cache_folder.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/layer.h"

namespace xuanzhi::workspace {

/// Layers as they were prepared, in a folder of the workspace: one file for each layer, read by
/// memory map. A file holds what reading, repair, reprojection and indexing gave, and the audit of
/// it, and is valid for one key: the bytes of the sources and of the files beside them, all that
/// the manifest says of the layer, its role, where the data were expected, and the versions of the
/// program and of the libraries that read and repair.
class LayerCache {
 public:
  explicit LayerCache(CacheFolder folder) : folder_(std::move(folder)) {}

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
                           const std::string& key);
  /// False where it could not be written, which is told to the narration.
  bool keep(const Layer& layer, std::span<const SourceAudit> audits, const std::string& key) const;

 private:
  CacheFolder folder_;
  FileDigests digests_;
  std::size_t stays_in_memory_ = kMostInMemory;
};

}  // namespace xuanzhi::workspace
