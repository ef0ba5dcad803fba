// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "xuanzhi/dataset/vector_file.h"

namespace xuanzhi::workspace {

/// True for the suffix of survey texts.
bool is_survey_target(const std::filesystem::path& file);

/// Writes rows of areas, in (east, north) metres of `crs`, as a survey text in `encoding` (GB18030
/// where empty), whole or not at all. Number, name, map sheet, use and land code are taken from
/// columns of the usual names. Throws `Error`: wrong_usage where `crs` is no CGCS2000 zone.
void write_survey_target(const dataset::VectorTable& table, const std::string& crs,
                         const std::string& encoding, const std::filesystem::path& file);

}  // namespace xuanzhi::workspace
