// SPDX-License-Identifier: Apache-2.0
#include "measured_sites.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "memory_option.h"
#include "threads_option.h"
#include "xuanzhi/dataset/written_file.h"
#include "xuanzhi/screening/fact_reuse.h"

namespace xuanzhi::cli {

namespace {

// Of one site in work: its shape twice, its facts and their record, what the layers around it give.
constexpr std::size_t kBytesPerSite = std::size_t{64} * 1024;
constexpr std::size_t kLeastBatch = 64;
// Enough for the threads to be busy; beyond these, more at a time saves nothing.
constexpr std::size_t kMostOfThread = 1024;
constexpr std::size_t kMostBatch = 4096;
// Caches and buffers of the writers, and what waits for the store twice over.
constexpr std::size_t kBytesOfWriters = std::size_t{56} * 1024 * 1024;

std::size_t batch_for(std::size_t budget, std::size_t held, int threads) {
  const std::size_t left =
      memory_left(budget, held + kBytesOfWriters + kLeastBatch * kBytesPerSite);
  const std::size_t most =
      std::min(kMostBatch, kMostOfThread * static_cast<std::size_t>(std::max(1, threads)));
  return std::clamp(kLeastBatch + left / kBytesPerSite, kLeastBatch, most);
}

// All that the run depends on: each input by its hash, then the facts by content. What differs
// first is named, and files are what a user knows.
screening::FactKey state_key(const MeasuringTask& task) {
  screening::FactKey key{{"as_of", to_string(task.workspace->manifest.as_of)}};
  for (const workspace::SourceAudit& audit : task.workspace->audits)
    key.emplace_back(audit.kind + " " + audit.source_id, audit.fingerprint);
  for (const auto& [name, print] : task.workspace->rule_fingerprints) key.emplace_back(name, print);
  key.insert(key.end(), task.key.begin(), task.key.end());
  return key;
}

}  // namespace

void declare_measuring(CLI::App& parser, MeasuringChoice& choice) {
  declare_threads(parser, choice.threads);
  declare_memory(parser, choice.memory);
  parser.add_flag("--resume", choice.resume,
                  "接着被中断的运行继续 go on where an interrupted run stopped");
}

MeasuredSites measure_sites(const MeasuringTask& task, const MeasuringChoice& choice,
                            std::ostream* narration) {
  dataset::require_place_for(task.output);
  screening::MeasuringOptions options;
  options.threads = choice.threads;
  options.narration = narration;
  options.batch = batch_for(memory_budget(choice.memory), task.held, choice.threads);
  std::unique_ptr<screening::FactReuse> earlier;
  if (!choice.since.empty()) {
    const workspace::Manifest& manifest = task.workspace->manifest;
    earlier = std::make_unique<screening::FactReuse>(
        choice.since, task.workspace->layers, *task.screen,
        screening::ScreenOptions{manifest.area_basis, manifest.sliver_tolerance_m2});
    options.reuse = earlier.get();
  }
  const std::filesystem::path state = task.output.string() + ".partial";
  const screening::FactKey key = state_key(task);
  MeasuredSites out;
  if (choice.resume) out.facts = screening::FactStore::resumed(state, key);
  if (!out.facts) out.facts = std::make_unique<screening::FactStore>(state, key);
  screening::measure_into(*out.facts, *task.screen, task.workspace->sites, options, task.each);
  if (earlier)
    out.reuse = products::Reuse{earlier->counts(), earlier->changed_roles(), earlier->obstacle()};
  return out;
}

}  // namespace xuanzhi::cli
