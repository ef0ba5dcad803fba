// SPDX-License-Identifier: Apache-2.0
#include "displaced_layers.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/geometry/datum_shift.h"

namespace xuanzhi::workspace {

namespace {

// Outlines are compared point by point, which is not for the largest layers.
constexpr std::size_t kMostVertices = 50000;

bool is_comparable(const Layer& layer) {
  return layer.role->dimension == 2 && layer.config.table.shift.empty() &&
         !layer.features.empty() && layer.vertex_count() <= kMostVertices;
}

geometry::Shape whole(const geometry::Geos& geos, const Layer& layer) {
  return geometry::collect(geos, layer.shapes(geos));
}

void note(const Layer& suspect, const Layer& trusted, const geometry::OutlineOffset& offset,
          std::vector<SourceAudit>& audits) {
  const auto audit = std::find_if(audits.begin(), audits.end(), [&](const SourceAudit& a) {
    return a.kind == "layer" && a.source_id == suspect.config.id;
  });
  if (audit == audits.end()) return;
  audit->notes.push_back(
      {fmt::format(
           "边界与图层 {} 相差约 {:.0f} m，按 GCJ-02 纠偏后相差 {:.0f} m，疑为网络地图坐标；"
           "确认后写入 workspace.toml：shift = \"gcj02\"",
           trusted.config.id, offset.as_it_stands_m, offset.put_back_m),
       fmt::format("the outline is {:.0f} m away from that of layer {}, and {:.0f} m after GCJ-02 "
                   "is taken back: probably drawn on a web map; once confirmed state in "
                   "workspace.toml: shift = \"gcj02\"",
                   offset.as_it_stands_m, trusted.config.id, offset.put_back_m)});
}

}  // namespace

void note_displaced_layers(const geometry::Geos& geos, const std::vector<Layer>& layers,
                           std::vector<SourceAudit>& audits) {
  for (const Layer& suspect : layers) {
    for (const Layer& trusted : layers) {
      if (&suspect == &trusted || suspect.role != trusted.role) continue;
      if (!is_comparable(suspect) || !is_comparable(trusted)) continue;
      const auto offset = geometry::outline_offset(whole(geos, suspect), whole(geos, trusted));
      if (!offset || !offset->looks_displaced()) continue;
      note(suspect, trusted, *offset, audits);
      break;
    }
  }
}

}  // namespace xuanzhi::workspace
