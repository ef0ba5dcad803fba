// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/project.h"

namespace xuanzhi::rules {

/// Water that a tonne of a product may take.
struct WaterQuota {
  std::string product;
  double least_m3_per_t = 0.0;
  double most_m3_per_t = 0.0;
  Evidence evidence;
  Text note;
};

/// A source of money, and the project column that holds it.
struct Fund {
  std::string field;
  Text name;
};

/// A class of the queue for power, water and gas (在建 → 民生 → 急需重点).
struct QueueClass {
  std::string id;
  int rank = 0;
  Text name;
  std::string when;
};

/// factors.toml.
struct FactorBook {
  std::string version;
  std::vector<WaterQuota> quotas;
  std::vector<Fund> funds;
  std::vector<QueueClass> queue;  ///< by rank
};

/// Throws `Error` (rulebook_invalid) with file, line and column.
FactorBook load_factors(const std::filesystem::path& file, const Rulebook& book);

enum class Fit { within, over, unknown };

/// The energy test of the plan (G1–G3): intensity against the city benchmark.
struct EnergyTest {
  Fit fit = Fit::unknown;
  double intensity = -1.0;  ///< tce per 10k CNY of value added; negative: unknown
  double excess_tce = 0.0;  ///< ΔE = E − b·VA, where over
  /// The fewest low-intensity projects that bring the joint intensity within the benchmark, by
  /// position; nothing where all of them together do not.
  std::optional<std::vector<std::size_t>> partners;
};

/// The test of every project. Partners are new projects that keep within the benchmark themselves.
std::vector<EnergyTest> energy_tests(const std::vector<workspace::Project>& projects,
                                     const std::optional<double>& benchmark);

/// Quota × output against the demand.
struct WaterTest {
  Fit fit = Fit::unknown;  ///< between least and most of a quota counts as within
  const WaterQuota* quota = nullptr;
  double allowed_m3 = 0.0;  ///< at the upper end of the quota
  double demand_m3 = -1.0;  ///< negative: unknown
  double nonconventional_share = -1.0;
};

WaterTest water_test(const FactorBook& book, const workspace::Project& project);

/// Money by source against the total.
struct Funding {
  std::vector<double> by_fund;  ///< in the order of the book; negative: not stated
  double secured_10k_cny = 0.0;
  std::optional<double> gap_10k_cny;  ///< unknown without a total, or where no source is stated
};

Funding funding(const FactorBook& book, const workspace::Project& project);

/// The first class of the queue that holds for each project; null where it cannot be told.
std::vector<const QueueClass*> queue_classes(const FactorBook& book, const Rulebook& rulebook,
                                             const std::vector<workspace::Project>& projects);

}  // namespace xuanzhi::rules
