// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

#include "xuanzhi/base/progress.h"

namespace xuanzhi {

/// The number of threads that this process may run at once.
int all_cores();

/// Calls work(0) … work(count − 1), each once, on up to `threads` threads (at least 1) in any
/// order, and advances the progress. Work that writes only to its own place of a vector gives the
/// same result for any number of threads.
///
/// Where some work throws, the rest is given up and the exception of the lowest number is thrown:
/// the one that a plain loop would have met.
void for_each_in_parallel(std::size_t count, int threads, Progress& progress,
                          const std::function<void(std::size_t)>& work);

/// The same in runs of neighbours: calls work(begin, end) for runs of up to `run` numbers, for work
/// that shares something between neighbours.
void for_each_run_in_parallel(std::size_t count, std::size_t run, int threads, Progress& progress,
                              const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace xuanzhi
