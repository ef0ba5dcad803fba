// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/placement/solve.h"

#include <algorithm>
#include <cmath>
#include <ostream>

#include <fmt/format.h>

#include "lagrangian.h"
#include "linear_model.h"
#include "local_search.h"
#include "neighbourhood.h"
#include "parts.h"
#include "pricing.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/progress.h"

namespace xuanzhi::placement {

std::vector<std::size_t> option_ranges(const Problem& problem) {
  std::vector<std::size_t> begin(problem.projects + 1, 0);
  for (const Option& o : problem.options) ++begin[o.project + 1];
  for (std::size_t p = 0; p < problem.projects; ++p) begin[p + 1] += begin[p];
  return begin;
}

double Placed::gap() const {
  const double missing = std::max(0.0, bound - objective);
  return missing == 0.0 ? 0.0 : missing / std::max(std::abs(objective), 1e-12);
}

namespace {

// Options that the bound cannot rule out, the most promising first up to `most`; `complete` where
// none that could beat `floor` is missing.
struct Core {
  std::vector<std::size_t> options;
  bool complete = true;
};

Core core_of(const Problem& problem, const Prices& prices, double floor, std::size_t most) {
  std::vector<std::pair<double, std::size_t>> open;
  for (std::size_t o = 0; o < problem.options.size(); ++o) {
    const double bound = bound_with(problem, prices, o);
    if (bound > floor) open.emplace_back(-bound, o);
  }
  Core core;
  core.complete = open.size() <= most;
  if (!core.complete) {
    std::nth_element(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(most), open.end());
    open.resize(most);
  }
  for (const auto& [bound, o] : open) core.options.push_back(o);
  std::sort(core.options.begin(), core.options.end());
  return core;
}

class PartSolver {
 public:
  PartSolver(const Problem& problem, const Effort& effort, Solver& solver, std::ostream* narration)
      : problem_(&problem),
        effort_(effort),
        solver_(&solver),
        narration_(narration),
        load_(problem) {}

