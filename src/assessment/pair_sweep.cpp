// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/assessment/pair_sweep.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <utility>

#include "pair_kernel.h"
#include "xuanzhi/base/parallel.h"
#include "xuanzhi/base/processor_clones.h"
#include "xuanzhi/base/progress.h"

namespace xuanzhi::assessment {

namespace {

// A share of the sites is one piece of work: large enough that what each piece keeps per project
// does not count, small enough that all threads end together.
constexpr std::size_t kBlocksPerShare = 32;
constexpr std::size_t kSitesPerShare = kBlocksPerShare * kBlock;

struct Candidate {
  std::uint32_t tally = 0;
  bool too_small = false;
  double off_m2 = 0.0;  ///< between need and land
  std::size_t order = 0;
  std::size_t site = 0;

  bool operator<(const Candidate& other) const {
    return std::tie(tally, too_small, off_m2, order) <
           std::tie(other.tally, other.too_small, other.off_m2, other.order);
  }
};

// The best candidates of one project so far.
class BestFew {
 public:
  BestFew(std::size_t most, std::optional<double> need_m2) : most_(most), need_m2_(need_m2) {}

  // What may still get in: a smaller tally, or the same with land of these ranks.
  struct Limit {
    std::uint32_t tally = ~std::uint32_t{0};
    std::uint32_t first_rank = 0;
    std::uint32_t ranks = ~std::uint32_t{0};
  };
  const Limit& limit(const std::vector<double>& land_m2) {
    if (changed_ && heap_.size() == most_) find_limit(land_m2);
    changed_ = false;
    return limit_;
  }

  void offer(std::uint32_t tally, double land_m2, std::size_t order, std::size_t site) {
    const double spare = need_m2_ ? land_m2 - *need_m2_ : 0.0;
    offer({tally, spare < 0.0, std::abs(spare), order, site});
  }
  void offer(const Candidate& one) {
    if (heap_.size() == most_) {
      if (!(one < heap_.front())) return;
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.back() = one;
    } else {
      heap_.push_back(one);
    }
    std::push_heap(heap_.begin(), heap_.end());
    changed_ = true;
  }
  const std::vector<Candidate>& unsorted() const { return heap_; }
  std::vector<std::size_t> sites() && {
    std::sort_heap(heap_.begin(), heap_.end());
    std::vector<std::size_t> out;
    out.reserve(heap_.size());
    for (const Candidate& one : heap_) out.push_back(one.site);
    return out;
  }

 private:
  void find_limit(const std::vector<double>& land_m2) {
    const Candidate& worst = heap_.front();
    limit_ = {};
    limit_.tally = worst.tally;
    if (!need_m2_ || worst.too_small) return;
    const auto first = std::lower_bound(land_m2.begin(), land_m2.end(), *need_m2_);
    const auto past = std::partition_point(
        first, land_m2.end(), [&](double land) { return land - *need_m2_ <= worst.off_m2; });
    limit_.first_rank = static_cast<std::uint32_t>(first - land_m2.begin());
    limit_.ranks = static_cast<std::uint32_t>(past - first);
  }

  std::size_t most_;
  std::optional<double> need_m2_;
  std::vector<Candidate> heap_;  // the worst in front
  Limit limit_;
  bool changed_ = true;
};

// What one share of the sites adds to the totals of all.
struct Share {
  std::vector<VerdictCounts> by_project;
  std::vector<VerdictCounts> decided;  // per column
  std::vector<BestFew> best;
};

class ShareSweep {
 public:
  ShareSweep(const PairPlan& plan, const SweptProjects& projects, std::size_t best,
             std::vector<VerdictCounts>& by_site)
      : plan_(&plan), projects_(&projects), by_site_(&by_site), block_(plan) {
    share_.by_project.resize(projects.need_m2.size());
    share_.decided.resize(plan.sites().rules().size());
    if (best == 0) return;
    for (const std::optional<double>& need : projects.need_m2) share_.best.emplace_back(best, need);
  }

  void sweep(std::size_t first) {
    block_.load(first);
    for (auto& counts : of_sites_) counts.fill(0);
    std::size_t projects = 0;
    for (const std::size_t project : plan_->projects()) {
      const Decisions& decisions = block_.decide(project);
      count(decisions, share_.by_project[project]);
      if (!share_.best.empty()) choose(decisions, project);
      // The counts per site are 16 bits wide and must be carried over before they are full.
      if (++projects % 0xFFFF == 0) carry_over();
    }
    carry_over();
    count_deciding();
    for (std::size_t i = 0; i < block_.size(); ++i) {
      VerdictCounts& counts = (*by_site_)[block_.first() + i];
      counts.count[0] = projects - counts.total();
    }
  }

  Share finish() && { return std::move(share_); }

 private:
  XUANZHI_PROCESSOR_CLONES void count(const Decisions& decisions, VerdictCounts& of_project) {
    std::size_t others = 0;
    for (std::size_t v = 1; v <= of_sites_.size(); ++v) {
      const auto verdict = static_cast<std::int16_t>(v);
      auto& of_site = of_sites_[v - 1];
      std::uint16_t sum = 0;
      for (std::size_t i = 0; i < kBlock; ++i) {
        const auto is =
            static_cast<std::uint16_t>((decisions.key[i] >> kVerdictShift) == verdict ? 1 : 0);
        of_site[i] = static_cast<std::uint16_t>(of_site[i] + is);
        sum = static_cast<std::uint16_t>(sum + is);
      }
      of_project.count[v] += sum;
      others += sum;
    }
    of_project.count[0] += block_.size() - others;
    for (std::size_t i = 0; i < kBlock; i += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        ++keys_[static_cast<std::size_t>(decisions.key[i + lane])][lane];
    }
  }

