// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "table_data.h"
#include "xuanzhi/screening/fact.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

/// `fact`: one row per site and layer.
TableData fact_table(const workspace::Workspace& workspace,
                     const std::vector<screening::SiteFacts>& facts);
/// `fact_class`: one row per site, layer and class of the layer.
TableData fact_class_table(const workspace::Workspace& workspace,
                           const std::vector<screening::SiteFacts>& facts);
/// `fact_feature`: one row per site and overlapped feature.
TableData fact_feature_table(const workspace::Workspace& workspace,
                             const std::vector<screening::SiteFacts>& facts);

}  // namespace xuanzhi::products
