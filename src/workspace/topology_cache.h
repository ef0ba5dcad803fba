// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cache_folder.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/layer.h"
#include "xuanzhi/workspace/site.h"

namespace xuanzhi::workspace {

/// What was found about a layer or a source of sites as a whole.
struct TopologyFinds {
  std::vector<TopologyItem> items;
  std::vector<Text> notes;
};

/// What `audit_topology` found before, in the cache folder of the workspace: one file for each
/// layer and source of sites, valid for the very features or sites that were looked at.
class TopologyCache {
 public:
  explicit TopologyCache(CacheFolder folder) : folder_(std::move(folder)) {}

  /// Of everything that the finds depend on; empty where nothing is kept.
  std::string key_of(const Layer& layer, double tolerance_m2) const;
  std::string key_of(const std::vector<const Site*>& sites, double tolerance_m2) const;

  std::optional<TopologyFinds> take(const SourceAudit& of, const std::string& key) const;
  void keep(const SourceAudit& of, const TopologyFinds& finds, const std::string& key) const;

 private:
  CacheFolder folder_;
};

}  // namespace xuanzhi::workspace
