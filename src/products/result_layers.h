// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "result_tables.h"
#include "xuanzhi/dataset/geopackage_writer.h"
#include "xuanzhi/products/result.h"

namespace xuanzhi::products {

/// Name of the table that holds a layer of the workspace, repaired, for drawing.
std::string context_table(const workspace::Layer& layer);

/// The layers of the result: `site`, `conflict` and one context layer per layer of the workspace.
void write_site_layer(dataset::GeoPackageWriter& writer, const Result& result,
                      const std::vector<VerdictCounts>& counts);
/// Returns how many conflict pieces were written.
std::size_t write_conflict_layer(dataset::GeoPackageWriter& writer, const Result& result);
void write_context_layers(dataset::GeoPackageWriter& writer, const Result& result);

}  // namespace xuanzhi::products