  // What fills the block up is compliant, and key 0 is not asked for.
  void count_deciding() {
    for (std::size_t key = 1; key < kKeys; ++key) {
      std::size_t pairs = 0;
      for (std::uint32_t& lane : keys_[key]) pairs += std::exchange(lane, 0U);
      if (pairs == 0) continue;
      const auto one = static_cast<std::int16_t>(key);
      share_.decided[column_of_key(one)].count[static_cast<std::size_t>(verdict_of_key(one))] +=
          pairs;
    }
  }

  XUANZHI_PROCESSOR_CLONES void choose(const Decisions& decisions, std::size_t project) {
    BestFew& best = share_.best[project];
    const BestFew::Limit limit = best.limit(plan_->land_m2());
    const std::array<std::uint32_t, kBlock>& rank = block_.land_rank();
    const auto may = [&rank, &decisions, limit](std::size_t i) {
      const std::uint32_t tally = decisions.tally[i];
      return static_cast<std::uint32_t>(tally < limit.tally) |
             (static_cast<std::uint32_t>(tally == limit.tally) &
              static_cast<std::uint32_t>(rank[i] - limit.first_rank < limit.ranks));
    };
    // Few sites may get in, and whole runs of them are passed over at once.
    static constexpr std::size_t kRun = 64;
    for (std::size_t from = 0; from < kBlock; from += kRun) {
      std::uint32_t any = 0;
      for (std::size_t i = from; i < from + kRun; ++i) any |= may(i);
      if (any == 0) continue;
      for (std::size_t i = from; i < std::min(from + kRun, block_.size()); ++i) {
        if (may(i) == 0) continue;
        const std::size_t site = block_.first() + i;
        best.offer(decisions.tally[i], plan_->sites().available_m2()[site],
                   projects_->site_order[site], site);
      }
    }
  }

  void carry_over() {
    for (std::size_t v = 0; v < of_sites_.size(); ++v) {
      for (std::size_t i = 0; i < block_.size(); ++i)
        (*by_site_)[block_.first() + i].count[v + 1] += of_sites_[v][i];
      of_sites_[v].fill(0);
    }
  }

  const PairPlan* plan_;
  const SweptProjects* projects_;
  std::vector<VerdictCounts>* by_site_;
  PairBlock block_;
  // How often each key was the answer. Neighbours often agree, and adding to one number again and
  // again waits for it each time: hence several, side by side so that they share a cache line.
  static constexpr std::size_t kLanes = 4;
  std::array<std::array<std::uint32_t, kLanes>, kKeys> keys_{};
  alignas(64) std::array<std::array<std::uint16_t, kBlock>, 3> of_sites_{};
  Share share_;
};

SweptPairs joined(const PairPlan& plan, std::vector<Share> shares,
                  std::vector<VerdictCounts> by_site) {
  const std::size_t projects = plan.projects().size();
  SweptPairs out;
  out.totals.by_site = std::move(by_site);
  out.totals.by_project.resize(projects);
  out.totals.decided.resize(plan.sites().judge().book().rules.size());
  std::vector<BestFew> few;
  for (Share& share : shares) {
    for (std::size_t p = 0; p < projects; ++p) out.totals.by_project[p].add(share.by_project[p]);
    for (std::size_t c = 0; c < share.decided.size(); ++c)
      out.totals.decided[plan.sites().rules()[c]].add(share.decided[c]);
    if (few.empty()) {
      few = std::move(share.best);
      continue;
    }
    for (std::size_t p = 0; p < few.size(); ++p) {
      for (const Candidate& one : share.best[p].unsorted()) few[p].offer(one);
    }
  }
  out.best.resize(projects);
  for (std::size_t p = 0; p < few.size(); ++p) out.best[p] = std::move(few[p]).sites();
  return out;
}

}  // namespace

SweptPairs sweep_pairs(const rules::SiteColumns& sites, const SweptProjects& projects,
                       std::size_t best, int threads, std::ostream* narration) {
  const PairPlan plan(sites, projects);
  const std::size_t shares = (sites.sites() + kSitesPerShare - 1) / kSitesPerShare;
  std::vector<VerdictCounts> by_site(sites.sites());
  std::vector<Share> done(shares);
  Progress progress(narration, "pairs", shares);
  for_each_in_parallel(shares, threads, progress, [&](std::size_t share) {
    ShareSweep sweep(plan, projects, best, by_site);
    const std::size_t end = std::min(sites.sites(), (share + 1) * kSitesPerShare);
    for (std::size_t first = share * kSitesPerShare; first < end; first += kBlock)
      sweep.sweep(first);
    done[share] = std::move(sweep).finish();
  });
  return joined(plan, std::move(done), std::move(by_site));
}

}  // namespace xuanzhi::assessment
