// SPDX-License-Identifier: Apache-2.0
#include "neighbourhood.h"

#include <algorithm>
#include <array>

#include "linear_model.h"

namespace xuanzhi::placement {

namespace {

// How many placed projects leave their sites in one round. Small parts are solved in hundredths of
// a second and gain most at first; what they no longer mend, larger ones may (variable
// neighbourhoods).
constexpr std::array<std::size_t, 3> kFreeProjects{20, 30, 45};
constexpr std::size_t kColumns = 1500;
constexpr int kPatience = 12;  // rounds of one size without gain

// Projects that leave their sites for one part: those of random sites, then unplaced ones.
std::vector<std::size_t> pick(const Problem& problem, const Load& load, const LocalSearch& search,
                              std::size_t most, Random& random) {
  std::vector<std::size_t> sites;
  for (std::size_t s = 0; s < problem.sites; ++s) {
    if (!load.at_site(s).empty()) sites.push_back(s);
  }
  random.shuffle(sites);
  std::vector<std::size_t> out;
  for (const std::size_t s : sites) {
    std::vector<std::size_t> here = load.at_site(s);
    random.shuffle(here);
    for (const std::size_t p : here) {
      if (out.size() < most && load.removable(p)) out.push_back(p);
    }
  }
  std::vector<std::size_t> waiting;
  for (const std::size_t p : search.order()) {
    if (load.option_of(p) == kNowhere) waiting.push_back(p);
  }
  random.shuffle(waiting);
  waiting.resize(std::min(waiting.size(), most / 2));
  out.insert(out.end(), waiting.begin(), waiting.end());
  return out;
}

// Projects that the relaxation would have otherwise: those that stand where it gives them no whole
// share, and unplaced ones of which it takes a part. Three of five leave, so that rounds differ;
// others that agree with it fill the part up.
std::vector<std::size_t> pick_guided(const Problem& problem, const Load& load,
                                     const std::vector<double>& shares, std::size_t most_free,
                                     Random& random) {
  static constexpr double kWhole = 0.999;
  static constexpr double kNone = 1e-6;
  std::vector<double> most(problem.projects, 0.0);
  for (std::size_t o = 0; o < problem.options.size(); ++o) {
    double& share = most[problem.options[o].project];
    share = std::max(share, shares[o]);
  }
  std::vector<std::size_t> out;
  std::vector<std::size_t> agreeing;
  for (std::size_t p = 0; p < problem.projects; ++p) {
    const std::size_t at = load.option_of(p);
    if (at != kNowhere && !load.removable(p)) continue;
    if (at == kNowhere ? most[p] < kNone : shares[at] > kWhole) {
      agreeing.push_back(p);
    } else if (random.below(5) < 3) {
      out.push_back(p);
    }
  }
  random.shuffle(agreeing);
  for (const std::size_t p : agreeing) {
    if (out.size() >= most_free) break;
    out.push_back(p);
  }
  // On long lists a round would else be as hard as the whole.
  random.shuffle(out);
  out.resize(std::min(out.size(), 2 * most_free));
  return out;
}

}  // namespace

PartsResult improve_parts(const Problem& problem, Solver& solver, const Candidates& candidates,
                          const std::vector<double>& shares, const Effort& effort, Load& load,
                          const std::function<bool()>& enough) {
  const LocalSearch search(problem, candidates);
  Random random(effort.seed ^ 0x5851f42d4c957f2dULL);
  PartsResult out;
  std::size_t size = 0;
  int idle = 0;
  for (int round = 0; round < effort.neighbourhoods && !enough(); ++round) {
    if (effort.on_step) effort.on_step();
    if (idle == kPatience && ++size == kFreeProjects.size()) break;
    if (idle == kPatience) idle = 0;
    const std::size_t most = kFreeProjects[size];
    load.forget_log();
    const double before = load.objective();
    const std::vector<std::size_t> now = load.site_of();
    const bool guided = random.below(2) == 0;
    const std::vector<std::size_t> free = guided ? pick_guided(problem, load, shares, most, random)
                                                 : pick(problem, load, search, most, random);
    for (const std::size_t p : free) {
      if (load.option_of(p) != kNowhere && load.removable(p)) load.remove(p);
    }
    std::vector<double> left;
    for (std::size_t k = 0; k < problem.limits.size(); ++k)
      left.push_back(std::max(0.0, problem.limits[k].available - load.used(k)));
    std::vector<std::size_t> options;
    for (const std::size_t p : free) {
      if (load.option_of(p) != kNowhere) continue;
      for (const std::size_t o : candidates[p]) {
        const bool stays = problem.options[o].site == now[p];
        if (stays || (options.size() < kColumns && load.fits(o))) options.push_back(o);
      }
    }
    const LinearModel model = linear_model(problem, std::move(options), left);
    const WholeSolution solved =
        solver.solve_whole(model.program, model.start(problem, now),
                           {effort.neighbourhood_nodes, effort.seconds_per_call, 1e-6});
    out.nodes += solved.nodes;
    out.time_limit_struck = out.time_limit_struck || solved.time_limit_struck;
    for (std::size_t c = 0; solved.found && c < model.options.size(); ++c) {
      // The solver's tolerance is wider than ours: what does not quite fit is left out.
      if (solved.x[c] > 0.5 && load.fits(model.options[c])) load.place(model.options[c]);
    }
    fill(load, candidates, search.order());
    idle = load.objective() > before + 1e-9 ? 0 : idle + 1;
    if (load.objective() < before) load.roll_back(0);
  }
  load.forget_log();
  return out;
}

}  // namespace xuanzhi::placement
