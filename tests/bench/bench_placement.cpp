// SPDX-License-Identifier: Apache-2.0
// The placement on generated requests; the figures of docs/placement.md are made with it.
//
//   bench_placement gap TYPE AGENTS JOBS [SEED]     published generalised assignment, C, D or E
//   bench_placement city PROJECTS SITES [SEED]      a generated city, and plain greedy beside it
//   bench_placement cbc PROJECTS SITES SECONDS      the same model given to CBC alone
//   bench_placement lp PROJECTS SITES FILE          the same model as an LP file, for GLPK and
//   others
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "placement/linear_model.h"
#include "placement/solver_port.h"
#include "placement_instances.h"
#include "xuanzhi/placement/solve.h"

using namespace xuanzhi::placement;

namespace {

using Clock = std::chrono::steady_clock;

// Elapsed, and of the processor: others may be at work on the machine.
std::string time_since(Clock::time_point start, std::clock_t cpu) {
  return fmt::format("{:.1f} s, cpu {:.1f} s",
                     std::chrono::duration<double>(Clock::now() - start).count(),
                     static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
}

void run_gap(char type, std::size_t agents, std::size_t jobs, std::uint64_t seed) {
  const bench::Assignment instance = bench::generalised_assignment(type, agents, jobs, seed);
  const auto start = Clock::now();
  const std::clock_t cpu = std::clock();
  Effort effort;
  effort.wanted_gap = 1e-7;  // values carry an offset that hides a gap in the cost
  const Placed placed = solve(instance.problem, effort);
  std::size_t left = 0;
  for (const std::size_t site : placed.site_of) left += site == kNowhere ? 1 : 0;
  const double all = instance.offset * static_cast<double>(jobs);
  const double cost = all - placed.objective;
  // Costs are whole, so the bound may be rounded up.
  const double bound = std::ceil(all - placed.bound - 1e-6);
  fmt::print("{} {}x{} cost {:.0f} bound {:.0f} gap {:.3f} % unassigned {} nodes {} {}\n", type,
             agents, jobs, cost, bound, 100.0 * (cost - bound) / bound, left, placed.nodes,
             time_since(start, cpu));
}

void run_city(std::size_t projects, std::size_t sites, std::uint64_t seed) {
  const Problem problem = bench::city(projects, sites, seed);
  const double plain = bench::greedy(problem);
  const auto start = Clock::now();
  const std::clock_t cpu = std::clock();
  const Placed placed = solve(problem, {}, &std::cerr);
  fmt::print("city {}x{} pairs {} objective {:.1f} bound {:.1f} gap {:.3f} % core {} nodes {} {}\n",
             projects, sites, problem.options.size(), placed.objective, placed.bound,
             100.0 * placed.gap(), placed.core, placed.nodes, time_since(start, cpu));
  fmt::print("greedy objective {:.1f} gap to the bound {:.3f} %\n", plain,
             100.0 * (placed.bound - plain) / plain);
}

void run_cbc(std::size_t projects, std::size_t sites, double seconds) {
  const Problem problem = bench::city(projects, sites, 1);
  std::vector<std::size_t> all(problem.options.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::vector<double> available;
  for (const Limit& limit : problem.limits) available.push_back(limit.available);
  const LinearModel model = linear_model(problem, all, available);
  const auto start = Clock::now();
  const std::clock_t cpu = std::clock();
  const WholeSolution solved = make_cbc_solver()->solve_whole(
      model.program, {}, {std::numeric_limits<int>::max(), seconds, 1e-6});
  fmt::print("cbc alone {}x{} found {} objective {:.1f} bound {:.1f} {}\n", projects, sites,
             solved.found, solved.objective, solved.bound, time_since(start, cpu));
}

std::size_t size_of(const char* text) {
  return static_cast<std::size_t>(std::strtoull(text, nullptr, 10));
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> said(words + 1, words + count);
  if (said.size() >= 4 && said[0] == "gap") {
    run_gap(said[1][0], size_of(words[3]), size_of(words[4]), count > 5 ? size_of(words[5]) : 1);
  } else if (said.size() >= 3 && said[0] == "city") {
    run_city(size_of(words[2]), size_of(words[3]), count > 4 ? size_of(words[4]) : 1);
  } else if (said.size() == 4 && said[0] == "cbc") {
    run_cbc(size_of(words[2]), size_of(words[3]), std::strtod(words[4], nullptr));
  } else if (said.size() == 4 && said[0] == "lp") {
    std::ofstream file(said[3]);
    bench::write_lp(file, bench::city(size_of(words[2]), size_of(words[3]), 1));
  } else {
    fmt::print("bench_placement gap|city|cbc|lp …\n");
    return 1;
  }
  return 0;
}