  Placed solve() {
    const PricedRelaxation relaxed = price_out(*problem_, *solver_, narration_);
    out_.bound = relaxed.prices.bound;
    const Candidates candidates =
        best_candidates(*problem_, relaxed.prices.worth, candidate_count());
    begin_with(relaxed);
    const LocalSearch search(*problem_, candidates);
    search.improve(load_);
    search.perturb(load_, effort_.search_rounds, effort_.seed);
    finish("search");
    if (!proven() && effort_.subgradient_steps > 0) {
      const KnapsackBound knapsack =
          knapsack_bound(*problem_, relaxed.prices, load_.objective(), effort_.subgradient_steps);
      out_.bound = std::min(out_.bound, knapsack.bound);
      finish("knapsacks");
    }
    // The bound first: the parts may end as soon as what is wanted is proven.
    if (!proven()) bound_core(relaxed.prices);
    finish("bound of the core");
    if (!proven()) improve(relaxed, candidates);
    finish("parts");
    if (!proven()) branch_core(relaxed.prices);
    finish("core");
    out_.site_of = load_.site_of();
    out_.objective = load_.objective();
    out_.bound = std::max(out_.bound, out_.objective);
    out_.columns = problem_->options.size();
    for (std::size_t k = 0; k < problem_->limits.size(); ++k)
      out_.limits.push_back({load_.used(k), relaxed.prices.of_limit[k]});
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kFewOptions = 20000;
  static constexpr std::size_t kBranchable = 4000;

  std::size_t candidate_count() const {
    return problem_->options.size() <= kFewOptions ? problem_->sites : 24;
  }
  bool proven() const {
    return out_.bound - load_.objective() <= effort_.wanted_gap * load_.objective() + 1e-9;
  }

  void finish(const char* step) const {
    if (effort_.on_step) effort_.on_step();
    if (narration_ == nullptr) return;
    *narration_ << fmt::format("{}: {:.2f} of at most {:.2f}\n", step, load_.objective(),
                               out_.bound);
  }

  // The whole part of the relaxation, then what is split, the greatest share first.
  void begin_with(const PricedRelaxation& relaxed) {
    std::vector<std::pair<double, std::size_t>> shares;
    for (const auto& [option, share] : relaxed.taken) shares.emplace_back(-share, option);
    std::sort(shares.begin(), shares.end());
    for (const auto& [share, option] : shares) {
      const bool waiting = load_.option_of(problem_->options[option].project) == kNowhere;
      if (waiting && load_.fits(option)) load_.place(option);
    }
    load_.forget_log();
  }

  void improve(const PricedRelaxation& relaxed, const Candidates& candidates) {
    std::vector<double> shares(problem_->options.size(), 0.0);
    for (const auto& [option, share] : relaxed.taken) shares[option] = share;
    const PartsResult parts = improve_parts(*problem_, *solver_, candidates, shares, effort_, load_,
                                            [this] { return proven(); });
    out_.nodes += parts.nodes;
    out_.time_limit_struck = out_.time_limit_struck || parts.time_limit_struck;
  }

  double floor() const { return load_.objective() * (1.0 + 0.5 * effort_.wanted_gap); }

  LinearModel model_of(const Core& core) const {
    std::vector<double> available;
    for (const Limit& limit : problem_->limits) available.push_back(limit.available);
    return linear_model(*problem_, core.options, available);
  }

  // The root alone, without a start: CBC then finds better cuts, and so a lower bound.
  void bound_core(const Prices& prices) {
    const Core core = core_of(*problem_, prices, floor(), effort_.core_columns);
    out_.core = core.options.size();
    solve_core(model_of(core), {}, 1, core.complete);
  }

  // Branching gains nothing on large cores (measured: 1,500 nodes, the same bound and placement).
  void branch_core(const Prices& prices) {
    const Core core = core_of(*problem_, prices, floor(), effort_.core_columns);
    out_.core = core.options.size();
    if (core.options.size() > kBranchable) return;
    const LinearModel model = model_of(core);
    // A start that the core cannot express would be refused; the assignment stays ours anyway.
    solve_core(model, model.start(*problem_, load_.site_of()), effort_.nodes, core.complete);
  }

  void solve_core(const LinearModel& model, const std::vector<double>& start, int nodes,
                  bool complete) {
    const double floor_then = floor();
    const WholeSolution solved = solver_->solve_whole(
        model.program, start, {nodes, effort_.seconds_per_call, effort_.wanted_gap});
    out_.nodes += solved.nodes;
    out_.time_limit_struck = out_.time_limit_struck || solved.time_limit_struck;
    if (solved.found && solved.objective > load_.objective()) take(model, solved);
    if (complete && std::isfinite(solved.bound) && std::abs(solved.bound) < 1e30)
      out_.bound = std::min(out_.bound, std::max({solved.bound, floor_then, load_.objective()}));
  }

  void take(const LinearModel& model, const WholeSolution& solved) {
    Load better(*problem_);
    for (std::size_t c = 0; c < model.options.size(); ++c) {
      if (solved.x[c] > 0.5 && better.fits(model.options[c])) better.place(model.options[c]);
    }
    if (better.objective() > load_.objective()) load_ = std::move(better);
  }

  const Problem* problem_;
  Effort effort_;
  Solver* solver_;
  std::ostream* narration_;
  Load load_;
  Placed out_;
};

void merge(const Part& part, const Placed& solved, Placed& out) {
  for (std::size_t p = 0; p < part.project.size(); ++p) {
    if (solved.site_of[p] != kNowhere) out.site_of[part.project[p]] = part.site[solved.site_of[p]];
  }
  out.bound += solved.bound;
  for (std::size_t k = 0; k < part.limit.size(); ++k)
    out.limits[part.limit[k]].marginal =
        std::max(out.limits[part.limit[k]].marginal, solved.limits[k].marginal);
  out.columns += solved.columns;
  out.core += solved.core;
  out.nodes += solved.nodes;
  out.time_limit_struck = out.time_limit_struck || solved.time_limit_struck;
}

void account(const Problem& problem, Placed& out) {
  const std::vector<std::size_t> begin = option_ranges(problem);
  for (std::size_t p = 0; p < problem.projects; ++p) {
    if (out.site_of[p] == kNowhere) continue;
    for (std::size_t o = begin[p]; o < begin[p + 1]; ++o) {
      if (problem.options[o].site == out.site_of[p]) out.objective += problem.options[o].value;
    }
    for (const Use& use : problem.uses[out.site_of[p]])
      out.limits[use.limit].used += problem.taken(use, p);
  }
}

}  // namespace

Placed solve(const Problem& problem, const Effort& effort, std::ostream* narration) {
  Placed out;
  out.site_of.assign(problem.projects, kNowhere);
  out.limits.resize(problem.limits.size());
  const Problem free = without_locked(problem);
  const auto solver = make_cbc_solver();
  const std::vector<Part> parts = independent_parts(free);
  for (const Part& part : parts)
    merge(part, PartSolver(part.problem, effort, *solver, narration).solve(), out);
  out.parts = parts.size();
  const std::vector<std::size_t> begin = option_ranges(problem);
  for (const auto& [project, site] : problem.locked) {
    out.site_of[project] = site;
    for (std::size_t o = begin[project]; o < begin[project + 1]; ++o) {
      if (problem.options[o].site == site) out.bound += problem.options[o].value;
    }
  }
  account(problem, out);
  out.bound = std::max(out.bound, out.objective);
  const std::vector<std::string> faults = violations(problem, out.site_of);
  if (faults.empty()) return out;
  throw Error(ErrorCode::internal_fault, "placement",
              {"方案违反约束：" + faults.front(), "the placement breaks: " + faults.front()});
}

std::vector<std::string> violations(const Problem& problem,
                                    const std::vector<std::size_t>& site_of) {
  std::vector<std::string> out;
  const std::vector<std::size_t> begin = option_ranges(problem);
  std::vector<double> used(problem.limits.size(), 0.0);
  for (std::size_t p = 0; p < problem.projects; ++p) {
    const std::size_t s = site_of[p];
    if (s == kNowhere) continue;
    const bool known =
        std::any_of(problem.options.begin() + static_cast<std::ptrdiff_t>(begin[p]),
                    problem.options.begin() + static_cast<std::ptrdiff_t>(begin[p + 1]),
                    [&](const Option& o) { return o.site == s; });
    if (!known) out.push_back(fmt::format("project {} may not stand at site {}", p, s));
    for (const Use& use : problem.uses[s]) used[use.limit] += problem.taken(use, p);
  }
  for (std::size_t k = 0; k < used.size(); ++k) {
    const double limit = problem.limits[k].available;
    if (used[k] > limit + 1e-6 * std::max(1.0, std::abs(limit)))
      out.push_back(fmt::format("limit {}: {} of {}", problem.limits[k].id, used[k], limit));
  }
  for (const Group& group : problem.groups) {
    std::size_t place = kNowhere;
    for (const std::size_t p : group.projects) {
      if (site_of[p] == kNowhere) continue;
      const std::size_t here = problem.place_of_site[site_of[p]];
      if (place != kNowhere && here != place) out.push_back("group " + group.id + " is split");
      place = here;
    }
  }
  for (const Spacing& spacing : problem.spacings) {
    for (std::size_t p = 0; p < problem.projects; ++p) {
      for (std::size_t q = 0; q < problem.projects; ++q) {
        const bool concerned = p != q && spacing.first[p] != 0 && spacing.second[q] != 0 &&
                               site_of[p] != kNowhere && site_of[q] != kNowhere;
        if (!concerned) continue;
        const auto pair = std::minmax(site_of[p], site_of[q]);
        const bool near = pair.first == pair.second ||
                          std::any_of(spacing.near.begin(), spacing.near.end(), [&](const auto& n) {
                            return std::minmax(n.first, n.second) == pair;
                          });
        if (near) out.push_back(fmt::format("spacing {}: {} and {}", spacing.id, p, q));
      }
    }
  }
  for (const auto& [project, site] : problem.locked) {
    if (site_of[project] != site) out.push_back(fmt::format("project {} is not locked", project));
  }
  return out;
}

}  // namespace xuanzhi::placement
