// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "xuanzhi/base/parallel.h"
#include "xuanzhi/products/summary.h"
#include "xuanzhi/screening/measuring.h"
#include "xuanzhi/workspace/workspace.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the name that CLI11 has
class App;
}

namespace xuanzhi::cli {

/// How a command measures all sites of a workspace.
struct MeasuringChoice {
  int threads = all_cores();
  std::string memory;
  bool resume = false;
  /// An earlier result whose facts are taken over where they still hold; empty: none.
  std::filesystem::path since;
};

/// The options --threads, --memory and --resume.
void declare_measuring(CLI::App& parser, MeasuringChoice& choice);

/// What is to be measured, for which output.
struct MeasuringTask {
  const workspace::Workspace* workspace = nullptr;
  const screening::Screen* screen = nullptr;
  screening::FactKey key;  ///< what the facts depend on
  std::filesystem::path output;
  /// Bytes that the command will keep in memory besides.
  std::size_t held = 0;
  screening::EachSite each;
};

struct MeasuredSites {
  std::unique_ptr<screening::FactStore> facts;
  std::optional<products::Reuse> reuse;  ///< what `since` saved
};

/// Measures all sites into OUTPUT.partial, which goes when the store is discarded and goes. It
/// stays where the process is killed, and --resume takes it up if no input has changed.
/// Throws `Error`: value_invalid (--threads, --memory), state_stale, output_failed.
MeasuredSites measure_sites(const MeasuringTask& task, const MeasuringChoice& choice,
                            std::ostream* narration);

}  // namespace xuanzhi::cli
