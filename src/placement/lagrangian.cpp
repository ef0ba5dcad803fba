// SPDX-License-Identifier: Apache-2.0
#include "lagrangian.h"

#include <algorithm>
#include <cmath>

namespace xuanzhi::placement {

namespace {

std::vector<std::size_t> whole_weights(const std::vector<double>& weights, double capacity,
                                       std::size_t grid, std::size_t& room) {
  const bool plain =
      capacity <= static_cast<double>(grid) &&
      std::all_of(weights.begin(), weights.end(), [](double w) { return w == std::floor(w); });
  const double scale = plain ? 1.0 : static_cast<double>(grid) / capacity;
  room = plain ? static_cast<std::size_t>(capacity) : grid;
  std::vector<std::size_t> out;
  for (const double w : weights) out.push_back(static_cast<std::size_t>(std::floor(w * scale)));
  return out;
}

}  // namespace

Knapsack knapsack(const std::vector<double>& values, const std::vector<double>& weights,
                  double capacity, std::size_t grid) {
  Knapsack out;
  double all = 0.0;
  for (const double w : weights) all += w;
  if (all <= capacity) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      out.value += values[i];
      out.items.push_back(i);
    }
    return out;
  }
  std::size_t room = 0;
  const std::vector<std::size_t> whole = whole_weights(weights, capacity, grid, room);
  std::vector<double> best(room + 1, 0.0);
  std::vector<char> chosen(values.size() * (room + 1), 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (weights[i] > capacity) continue;
    for (std::size_t c = room + 1; c-- > whole[i];) {
      const double with = best[c - whole[i]] + values[i];
      if (with <= best[c]) continue;
      best[c] = with;
      chosen[i * (room + 1) + c] = 1;
    }
  }
  out.value = best[room];
  std::size_t c = room;
  for (std::size_t i = values.size(); i-- > 0;) {
    if (chosen[i * (room + 1) + c] == 0) continue;
    out.items.push_back(i);
    c -= whole[i];
  }
  return out;
}

namespace {

// A site with the limit that it alone draws on.
struct OwnLimit {
  std::size_t limit = kNowhere;
  std::vector<std::size_t> options;
};

std::vector<OwnLimit> own_limits(const Problem& problem) {
  std::vector<std::size_t> users(problem.limits.size(), 0);
  for (const auto& uses : problem.uses) {
    for (const Use& use : uses) ++users[use.limit];
  }
  std::vector<OwnLimit> out(problem.sites);
  for (std::size_t o = 0; o < problem.options.size(); ++o)
    out[problem.options[o].site].options.push_back(o);
  for (std::size_t s = 0; s < problem.sites; ++s) {
    for (const Use& use : problem.uses[s]) {
      const bool fits_all = std::all_of(
          out[s].options.begin(), out[s].options.end(),
          [&](std::size_t o) { return problem.taken(use, problem.options[o].project) >= 0.0; });
      if (users[use.limit] == 1 && fits_all && problem.limits[use.limit].available > 0.0) {
        out[s].limit = use.limit;
        break;
      }
    }
  }
  return out;
}

class Subgradient {
 public:
  Subgradient(const Problem& problem, const Prices& from)
      : problem_(&problem), own_(own_limits(problem)), project_price_(from.best_of_project) {
    limit_price_ = from.of_limit;
    priced_limit_.assign(problem.limits.size(), 1);
    for (const OwnLimit& own : own_) {
      if (own.limit != kNowhere) priced_limit_[own.limit] = 0;
    }
    for (const Limit& limit : problem.limits)
      scale_.push_back(limit.available > 0.0 ? limit.available : 1.0);
  }

  // The bound at the present prices, and how far each priced row is overdrawn.
  double evaluate() {
    count_.assign(problem_->projects, -1.0);
    drawn_.assign(problem_->limits.size(), -1.0);
    double bound = 0.0;
    for (const double price : project_price_) bound += price;
    for (std::size_t k = 0; k < limit_price_.size(); ++k) {
      if (priced_limit_[k] == 0) continue;
      bound += limit_price_[k] * problem_->limits[k].available;
      if (problem_->limits[k].available <= 0.0) drawn_[k] = 0.0;
    }
    for (std::size_t s = 0; s < own_.size(); ++s) bound += fill_site(s);
    return bound;
  }

