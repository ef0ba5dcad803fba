// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "xuanzhi/assessment/pair_sweep.h"

namespace xuanzhi::assessment {

/// Sites are decided in blocks of this many, so that all that a project needs of one stays in the
/// nearest cache while the projects go over it.
inline constexpr std::size_t kBlock = 512;

/// A block of decisions. Zero is a compliant pair.
struct Decisions {
  /// The worst verdict and, of the rules that give it, the first: its place is counted down in the
  /// lower bits, so that the greatest key of all rules is the answer.
  alignas(64) std::array<std::int16_t, kBlock> key{};
  /// Prohibitions, unknowns and conditions, ten bits each. A smaller number is a better pair.
  alignas(64) std::array<std::uint32_t, kBlock> tally{};
};

/// A key is below this.
inline constexpr std::size_t kKeys = 4096;
inline constexpr int kVerdictShift = 10;

rules::Verdict verdict_of_key(std::int16_t key);
/// The column of the deciding rule; only for a key above zero.
std::size_t column_of_key(std::int16_t key);
int prohibitions_of(std::uint32_t tally);
int unknowns_of(std::uint32_t tally);
int conditions_of(std::uint32_t tally);

/// How a project takes a rule: not at all, surely or perhaps, with more land than allowed or not.
using Taken = std::uint16_t;

/// Rules compiled for all projects: what each of them takes of each column of the sites.
/// Projects that ask the same of every rule share a profile; rules about which every project asks
/// the same share a part.
class PairPlan {
 public:
  PairPlan(const rules::SiteColumns& sites, const SweptProjects& projects);

  /// All projects, those of one profile together.
  const std::vector<std::size_t>& projects() const { return order_; }
  const rules::SiteColumns& sites() const { return *sites_; }

  /// The distinct lands of the sites, rising, by their ranks.
  const std::vector<double>& land_m2() const { return land_m2_; }

 private:
  friend class PairBlock;

  /// Columns taken in the same way: what they say of a site is summed up once per block.
  struct Part {
    std::vector<std::size_t> columns;
    Taken taken = 0;
  };
  /// A shortfall of land, the one thing that project and site decide together.
  struct Shortfall {
    std::size_t part = 0;
    /// Sites whose available land ranks below this fall short.
    std::uint32_t rank = 0;
  };

  void add_profiles(const std::vector<std::vector<Taken>>& taken);
  void rank_available_land();
  std::uint32_t first_sufficient(double need_m2, double limit_m2) const;
  std::size_t part_of(std::vector<std::size_t> columns, Taken taken);

  const rules::SiteColumns* sites_;
  std::vector<Part> parts_;
  std::vector<std::size_t> order_;
  std::vector<std::vector<std::size_t>> profiles_;  ///< parts
  std::vector<std::size_t> profile_;                ///< per project
  std::vector<std::vector<Shortfall>> shortfalls_;  ///< per project
  std::vector<double> land_m2_;                     ///< distinct, rising
  std::vector<std::uint32_t> land_rank_;            ///< per site
};

/// The decisions of one block of sites for one project after the other. One thread's own.
class PairBlock {
 public:
  explicit PairBlock(const PairPlan& plan);

  /// Goes to the sites from `first` on.
  void load(std::size_t first);
  std::size_t first() const { return first_; }
  /// How many of the block are sites; the rest is compliant and means nothing.
  std::size_t size() const { return size_; }

  /// Per site of the block, the rank of its available land.
  const std::array<std::uint32_t, kBlock>& land_rank() const { return rank_; }

  /// Good until the next call.
  const Decisions& decide(std::size_t project);

 private:
  void load_part(std::size_t part);
  void load_profile(std::size_t profile);
  void add_shortfall(const PairPlan::Shortfall& shortfall);

  const PairPlan* plan_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
  std::vector<Decisions> parts_;
  std::vector<unsigned char> empty_;  ///< per part: all of the block passes
  alignas(64) std::array<std::uint32_t, kBlock> rank_{};
  std::size_t profile_ = static_cast<std::size_t>(-1);
  Decisions of_profile_;
  Decisions decided_;
};

}  // namespace xuanzhi::assessment
