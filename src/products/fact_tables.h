// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "table_data.h"
#include "xuanzhi/screening/fact_reuse.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::products {

// Rows are read from `facts` as they are written; all arguments are borrowed.

/// `fact`: one row per site and layer; `fact_class`: one per site, layer and class of the layer;
/// `fact_feature`: one per site and overlapped feature. In this order.
std::vector<dataset::TableSchema> fact_schemas();

/// Takes a row of one of these tables, given by its place; the row is borrowed.
using FactRowSink = std::function<void(std::size_t table, const std::vector<dataset::Cell>& row)>;

/// Gives the rows of all three, site by site, so that the facts of each are read once.
void for_each_fact_row(const workspace::Workspace& workspace, const screening::FactSource& facts,
                       const FactRowSink& sink);

/// All three into a GeoPackage.
void write_fact_tables(dataset::GeoPackageWriter& writer, const workspace::Workspace& workspace,
                       const screening::FactSource& facts);

/// What `evaluate --since` takes up again: what the facts depend on, and the facts of each site
/// with the digest of the site.
RowStream fact_key_table(const screening::FactKey& key);
RowStream fact_record_table(const workspace::Workspace& workspace,
                            const screening::FactSource& facts);

}  // namespace xuanzhi::products