  void step(double size, double bound, double best_known) {
    double norm = 0.0;
    for (std::size_t p = 0; p < count_.size(); ++p) {
      if (project_price_[p] > 0.0 || count_[p] > 0.0) norm += count_[p] * count_[p];
    }
    for (std::size_t k = 0; k < drawn_.size(); ++k) {
      if (priced_limit_[k] != 0) norm += drawn_[k] * drawn_[k];
    }
    if (norm == 0.0) return;
    const double length = size * (bound - best_known) / norm;
    for (std::size_t p = 0; p < count_.size(); ++p)
      project_price_[p] = std::max(0.0, project_price_[p] + length * count_[p]);
    for (std::size_t k = 0; k < drawn_.size(); ++k) {
      if (priced_limit_[k] == 0) continue;
      limit_price_[k] = std::max(0.0, limit_price_[k] + length * drawn_[k] / scale_[k]);
    }
  }

  const std::vector<double>& project_price() const { return project_price_; }
  const std::vector<double>& limit_price() const { return limit_price_; }
  void set(const KnapsackBound& at) {
    project_price_ = at.project_price;
    limit_price_ = at.limit_price;
  }

 private:
  double fill_site(std::size_t site) {
    static constexpr std::size_t kGrid = 3000;
    const OwnLimit& own = own_[site];
    std::vector<double> values;
    std::vector<double> weights;
    std::vector<std::size_t> options;
    for (const std::size_t o : own.options) {
      const Option& option = problem_->options[o];
      double worth = option.value - project_price_[option.project];
      double weight = 0.0;
      for (const Use& use : problem_->uses[site]) {
        const double taken = problem_->taken(use, option.project);
        if (use.limit == own.limit) {
          weight = taken;
        } else {
          worth -= limit_price_[use.limit] * taken;
        }
      }
      if (worth <= 0.0) continue;
      values.push_back(worth);
      weights.push_back(weight);
      options.push_back(o);
    }
    const double capacity =
        own.limit == kNowhere ? 0.0 : problem_->limits[own.limit].available * (1.0 + 1e-9);
    const Knapsack filled = knapsack(values, weights, capacity, kGrid);
    for (const std::size_t i : filled.items) draw(options[i], own.limit);
    return filled.value;
  }

  void draw(std::size_t option, std::size_t own) {
    const Option& o = problem_->options[option];
    count_[o.project] += 1.0;
    for (const Use& use : problem_->uses[o.site]) {
      if (use.limit != own)
        drawn_[use.limit] += problem_->taken(use, o.project) / scale_[use.limit];
    }
  }

  const Problem* problem_;
  std::vector<OwnLimit> own_;
  std::vector<double> project_price_;
  std::vector<double> limit_price_;
  std::vector<char> priced_limit_;
  std::vector<double> scale_;
  std::vector<double> count_;
  std::vector<double> drawn_;
};

}  // namespace

KnapsackBound knapsack_bound(const Problem& problem, const Prices& from, double best_known,
                             int steps) {
  static constexpr int kPatience = 8;
  Subgradient prices(problem, from);
  KnapsackBound best{from.bound, from.best_of_project, from.of_limit};
  double size = 1.0;
  int idle = 0;
  for (int i = 0; i < steps && size > 1e-3; ++i) {
    const double bound = prices.evaluate();
    if (bound < best.bound) {
      best = {bound, prices.project_price(), prices.limit_price()};
      idle = 0;
    } else if (++idle >= kPatience) {
      size *= 0.5;
      idle = 0;
      prices.set(best);
      prices.step(size, prices.evaluate(), best_known);
      continue;
    }
    if (best.bound <= best_known) break;
    prices.step(size, bound, best_known);
  }
  return best;
}

}  // namespace xuanzhi::placement
