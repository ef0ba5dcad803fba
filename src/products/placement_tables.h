// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "table_data.h"
#include "xuanzhi/products/placement_product.h"
#include "xuanzhi/products/qgis_project.h"
#include "xuanzhi/products/result.h"

namespace xuanzhi::products {

/// An unplaced project with the site that lacks least, and the one it would like best.
struct Unplaced {
  std::size_t project = 0;
  std::size_t best_site = placement::kNowhere;     ///< of the possible ones, by score
  std::size_t nearest_site = placement::kNowhere;  ///< whose change is the smallest share
  placement::PairReason reason;                    ///< of the nearest site
};
std::vector<Unplaced> unplaced_of(const PlacementProduct& product);

/// The layers `placement`, `unplaced_link` and `park_budget`.
void write_placement_layers(dataset::GeoPackageWriter& writer, const Result& result);

/// The tables budget_use, unplaced, placement_reason, offer, score_part, rule_cost, water_supply
/// and, where there are several, scenario.
std::vector<TableData> placement_tables(const Result& result);

/// Each placed project with its site, for sheets: the result has a layer instead.
TableData placed_table(const Result& result);
TableData budget_table(const Result& result);
TableData unplaced_table(const Result& result, const std::vector<Unplaced>& unplaced);

/// The sites of an encouraged zone for the projects to which it is offered, possible or not.
TableData offer_table(const Result& result);

/// Water of the placed projects by source, non-conventional sources first, and how much of the
/// conventional need the rest of them could take over.
TableData water_table(const Result& result);

/// How QGIS draws the layers, for the group of results, and the tables.
std::vector<ProjectLayer> placement_map_layers(const workspace::Workspace& workspace,
                                               Language language);
std::vector<ProjectLayer> placement_map_tables(const PlacementProduct& product);

}  // namespace xuanzhi::products
