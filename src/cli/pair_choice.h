// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>

#include "measured_sites.h"
#include "xuanzhi/assessment/assessor.h"

namespace xuanzhi::cli {

/// Which pairs a command keeps, and how it measures the sites for them.
struct PairChoice {
  std::string pairs;  ///< `all`, `best`; empty: by their number
  std::size_t best = 10;
  MeasuringChoice measuring;

  bool keeps_all(const workspace::Workspace& workspace) const;
};

/// The options --pairs, --best, --since and those of `declare_measuring`.
void declare_pairs(CLI::App& parser, PairChoice& choice);

/// Facts of all sites, and what the rules say of each before a project is known.
struct SitesForPairs {
  MeasuredSites measured;
  rules::SiteColumns columns;
};

SitesForPairs measure_for_pairs(const workspace::Workspace& workspace,
                                const assessment::Assessor& assessor,
                                const std::filesystem::path& output, const PairChoice& choice,
                                std::ostream* narration);

/// Every project at every site; keeps what the choice says.
assessment::Evaluation decide_pairs(const workspace::Workspace& workspace,
                                    const assessment::Assessor& assessor,
                                    const SitesForPairs& sites, const PairChoice& choice,
                                    std::ostream* narration);

}  // namespace xuanzhi::cli
