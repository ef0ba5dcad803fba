// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "xuanzhi/base/parallel.h"
#include "xuanzhi/cli/command.h"
#include "xuanzhi/products/summary.h"
#include "xuanzhi/screening/measuring.h"
#include "xuanzhi/workspace/workspace.h"

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

/// All that the facts and the choice of pairs depend on: the key of the facts, and each input by
/// its hash.
screening::FactKey state_key(const workspace::Workspace& workspace, screening::FactKey facts);

/// Measures all sites into OUTPUT.partial, which goes when the store is discarded and goes. It
/// stays where the process is killed, and --resume takes it up. `held` is what else the command
/// will keep in memory, in bytes. What `since` saved is put into `reuse`.
/// Throws `Error`: value_invalid (--threads, --memory), state_stale, output_failed.
std::unique_ptr<screening::FactStore> measure_sites(
    const workspace::Workspace& workspace, const screening::Screen& screen,
    const screening::FactKey& key, const std::filesystem::path& output, std::size_t held,
    const MeasuringChoice& choice, const screening::EachSite& each, std::ostream* narration,
    std::optional<products::Reuse>& reuse);

}  // namespace xuanzhi::cli
