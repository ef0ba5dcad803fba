// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "xuanzhi/placement/outline.h"
#include "xuanzhi/placement/reasons.h"
#include "xuanzhi/placement/request.h"
#include "xuanzhi/placement/solve.h"

namespace xuanzhi::products {

/// One scenario beside the others.
struct ScenarioRow {
  std::string name;
  double objective = 0.0;
  double bound = 0.0;
  double gap = 0.0;
  std::size_t placed = 0;
  double land_m2 = 0.0;
  double investment_10k_cny = 0.0;
  double value_added_10k_cny = 0.0;
  double energy_tce = 0.0;
  double water_m3 = 0.0;
  /// Against the first scenario.
  std::vector<std::string> gained;
  std::vector<std::string> dropped;
  std::vector<std::string> moved;
};

/// The sums of one placement, for the table of scenarios; `first` is the one it is compared with.
ScenarioRow scenario_row(const std::string& name, const placement::RequestSource& source,
                         const placement::Placed& placed, const placement::Placed* first);

/// A placement with everything that is told of it. What it points to is borrowed.
struct PlacementProduct {
  const placement::RequestSource* source = nullptr;
  const placement::Request* request = nullptr;
  const placement::Placed* placed = nullptr;
  placement::Reasons reasons;
  std::vector<placement::Outline> outlines;  ///< by placed project, ascending
  std::vector<ScenarioRow> scenarios;        ///< the placement itself, then those beside it
};

/// Proposed parcels of all placed projects: the whole of a parcel, a part of a park.
std::vector<placement::Outline> outlines_of(const placement::RequestSource& source,
                                            const assessment::Assessor& assessor,
                                            const placement::Request& request,
                                            const placement::Placed& placed);

std::string placement_text(const PlacementProduct& product, Language language);
/// `gap`, `objective`, `bound`, `placed` and `unplaced` stand at the top.
std::string placement_json(const PlacementProduct& product,
                           const std::vector<std::filesystem::path>& files);

/// What became of a pair, as sentences.
Text reason_text(const placement::PairReason& reason, const placement::RequestSource& source);

/// A score with its parts, and how firmly the project's best site stands.
std::string score_text(const suitability::Scorer& scorer, const workspace::Workspace& workspace,
                       const std::vector<std::size_t>& possible_sites, std::size_t project,
                       std::size_t site, Language language);

}  // namespace xuanzhi::products
