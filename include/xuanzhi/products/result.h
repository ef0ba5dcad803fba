// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "xuanzhi/approvals/path.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/screening/fact_store.h"
#include "xuanzhi/suitability/scorer.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::rules {
struct DirectionBook;
}

namespace xuanzhi::products {

struct PlacementProduct;

/// What the result files are made of; all borrowed.
struct Result {
  const workspace::Workspace* workspace = nullptr;
  const rules::Rulebook* rulebook = nullptr;
  const assessment::Assessor* assessor = nullptr;
  const assessment::Evaluation* evaluation = nullptr;
  const std::vector<workspace::VersionChoice>* versions = nullptr;
  Language language = Language::chinese;
  /// Where the evaluation does not hold the facts.
  const screening::FactSource* facts = nullptr;
  /// What the facts depend on, for results that a later run may take up; may be null.
  const screening::FactKey* fact_key = nullptr;
  const suitability::Scorer* scorer = nullptr;  ///< null: there are no criteria
  const PlacementProduct* placement = nullptr;  ///< null: nothing was placed
  /// The paths that table `approval_step` shows; null: there is no such table.
  const approvals::Procedures* procedures = nullptr;
  const std::vector<approvals::ApprovalPath>* paths = nullptr;
  const rules::DirectionBook* directions = nullptr;  ///< null: directions are shown as codes
};

/// The facts of one site, from wherever they are.
screening::SiteFacts facts_at(const Result& result, std::size_t site);

/// Writes the result GeoPackage (tables of the design, context layers, default styles) and the QGIS
/// project of the same stem beside it. Both are put in place only when complete.
/// Returns the files written. Throws `Error` (output_failed).
std::vector<std::filesystem::path> write_result(const Result& result,
                                                const std::filesystem::path& geopackage);

/// Throws `Error` (wrong_usage) for a name that `write_result` would refuse.
void require_result_file(const std::filesystem::path& geopackage);

}  // namespace xuanzhi::products
