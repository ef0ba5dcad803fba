// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "table_data.h"
#include "xuanzhi/screening/fact_reuse.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

// Rows are read from `facts` as they are written; all arguments are borrowed.

/// `fact`: one row per site and layer.
RowStream fact_table(const workspace::Workspace& workspace, const screening::FactSource& facts);
/// `fact_class`: one row per site, layer and class of the layer.
RowStream fact_class_table(const workspace::Workspace& workspace,
                           const screening::FactSource& facts);
/// `fact_feature`: one row per site and overlapped feature.
RowStream fact_feature_table(const workspace::Workspace& workspace,
                             const screening::FactSource& facts);

/// What `evaluate --since` takes up again: what the facts depend on, and the facts of each site
/// with the digest of the site.
RowStream fact_key_table(const screening::FactKey& key);
RowStream fact_record_table(const workspace::Workspace& workspace,
                            const screening::FactSource& facts);

}  // namespace xuanzhi::products
