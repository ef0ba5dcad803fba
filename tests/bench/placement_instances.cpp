// SPDX-License-Identifier: Apache-2.0
#include "placement_instances.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "placement/load.h"
#include "placement/local_search.h"

namespace bench {

using xuanzhi::placement::kNowhere;
using xuanzhi::placement::Load;
using xuanzhi::placement::Option;
using xuanzhi::placement::Problem;
using xuanzhi::placement::Random;
using xuanzhi::placement::Use;

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  double unit() { return (static_cast<double>(random_.next() >> 11U) + 1.0) / 9007199254740992.0; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  double whole(int low, int high) {
    return low + static_cast<double>(random_.below(static_cast<std::size_t>(high - low + 1)));
  }

 private:
  Random random_;
};

}  // namespace

Assignment generalised_assignment(char type, std::size_t agents, std::size_t jobs,
                                  std::uint64_t seed) {
  Dice dice(seed * 1000003 + static_cast<std::uint64_t>(type));
  Assignment out;
  Problem& problem = out.problem;
  problem.projects = jobs;
  problem.sites = agents;
  // What a job takes differs by agent: one resource for each of them.
  problem.resources = agents + 1;
  std::vector<double> cost;
  std::vector<double> sum(agents, 0.0);
  for (std::size_t j = 0; j < jobs; ++j) {
    problem.needs.push_back(1.0);
    for (std::size_t i = 0; i < agents; ++i) {
      double a = dice.whole(5, 25);
      double c = dice.whole(10, 50);
      if (type == 'D') {
        a = dice.whole(1, 100);
        c = 111.0 - a + dice.whole(-10, 10);
      } else if (type == 'E') {
        const double exact = 1.0 - 10.0 * std::log(dice.unit());
        a = std::round(exact);
        c = std::round(1000.0 / exact - 10.0 * dice.unit());
      }
      sum[i] += a;
      problem.needs.push_back(a);
      cost.push_back(c);
    }
  }
  out.offset = 2.0 * *std::max_element(cost.begin(), cost.end());
  for (std::size_t j = 0; j < jobs; ++j) {
    for (std::size_t i = 0; i < agents; ++i)
      problem.options.push_back({j, i, out.offset - cost[j * agents + i]});
  }
  for (std::size_t i = 0; i < agents; ++i) {
    problem.limits.push_back({"agent", std::floor(0.8 * sum[i] / static_cast<double>(agents))});
    problem.uses.push_back({{i, i + 1, 1.0}});
    problem.place_of_site.push_back(i);
  }
  return out;
}

Problem city(std::size_t projects, std::size_t sites, std::uint64_t seed) {
  const std::size_t parks = std::max<std::size_t>(4, projects / 50);
  enum Resource : std::size_t { self, land, energy, water, kwh, count };
  Dice dice(seed);
  Problem out;
  out.projects = projects;
  out.sites = sites;
  out.resources = count;
  std::vector<double> sum(count, 0.0);
  for (std::size_t p = 0; p < projects; ++p) {
    const double mu = std::exp(dice.between(std::log(20.0), std::log(800.0)));
    const double tce = mu * std::exp(dice.between(std::log(2.0), std::log(120.0)));
    const double m3 = mu * std::exp(dice.between(std::log(30.0), std::log(900.0)));
    const double need[] = {1.0, mu, tce, m3, tce * dice.between(800.0, 3000.0)};
    for (std::size_t r = 0; r < count; ++r) sum[r] += need[r];
    out.needs.insert(out.needs.end(), std::begin(need), std::end(need));
  }
  const double share = 1.0 / static_cast<double>(parks);
  for (std::size_t k = 0; k < parks; ++k) {
    out.limits.push_back({"energy", 0.6 * share * sum[energy] * dice.between(0.5, 1.5)});
    out.limits.push_back({"water", 0.6 * share * sum[water] * dice.between(0.5, 1.5)});
  }
  out.limits.push_back({"grid", 0.5 * sum[kwh]});
  const std::size_t grid = out.limits.size() - 1;
  std::vector<double> size;
  for (std::size_t s = 0; s < sites; ++s) {
    const std::size_t park = s % parks;
    const bool shared = s % 3 == 0;
    size.push_back(std::exp(dice.between(std::log(60.0), std::log(shared ? 1500.0 : 900.0))));
    out.limits.push_back({"site", shared ? size.back() : 1.0});
    out.uses.push_back({{out.limits.size() - 1, shared ? land : self, 1.0},
                        {2 * park, energy, 1.0},
                        {2 * park + 1, water, 1.0},
                        {grid, kwh, 1.0}});
    out.place_of_site.push_back(park);
  }
  for (std::size_t p = 0; p < projects; ++p) {
    const double leaning = dice.between(30.0, 70.0);
    for (std::size_t s = 0; s < sites; ++s) {
      const bool open = dice.unit() < 0.3 && out.need(p, land) <= size[s];
      const double value = leaning + dice.between(-25.0, 25.0);
      if (open) out.options.push_back({p, s, value});
    }
  }
  return out;
}

void write_lp(std::ostream& out, const Problem& problem) {
  out << "Maximize\n obj:";
  for (std::size_t o = 0; o < problem.options.size(); ++o)
    out << (o % 8 == 7 ? "\n" : "") << " + " << problem.options[o].value << " x" << o;
  out << "\nSubject To\n";
  std::vector<std::vector<std::size_t>> by_project(problem.projects);
  std::vector<std::vector<std::pair<std::size_t, double>>> by_limit(problem.limits.size());
  for (std::size_t o = 0; o < problem.options.size(); ++o) {
    const Option& option = problem.options[o];
    by_project[option.project].push_back(o);
    for (const Use& use : problem.uses[option.site])
      by_limit[use.limit].emplace_back(o, problem.taken(use, option.project));
  }
  for (std::size_t p = 0; p < problem.projects; ++p) {
    if (by_project[p].empty()) continue;
    out << " p" << p << ":";
    for (std::size_t i = 0; i < by_project[p].size(); ++i)
      out << (i % 12 == 11 ? "\n" : "") << " + x" << by_project[p][i];
    out << " <= 1\n";
  }
  for (std::size_t k = 0; k < by_limit.size(); ++k) {
    if (by_limit[k].empty()) continue;
    out << " l" << k << ":";
    for (std::size_t i = 0; i < by_limit[k].size(); ++i)
      out << (i % 8 == 7 ? "\n" : "") << " + " << by_limit[k][i].second << " x"
          << by_limit[k][i].first;
    out << " <= " << problem.limits[k].available << "\n";
  }
  out << "Binary\n";
  for (std::size_t o = 0; o < problem.options.size(); ++o)
    out << " x" << o << (o % 12 == 11 ? "\n" : "");
  out << "\nEnd\n";
}

double greedy(const Problem& problem) {
  std::vector<std::size_t> order(problem.options.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return problem.options[a].value > problem.options[b].value;
  });
  Load load(problem);
  for (const std::size_t o : order) {
    if (load.option_of(problem.options[o].project) == kNowhere && load.fits(o)) load.place(o);
  }
  return load.objective();
}

}  // namespace bench
