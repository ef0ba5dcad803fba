// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

/// What the result files are made of; all borrowed.
struct Result {
  const workspace::Workspace* workspace = nullptr;
  const rules::Rulebook* rulebook = nullptr;
  const assessment::Assessor* assessor = nullptr;
  const assessment::Evaluation* evaluation = nullptr;
  const std::vector<workspace::VersionChoice>* versions = nullptr;
  Language language = Language::chinese;
};

/// Writes the result GeoPackage (tables of the design, context layers, default styles) and the QGIS
/// project of the same stem beside it. Both are put in place only when complete.
/// Returns the files written. Throws `Error` (output_failed).
std::vector<std::filesystem::path> write_result(const Result& result,
                                                const std::filesystem::path& geopackage);

}  // namespace xuanzhi::products
