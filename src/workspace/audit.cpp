// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/audit.h"

#include <utility>

namespace xuanzhi::workspace {

std::string to_string(TopologyKind kind) {
  switch (kind) {
    case TopologyKind::duplicate:
      return "duplicate";
    case TopologyKind::overlap:
      return "overlap";
    case TopologyKind::beyond_coverage:
      return "beyond_coverage";
    case TopologyKind::gap:
      break;
  }
  return "gap";
}

void SourceAudit::repair(AuditItem item) {
  ++rows_read;
  ++rows_repaired;
  item.rejected = false;
  items.push_back(std::move(item));
}

void SourceAudit::reject(AuditItem item) {
  ++rows_read;
  ++rows_rejected;
  item.rejected = true;
  items.push_back(std::move(item));
}

}  // namespace xuanzhi::workspace
