// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "table_data.h"
#include "xuanzhi/products/result.h"

namespace xuanzhi::products {

using assessment::VerdictCounts;

/// Per site of the workspace, over all projects. Without projects: the site's own findings.
std::vector<VerdictCounts> counts_by_site(const Result& result);

TableData project_table(const Result& result);
/// Of the pairs that are kept; see `assessment::Evaluation`.
RowStream assessment_table(const Result& result);
RowStream finding_table(const Result& result);
/// Per project its best sites, where not all pairs are kept.
TableData best_site_table(const Result& result);
TableData rule_table(const Result& result);
TableData audit_table(const Result& result);
TableData run_table(const Result& result);

}  // namespace xuanzhi::products
