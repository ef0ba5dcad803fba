// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "load.h"
#include "xuanzhi/placement/problem.h"

namespace xuanzhi::placement {

/// Options that are worth trying, per project, the best first.
using Candidates = std::vector<std::vector<std::size_t>>;

/// At most `most` options of each project, by falling `worth`.
Candidates best_candidates(const Problem& problem, const std::vector<double>& worth,
                           std::size_t most);

/// Puts every unplaced project of `order` at its first candidate that fits.
void fill(Load& load, const Candidates& candidates, const std::vector<std::size_t>& order);

/// Improves an assignment by shifts, swaps and chains of ejections: a project takes a place, those
/// whom it pushes out look for another one, and so on to a small depth. Only gains are kept.
class LocalSearch {
 public:
  LocalSearch(const Problem& problem, const Candidates& candidates);

  /// Until no move gains.
  void improve(Load& load) const;

  /// Empties some sites at random, fills and improves; keeps what is better. `rounds` times.
  void perturb(Load& load, int rounds, std::uint64_t seed) const;

  /// The projects by falling worth of their best candidate.
  const std::vector<std::size_t>& order() const { return order_; }

 private:
  bool gain(Load& load, std::size_t project) const;
  bool chain(Load& load, std::size_t project, int depth, double floor) const;
  bool make_room(Load& load, std::size_t option, std::vector<std::size_t>& pushed) const;
  double hope(const std::vector<std::size_t>& pushed) const;
  std::size_t cheapest_user(const Load& load, std::size_t limit, std::size_t spared) const;

  const Problem* problem_;
  const Candidates* candidates_;
  std::vector<std::size_t> order_;
  std::vector<double> most_;  // by project: the greatest value of its options
  std::vector<std::vector<std::size_t>> sites_of_limit_;
};

/// A generator that gives the same numbers everywhere (splitmix64, Steele et al. 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace xuanzhi::placement
