// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/measuring.h"

#include <algorithm>
#include <future>
#include <span>
#include <string>
#include <utility>

#include "xuanzhi/screening/fact_record.h"
#include "xuanzhi/screening/fact_reuse.h"

namespace xuanzhi::screening {

namespace {

using Records = std::vector<std::pair<std::size_t, std::string>>;

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
  // One batch is stored while the next is measured; one thread does the two in turn.
  std::future<void> storing;
  const auto stored = [&storing] {
    if (storing.valid()) storing.get();
  };
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
    // In the order of the store's own key, so that it grows at its end.
    std::sort(records.begin(), records.end());
    if (options.threads == 1) {
      store.put(records);
      continue;
    }
    stored();
    storing =
        std::async(std::launch::async, [&store, kept = std::move(records)] { store.put(kept); });
  }
  stored();
}

}  // namespace xuanzhi::screening
