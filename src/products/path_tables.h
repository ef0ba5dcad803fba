// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "table_data.h"
#include "xuanzhi/approvals/path.h"

namespace xuanzhi::products {

/// Table `approval_step`: one row per step of the given paths, whatever came of it.
TableData approval_step_table(const approvals::Procedures& procedures,
                              const std::vector<approvals::ApprovalPath>& paths);

}  // namespace xuanzhi::products
