// SPDX-License-Identifier: Apache-2.0
#include "topology_cache.h"

#include <string_view>

#include <fmt/format.h>

#include "audit_pack.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/version.h"

namespace xuanzhi::workspace {

namespace {

// Raised with every change of what a file holds, or of what is looked at.
constexpr int kForm = 1;
constexpr std::string_view kKind = "topology";

std::string form(double tolerance_m2) {
  return fmt::format("xuanzhi {} topology {} {} {:a}", kVersion, kForm,
                     geometry::library_versions(), tolerance_m2);
}

// Two sources may have one id where they are of different kinds.
std::string id_of(const SourceAudit& audit) {
  return audit.kind + "\n" + audit.source_id;
}

}  // namespace

std::string TopologyCache::key_of(const Layer& layer, double tolerance_m2) const {
  if (!folder_.keeps()) return {};
  PartsFingerprint digest;
  digest.add(form(tolerance_m2));
  digest.add(fmt::format("{} {}", layer.role->dimension, layer.role->covers_all));
  digest.add(layer.digest);
  return digest.hex();
}

std::string TopologyCache::key_of(const std::vector<const Site*>& sites,
                                  double tolerance_m2) const {
  if (!folder_.keeps()) return {};
  PartsFingerprint digest;
  digest.add(form(tolerance_m2));
  for (const Site* site : sites) {
    digest.add(site->info.id);
    digest.add(site->shape.wkb());
  }
  return digest.hex();
}

std::optional<TopologyFinds> TopologyCache::take(const SourceAudit& of,
                                                 const std::string& key) const {
  try {
    const auto file = folder_.open(id_of(of), kKind, key);
    if (!file) return std::nullopt;
    PackedReader in(*file);
    TopologyFinds finds;
    finds.items = unpacked_topology(in);
    finds.notes = unpacked_notes(in);
    return finds;
  } catch (const PackedFault&) {
    folder_.tell({fmt::format("{} 的拓扑检查缓存已损坏，重新检查。", of.source_id),
                  fmt::format("What was kept of the topology of {} is damaged; it is looked at "
                              "again.",
                              of.source_id)});
    return std::nullopt;
  }
}

void TopologyCache::keep(const SourceAudit& of, const TopologyFinds& finds,
                         const std::string& key) const {
  try {
    folder_.write(id_of(of), kKind, key, [&](PackedWriter& out) {
      pack_topology(finds.items, out);
      pack_notes(finds.notes, out);
    });
  } catch (const Error& error) {
    folder_.tell({fmt::format("{} 的拓扑检查结果未能留存，下次仍须检查：{}", of.source_id,
                              error.message().zh),
                  fmt::format("What was found of the topology of {} could not be kept: {}",
                              of.source_id, error.message().en)});
  }
}

}  // namespace xuanzhi::workspace
