// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/base/packed_file.h"
#include "xuanzhi/workspace/audit.h"

namespace xuanzhi::workspace {

/// Adds an audit to a packed file, and takes it out again. Throws `PackedFault`.
void pack(const SourceAudit& audit, PackedWriter& out);
SourceAudit unpacked_audit(PackedReader& in);

/// Likewise what an audit says of its source as a whole, which `pack` leaves out.
void pack_topology(const std::vector<TopologyItem>& items, PackedWriter& out);
std::vector<TopologyItem> unpacked_topology(PackedReader& in);
void pack_notes(const std::vector<Text>& notes, PackedWriter& out);
std::vector<Text> unpacked_notes(PackedReader& in);

}  // namespace xuanzhi::workspace
