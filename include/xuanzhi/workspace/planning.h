// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/text.h"

namespace xuanzhi::workspace {

/// How well a figure is proved, as the rulebooks say it.
struct FigureSource {
  std::string evidence;  ///< V, P, C, plan, operator, unverified
  std::optional<double> confidence;
  Text origin;
};

/// Shared supply that placements use up.
struct BudgetConfig {
  std::string id;  ///< e.g. `water.wuda`
  Text name;
  /// `city` (all sites), `district`, `park`, `site`, or `nearest` (sites whose nearest feature of
  /// `layer` is one of `of`).
  std::string level;
  std::vector<std::string> of;
  std::string layer;
  /// A number of projects (`energy_tce`, `water_reclaimed_m3` …), `water_conventional_m3` or
  /// `water_nonconventional_m3`.
  std::string resource;
  double limit = 0.0;      ///< in the kept unit of the resource
  double committed = 0.0;  ///< of it, to others
  std::string unit;        ///< as stated
  double unit_size = 1.0;  ///< of it, in the kept unit
  FigureSource source;
};

/// Projects that come before others: their score counts `factor` times.
struct PriorityConfig {
  std::string id;
  Text title;
  std::string when;
  double factor = 1.0;
  FigureSource source;
};

/// Projects that keep a distance from each other.
struct SpacingConfig {
  std::string id;
  Text title;
  std::string first;   ///< condition on projects
  std::string second;  ///< likewise
  double distance_m = 0.0;
  FigureSource source;
};

/// Projects of one chain, which stand in one park.
struct ChainConfig {
  std::string id;
  Text title;
  std::vector<std::string> projects;
};

/// High- with low-intensity projects: Σ (energy − benchmark × value added) ≤ stock cut.
struct PairingConfig {
  std::string id;
  Text title;
  std::string level;
  std::vector<std::string> of;
  double benchmark_tce_per_10k_cny = 0.0;
  double stock_cut_tce = 0.0;
  FigureSource source;
};

/// A zone that some projects are offered and none is forced into.
struct OfferConfig {
  std::string id;
  Text title;
  std::string when;
  std::string role;
  FigureSource source;
};

/// What the list shares, and what it must respect beside the rules.
struct Planning {
  std::vector<BudgetConfig> budgets;
  std::vector<PriorityConfig> priorities;  ///< the first that applies counts
  std::vector<SpacingConfig> spacings;
  std::vector<ChainConfig> chains;
  std::vector<PairingConfig> pairings;
  std::vector<OfferConfig> offers;
  /// Roles of roads that proposed outlines should touch.
  std::vector<std::string> road_roles;
  std::filesystem::path criteria;  ///< empty: there are none
};

/// Reads the tables `[[budget]]`, `[[priority]]`, `[[spacing]]`, `[[chain]]`, `[[pairing]]`,
/// `[[offer]]` and `[outline]` of workspace.toml. Throws `Error` (manifest_invalid) with line and
/// column.
Planning read_planning(const std::filesystem::path& folder);

/// Names of the tables that `read_planning` reads.
const std::vector<std::string>& planning_tables();

}  // namespace xuanzhi::workspace
