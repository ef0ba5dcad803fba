// SPDX-License-Identifier: Apache-2.0
#include "measured_sites.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "memory_option.h"
#include "threads_option.h"
#include "xuanzhi/screening/fact_reuse.h"

namespace xuanzhi::cli {

namespace {

// Of one site in work: its shape twice, its facts and their record, what the layers around it give.
constexpr std::size_t kBytesPerSite = std::size_t{64} * 1024;
constexpr std::size_t kLeastBatch = 64;
constexpr std::size_t kMostBatch = 8192;
// Caches and buffers of the writers.
constexpr std::size_t kBytesOfWriters = std::size_t{48} * 1024 * 1024;

std::size_t batch_for(std::size_t budget, std::size_t held) {
  const std::size_t left =
      memory_left(budget, held + kBytesOfWriters + kLeastBatch * kBytesPerSite);
  return std::clamp(kLeastBatch + left / kBytesPerSite, kLeastBatch, kMostBatch);
}

}  // namespace

void declare_measuring(CLI::App& parser, MeasuringChoice& choice) {
  declare_threads(parser, choice.threads);
  declare_memory(parser, choice.memory);
  parser.add_flag("--resume", choice.resume,
                  "接着被中断的运行继续 go on where an interrupted run stopped");
}

screening::FactKey state_key(const workspace::Workspace& workspace, screening::FactKey facts) {
  facts.emplace_back("as_of", to_string(workspace.manifest.as_of));
  for (const workspace::SourceAudit& audit : workspace.audits)
    facts.emplace_back(audit.kind + " " + audit.source_id, audit.fingerprint);
  for (const auto& [name, print] : workspace.rule_fingerprints) facts.emplace_back(name, print);
  return facts;
}

std::unique_ptr<screening::FactStore> measure_sites(
    const workspace::Workspace& workspace, const screening::Screen& screen,
    const screening::FactKey& key, const std::filesystem::path& output, std::size_t held,
    const MeasuringChoice& choice, const screening::EachSite& each, std::ostream* narration,
    std::optional<products::Reuse>& reuse) {
  screening::MeasuringOptions options;
  options.threads = choice.threads;
  options.narration = narration;
  options.batch = batch_for(memory_budget(choice.memory), held);
  std::unique_ptr<screening::FactReuse> earlier;
  if (!choice.since.empty()) {
    const workspace::Manifest& manifest = workspace.manifest;
    earlier = std::make_unique<screening::FactReuse>(
        choice.since, workspace.layers, screen,
        screening::ScreenOptions{manifest.area_basis, manifest.sliver_tolerance_m2});
    options.reuse = earlier.get();
  }
  const std::filesystem::path state = output.string() + ".partial";
  std::unique_ptr<screening::FactStore> store;
  if (choice.resume) store = screening::FactStore::resumed(state, key);
  if (!store) store = std::make_unique<screening::FactStore>(state, key);
  screening::measure_into(*store, screen, workspace.sites, options, each);
  if (earlier) {
    reuse = products::Reuse{earlier->counts(), earlier->changed_roles(), earlier->obstacle()};
  }
  return store;
}

}  // namespace xuanzhi::cli
