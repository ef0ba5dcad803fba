// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "table_data.h"
#include "xuanzhi/products/result.h"

namespace xuanzhi::products {

/// How often each verdict stands over a list, and which are the worst and the best.
struct VerdictCounts {
  std::array<std::size_t, 4> count{};  ///< by `rules::Verdict`

  void add(rules::Verdict verdict) { ++count[static_cast<std::size_t>(verdict)]; }
  std::size_t total() const;
  rules::Verdict worst() const;
  rules::Verdict best() const;
};

/// Per site of the workspace, over all projects. Without projects: the site's own findings.
std::vector<VerdictCounts> counts_by_site(const Result& result);

TableData project_table(const Result& result);
TableData assessment_table(const Result& result);
TableData finding_table(const Result& result);
TableData rule_table(const Result& result);
TableData audit_table(const Result& result);
TableData run_table(const Result& result);

}  // namespace xuanzhi::products
