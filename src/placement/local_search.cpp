// SPDX-License-Identifier: Apache-2.0
#include "local_search.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace xuanzhi::placement {

namespace {

constexpr double kGain = 1e-9;
constexpr int kDepth = 2;
constexpr std::size_t kMostPushed = 3;
// Candidates of one project that a chain tries, by how many links may still follow.
constexpr std::array<std::size_t, 3> kTried{4, 6, 12};

}  // namespace

std::uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

Candidates best_candidates(const Problem& problem, const std::vector<double>& worth,
                           std::size_t most) {
  Candidates out(problem.projects);
  const std::vector<std::size_t> begin = option_ranges(problem);
  for (std::size_t p = 0; p < problem.projects; ++p) {
    std::vector<std::size_t>& mine = out[p];
    mine.resize(begin[p + 1] - begin[p]);
    std::iota(mine.begin(), mine.end(), begin[p]);
    const std::size_t keep = std::min(most, mine.size());
    std::partial_sort(mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(keep), mine.end(),
                      [&](std::size_t a, std::size_t b) {
                        return worth[a] != worth[b] ? worth[a] > worth[b] : a < b;
                      });
    mine.resize(keep);
  }
  return out;
}

void fill(Load& load, const Candidates& candidates, const std::vector<std::size_t>& order) {
  for (const std::size_t p : order) {
    if (load.option_of(p) != kNowhere) continue;
    const auto fits = std::find_if(candidates[p].begin(), candidates[p].end(),
                                   [&](std::size_t o) { return load.fits(o); });
    if (fits != candidates[p].end()) load.place(*fits);
  }
}

LocalSearch::LocalSearch(const Problem& problem, const Candidates& candidates)
    : problem_(&problem), candidates_(&candidates), sites_of_limit_(problem.limits.size()) {
  most_.assign(problem.projects, 0.0);
  for (const Option& o : problem.options) most_[o.project] = std::max(most_[o.project], o.value);
  order_.resize(problem.projects);
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    const auto best = [&](std::size_t p) {
      return candidates[p].empty() ? 0.0 : problem.options[candidates[p].front()].value;
    };
    return best(a) > best(b);
  });
  for (std::size_t s = 0; s < problem.sites; ++s) {
    for (const Use& use : problem.uses[s]) sites_of_limit_[use.limit].push_back(s);
  }
}

std::size_t LocalSearch::cheapest_user(const Load& load, std::size_t limit,
                                       std::size_t spared) const {
  std::size_t cheapest = kNowhere;
  double least = 0.0;
  for (const std::size_t site : sites_of_limit_[limit]) {
    for (const std::size_t p : load.at_site(site)) {
      double taken = 0.0;
      for (const Use& use : problem_->uses[site]) {
        if (use.limit == limit) taken += problem_->taken(use, p);
      }
      if (p == spared || taken <= 0.0) continue;
      const double density = problem_->options[load.option_of(p)].value / taken;
      if (cheapest == kNowhere || density < least) {
        cheapest = p;
        least = density;
      }
    }
  }
  return cheapest;
}

// The most that projects without a place could still bring.
double LocalSearch::hope(const std::vector<std::size_t>& pushed) const {
  double sum = 0.0;
  for (const std::size_t p : pushed) sum += most_[p];
  return sum;
}

bool LocalSearch::make_room(Load& load, std::size_t option,
                            std::vector<std::size_t>& pushed) const {
  for (std::size_t k = load.overrun(option); k != kNowhere; k = load.overrun(option)) {
    if (pushed.size() == kMostPushed) return false;
    const std::size_t victim = cheapest_user(load, k, problem_->options[option].project);
    if (victim == kNowhere || !load.removable(victim)) return false;
    load.remove(victim);
    pushed.push_back(victim);
  }
  return true;
}

// Finds `project` (which stands nowhere) a place such that the objective ends above `floor`.
bool LocalSearch::chain(Load& load, std::size_t project, int depth, double floor) const {
  std::size_t tried = 0;
  for (const std::size_t option : (*candidates_)[project]) {
    if (tried++ == kTried[static_cast<std::size_t>(depth)]) break;
    if (!load.allowed(option)) continue;
    const std::size_t mark = load.mark();
    std::vector<std::size_t> pushed;
    if (make_room(load, option, pushed) &&
        load.objective() + problem_->options[option].value + hope(pushed) > floor + kGain) {
      load.place(option);
      fill(load, *candidates_, pushed);
      if (load.objective() > floor + kGain) return true;
      for (const std::size_t p : pushed) {
        if (depth > 0 && load.option_of(p) == kNowhere && chain(load, p, depth - 1, floor))
          return true;
      }
    }
    load.roll_back(mark);
  }
  return false;
}

bool LocalSearch::gain(Load& load, std::size_t project) const {
  const double floor = load.objective();
  const std::size_t mark = load.mark();
  const bool placed = load.option_of(project) != kNowhere;
  if (placed) {
    if (!load.removable(project)) return false;
    load.remove(project);
  }
  if (chain(load, project, placed ? 1 : kDepth, floor)) return true;
  load.roll_back(mark);
  return false;
}

void LocalSearch::improve(Load& load) const {
  static constexpr int kSweeps = 30;
  fill(load, *candidates_, order_);
  bool gained = true;
  for (int sweep = 0; gained && sweep < kSweeps; ++sweep) {
    gained = false;
    for (const std::size_t p : order_) gained = gain(load, p) || gained;
  }
}

void LocalSearch::perturb(Load& load, int rounds, std::uint64_t seed) const {
  Random random(seed);
  std::vector<std::size_t> shuffled = order_;
  for (int round = 0; round < rounds; ++round) {
    load.forget_log();
    const double before = load.objective();
    std::vector<std::size_t> placed;
    for (const std::size_t p : order_) {
      if (load.option_of(p) != kNowhere) placed.push_back(p);
    }
    random.shuffle(placed);
    const std::size_t away = std::max<std::size_t>(2, placed.size() / 12);
    for (std::size_t i = 0; i < std::min(away, placed.size()); ++i) {
      if (load.removable(placed[i])) load.remove(placed[i]);
    }
    random.shuffle(shuffled);
    fill(load, *candidates_, shuffled);
    improve(load);
    if (load.objective() <= before + kGain) load.roll_back(0);
  }
  load.forget_log();
}

}  // namespace xuanzhi::placement
