// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/measuring.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <span>
#include <string>
#include <utility>

#include "xuanzhi/screening/fact_record.h"
#include "xuanzhi/screening/fact_reuse.h"

namespace xuanzhi::screening {

namespace {

using Records = std::vector<std::pair<std::size_t, std::string>>;

/// Records on their way into a store. Sites are visited by place and stored by number: the more
/// records wait for each other, the fewer pages of the store are written again and again. No more
/// than half a second of work waits, and what a killed process would lose.
class Storing {
 public:
  Storing(FactStore& store, int threads) : store_(store), beside_(threads > 1) {}

  void add(Records records) {
    for (auto& record : records) {
      bytes_ += record.second.size();
      waiting_.push_back(std::move(record));
    }
    static constexpr std::chrono::milliseconds kLongest{500};
    static constexpr std::size_t kMostBytes = std::size_t{8} << 20U;
    if (bytes_ > kMostBytes || Clock::now() - last_ > kLongest) put();
  }
  void finish() {
    put();
    if (running_.valid()) running_.get();
  }

 private:
  using Clock = std::chrono::steady_clock;

  // One batch is stored while the next is measured; one thread does the two in turn.
  void put() {
    // In the order of the store's own key.
    std::sort(waiting_.begin(), waiting_.end());
    Records records = std::exchange(waiting_, {});
    bytes_ = 0;
    if (running_.valid()) running_.get();
    if (beside_) {
      running_ =
          std::async(std::launch::async, [this, kept = std::move(records)] { store_.put(kept); });
    } else {
      store_.put(records);
    }
    last_ = Clock::now();
  }

  FactStore& store_;
  bool beside_;
  Records waiting_;
  std::size_t bytes_ = 0;
  Clock::time_point last_;  // long ago: what is measured first is stored at once
  std::future<void> running_;
};

// Sites of which an earlier result may know something.
void measure_with_reuse(FactReuse& reuse, const std::vector<workspace::Site>& sites,
                        std::span<const std::size_t> batch, int threads, Progress& progress,
                        const Screen::TakeFacts& take) {
  reuse.load(sites, batch);
  for_each_in_parallel(batch.size(), threads, progress, [&](std::size_t place) {
    take(place, reuse.measure(sites[batch[place]], place));
  });
}

}  // namespace

void measure_into(FactStore& store, const Screen& screen, const std::vector<workspace::Site>& sites,
                  const MeasuringOptions& options, const EachSite& each) {
  std::vector<std::size_t> open;
  for (const std::size_t site : visiting_order(sites)) {
    if (store.holds(site))
      each(site, store.at(site));
    else
      open.push_back(site);
  }
  Progress progress(options.narration, "sites", open.size());
  Storing storing(store, options.threads);
  for (std::size_t from = 0; from < open.size(); from += options.batch) {
    const std::span<const std::size_t> batch(open.data() + from,
                                             std::min(options.batch, open.size() - from));
    Records records(batch.size());
    const auto take = [&](std::size_t place, const SiteFacts& facts) {
      each(batch[place], facts);
      records[place] = {batch[place], to_record(facts)};
    };
    if (options.reuse != nullptr)
      measure_with_reuse(*options.reuse, sites, batch, options.threads, progress, take);
    else
      screen.measure_some(sites, batch, options.threads, progress, take);
    storing.add(std::move(records));
  }
  storing.finish();
}

}  // namespace xuanzhi::screening
