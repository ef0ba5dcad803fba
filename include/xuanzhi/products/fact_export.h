// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "xuanzhi/screening/fact_store.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

/// Writes the facts alone: a GeoPackage with `fact`, `fact_class` and `fact_feature`, or, where the
/// target ends in .csv, the same three as TARGET.csv, TARGET_class.csv and TARGET_feature.csv.
/// Returns the files written. Throws `Error` (output_failed, wrong_usage for other suffixes).
std::vector<std::filesystem::path> write_facts(const workspace::Workspace& workspace,
                                               const screening::FactSource& facts,
                                               const std::filesystem::path& target);

/// Throws `Error` (wrong_usage) for a name that `write_facts` would refuse.
void require_fact_file(const std::filesystem::path& target);

}  // namespace xuanzhi::products
