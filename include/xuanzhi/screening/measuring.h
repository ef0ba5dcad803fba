// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <vector>

#include "xuanzhi/base/parallel.h"
#include "xuanzhi/screening/fact_store.h"
#include "xuanzhi/screening/screen.h"

namespace xuanzhi::screening {

class FactReuse;

struct MeasuringOptions {
  int threads = all_cores();
  /// Sites in memory at a time, at least one.
  std::size_t batch = 1024;
  std::ostream* narration = nullptr;
  /// What is known already; may be null.
  FactReuse* reuse = nullptr;
};

/// Called once per site with its facts, from any thread.
using EachSite = std::function<void(std::size_t, const SiteFacts&)>;

/// Measures the sites that the store does not hold, batch by batch, and tells `each` of all sites,
/// also of those that it holds already. The facts are the same for any number of threads and any
/// size of the batches.
void measure_into(FactStore& store, const Screen& screen, const std::vector<workspace::Site>& sites,
                  const MeasuringOptions& options, const EachSite& each);

}  // namespace xuanzhi::screening
