// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/base/packed_file.h"
#include "xuanzhi/workspace/audit.h"

namespace xuanzhi::workspace {

/// Adds an audit to a packed file, and takes it out again. Throws `PackedFault`.
void pack(const SourceAudit& audit, PackedWriter& out);
SourceAudit unpacked_audit(PackedReader& in);

}  // namespace xuanzhi::workspace
