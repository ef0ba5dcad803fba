// SPDX-License-Identifier: Apache-2.0
#include "pricing.h"

#include <algorithm>
#include <utility>

#include "xuanzhi/base/progress.h"

namespace xuanzhi::placement {

Prices priced(const Problem& problem, std::vector<double> of_limit) {
  Prices out;
  out.of_limit = std::move(of_limit);
  out.worth.reserve(problem.options.size());
  out.best_of_project.assign(problem.projects, 0.0);
  for (const Option& o : problem.options) {
    double worth = o.value;
    for (const Use& use : problem.uses[o.site])
      worth -= out.of_limit[use.limit] * problem.taken(use, o.project);
    out.worth.push_back(worth);
    out.best_of_project[o.project] = std::max(out.best_of_project[o.project], worth);
  }
  for (std::size_t k = 0; k < problem.limits.size(); ++k)
    out.bound += out.of_limit[k] * problem.limits[k].available;
  for (const double best : out.best_of_project) out.bound += best;
  return out;
}

double bound_with(const Problem& problem, const Prices& prices, std::size_t option) {
  return prices.bound - prices.best_of_project[problem.options[option].project] +
         prices.worth[option];
}

namespace {

Column column_of(const Problem& problem, const Option& o) {
  Column column{o.value, 1.0, false, {{o.project, 1.0}}};
  for (const Use& use : problem.uses[o.site]) {
    const double taken = problem.taken(use, o.project);
    if (taken != 0.0) column.entries.emplace_back(problem.projects + use.limit, taken);
  }
  return column;
}

// Of each project the options that pay most above its price, at most `most` of them.
std::vector<std::size_t> paying(const Problem& problem, const Prices& prices,
                                const std::vector<double>& project_price,
                                const std::vector<char>& known, std::size_t most) {
  static constexpr double kPays = 1e-7;
  std::vector<std::size_t> out;
  std::vector<std::size_t> mine;
  const std::vector<std::size_t> begin = option_ranges(problem);
  for (std::size_t p = 0; p < problem.projects; ++p) {
    mine.clear();
    const double limit = project_price[p] + kPays * (1.0 + project_price[p]);
    for (std::size_t o = begin[p]; o < begin[p + 1]; ++o) {
      if (known[o] == 0 && prices.worth[o] > limit) mine.push_back(o);
    }
    const std::size_t keep = std::min(most, mine.size());
    std::partial_sort(
        mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(keep), mine.end(),
        [&](std::size_t a, std::size_t b) {
          return prices.worth[a] != prices.worth[b] ? prices.worth[a] > prices.worth[b] : a < b;
        });
    out.insert(out.end(), mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(keep));
  }
  return out;
}

}  // namespace

PricedRelaxation price_out(const Problem& problem, Solver& solver, std::ostream* narration) {
  static constexpr std::size_t kFirst = 10;
  static constexpr std::size_t kNext = 4;
  static constexpr std::size_t kRounds = 120;
  static constexpr double kClose = 1e-5;  // of the bound: further rounds would sharpen little
  std::vector<double> limits(problem.projects, 1.0);
  for (const Limit& limit : problem.limits) limits.push_back(limit.available);
  const auto relaxation = solver.relax(limits);
  PricedRelaxation out;
  out.prices = priced(problem, std::vector<double>(problem.limits.size(), 0.0));
  std::vector<double> project_price(problem.projects, 0.0);
  std::vector<char> known(problem.options.size(), 0);
  std::vector<std::size_t> columns;
  std::vector<std::size_t> fresh = paying(problem, out.prices, project_price, known, kFirst);
  Progress progress(narration, "pricing", kRounds);
  for (std::size_t round = 0; round < kRounds && !fresh.empty(); ++round) {
    std::vector<Column> added;
    for (const std::size_t o : fresh) {
      known[o] = 1;
      columns.push_back(o);
      added.push_back(column_of(problem, problem.options[o]));
    }
    relaxation->add(added);
    const RelaxedSolution solved = relaxation->solve();
    if (!solved.optimal) break;
    const auto split = solved.prices.begin() + static_cast<std::ptrdiff_t>(problem.projects);
    project_price.assign(solved.prices.begin(), split);
    Prices now = priced(problem, {split, solved.prices.end()});
    fresh = paying(problem, now, project_price, known, kNext);
    out.taken.clear();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (solved.x[c] > 1e-9) out.taken.emplace_back(columns[c], solved.x[c]);
    }
    const bool close = now.bound - solved.objective <= kClose * now.bound;
    if (now.bound < out.prices.bound) out.prices = std::move(now);
    if (close) break;
    progress.advance();
  }
  return out;
}

}  // namespace xuanzhi::placement
