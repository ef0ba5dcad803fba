// SPDX-License-Identifier: Apache-2.0
// A warm check: one site after the other against all layers and rules of the demo, which is open.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include <benchmark/benchmark.h>

#include "cli/session.h"
#include "xuanzhi/assessment/assessor.h"

namespace {

using namespace xuanzhi;

cli::Session opened_demo() {
  cli::CommonOptions common;
  common.workspace = std::filesystem::path(XUANZHI_SOURCE_DIR) / "gisdata" / "wuhai";
  return cli::open_session(common, {});
}

double quantile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

// Facts and verdict of a site, alone or with a project: no file is read, nothing is written.
void check(benchmark::State& state) {
  const cli::Session opened = opened_demo();
  const assessment::Assessor assessor(opened.workspace, opened.rulebook);
  const bool with_project = state.range(0) != 0;
  std::vector<double> took_ms;
  std::size_t next = 0;
  for (auto _ : state) {
    const workspace::Site& site = opened.workspace.sites[next % opened.workspace.sites.size()];
    const std::size_t project = next++ % opened.workspace.projects.size();
    const auto begun = std::chrono::steady_clock::now();
    const screening::SiteFacts facts = assessor.screen().measure(site);
    auto pair = with_project ? assessor.assess(site.info, facts, project)
                             : assessor.assess_site(site.info, facts);
    benchmark::DoNotOptimize(pair);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    took_ms.push_back(took.count());
  }
  std::sort(took_ms.begin(), took_ms.end());
  state.counters["layers"] = static_cast<double>(opened.workspace.layers.size());
  state.counters["median_ms"] = quantile(took_ms, 0.5);
  state.counters["p95_ms"] = quantile(took_ms, 0.95);
  state.counters["worst_ms"] = took_ms.back();
}

BENCHMARK(check)->ArgName("project")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
