// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"

namespace xuanzhi::workspace {

/// The rows of any source that xuanzhi understands, whatever reads it. All input of shapes comes
/// through here: layers, coverages, sites, `check FILE` and `convert`.
/// `audit` is told the path, the table, the encoding, the digest and what the reader noticed.
/// With `digests` a file that many tables come from is digested once.
/// Throws `Error` for a missing or unreadable file or table.
dataset::VectorTable read_source_table(const SourceTable& source, SourceAudit& audit,
                                       FileDigests* digests = nullptr);

/// What a source without a name of its own is called: the file without its suffix, or the table of
/// a database connection.
std::string short_name_of(const SourceTable& source);

/// `FILE:TABLE`, for messages; never with a password.
std::string place_of(const SourceTable& source);

}  // namespace xuanzhi::workspace
