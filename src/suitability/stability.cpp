// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/suitability/stability.h"

#include <cmath>
#include <numbers>

#include "xuanzhi/suitability/scorer.h"

namespace xuanzhi::suitability {

namespace {

using Rows = std::vector<std::vector<std::optional<double>>>;

std::size_t winner_of(const Rows& rows, const std::vector<double>& weights, Method method) {
  std::size_t best = 0;
  double most = -1.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double total = total_of(rows[i], weights, method).value_or(-1.0);
    if (total > most + 1e-12) {
      best = i;
      most = total;
    }
  }
  return best;
}

std::vector<double> with_weight(const std::vector<double>& weights, std::size_t criterion,
                                double weight) {
  std::vector<double> out = weights;
  const double rest = 1.0 - weights[criterion];
  for (double& w : out) w *= rest > 0.0 ? (1.0 - weight) / rest : 0.0;
  out[criterion] = weight;
  return out;
}

// The farthest weight from the present one towards `end` up to which the winner stays: the first
// change on a grid, then halved down to a millionth.
double reach(const Rows& rows, const std::vector<double>& weights, Method method,
             std::size_t criterion, std::size_t winner, double end) {
  static constexpr int kGrid = 50;
  static constexpr int kHalvings = 20;
  const auto stays = [&](double weight) {
    return winner_of(rows, with_weight(weights, criterion, weight), method) == winner;
  };
  double good = weights[criterion];
  double bad = good;
  for (int i = 1; i <= kGrid && bad == good; ++i) {
    const double next = weights[criterion] + (end - weights[criterion]) * i / kGrid;
    (stays(next) ? good : bad) = next;
    if (good == next) bad = good;
  }
  if (bad == good) return end;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (good + bad);
    (stays(middle) ? good : bad) = middle;
  }
  return good;
}

// splitmix64 (Steele et al. 2014) and Box–Muller: the same numbers on every machine.
class Normal {
 public:
  explicit Normal(std::uint64_t seed) : state_(seed) {}
  double next() {
    const double radius = std::sqrt(-2.0 * std::log(uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

 private:
  double uniform() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    z ^= z >> 31U;
    return (static_cast<double>(z >> 11U) + 0.5) / 9007199254740992.0;  // 2^53: never 0
  }
  std::uint64_t state_;
};

}  // namespace

Stability stability(const Rows& utilities, const std::vector<double>& weights, Method method,
                    int draws, std::uint64_t seed) {
  Stability out;
  out.winner = winner_of(utilities, weights, method);
  for (std::size_t c = 0; c < weights.size(); ++c) {
    out.ranges.push_back({weights[c], reach(utilities, weights, method, c, out.winner, 0.0),
                          reach(utilities, weights, method, c, out.winner, 1.0)});
  }
  out.wins.assign(utilities.size(), 0.0);
  Normal normal(seed);
  for (int i = 0; i < draws; ++i) {
    std::vector<double> drawn = weights;
    double sum = 0.0;
    for (double& w : drawn) sum += w *= std::exp(0.5 * normal.next());
    for (double& w : drawn) w /= sum;
    out.wins[winner_of(utilities, drawn, method)] += 1.0 / draws;
  }
  return out;
}

}  // namespace xuanzhi::suitability
