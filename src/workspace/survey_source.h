// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/workspace/audit.h"
#include "xuanzhi/workspace/manifest.h"

namespace xuanzhi::workspace {

/// The rows of a survey text (.txt) or of a VCT file; nothing for any other suffix. What its reader
/// noticed goes into `audit`. Throws `Error` where the file cannot be read, where `table` is not in
/// it, and where a filter is asked for, which these formats have no language for.
std::optional<dataset::VectorTable> read_survey_source(const SourceTable& source,
                                                       SourceAudit& audit);

/// The rows in the bytes of a survey text; `name` is for messages. Throws `Error` likewise.
dataset::VectorTable read_survey_text(const std::string& bytes, const std::string& name,
                                      SourceAudit& audit);

}  // namespace xuanzhi::workspace
