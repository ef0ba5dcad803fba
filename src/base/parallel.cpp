// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace xuanzhi {

namespace {

/// The failure with the lowest number so far.
class FirstFailure {
 public:
  /// Work below the lowest failure still counts: it may fail as well.
  bool worth(std::size_t number) const { return number < lowest_.load(); }
  void note(std::size_t number) {
    const std::lock_guard lock(guard_);
    if (number >= lowest_.load()) return;
    lowest_.store(number);
    failure_ = std::current_exception();
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::atomic<std::size_t> lowest_{static_cast<std::size_t>(-1)};
  std::mutex guard_;
  std::exception_ptr failure_;
};

}  // namespace

int all_cores() {
  return tbb::info::default_concurrency();
}

void for_each_in_parallel(std::size_t count, int threads, Progress& progress,
                          const std::function<void(std::size_t)>& work) {
  for_each_run_in_parallel(count, 1, threads, progress,
                           [&](std::size_t number, std::size_t) { work(number); });
}

void for_each_run_in_parallel(std::size_t count, std::size_t run, int threads, Progress& progress,
                              const std::function<void(std::size_t, std::size_t)>& work) {
  FirstFailure failure;
  // Guards the progress, and is locked before and after all work: ThreadSanitizer cannot see how
  // oneTBB orders tasks (this file is built without it), but it sees this. Static, because it
  // would take a mutex at the place of an earlier local variable for a race.
  static std::mutex guard;
  const auto meet = [] { const std::lock_guard lock(guard); };
  const auto one = [&](std::size_t number) {
    meet();
    if (!failure.worth(number)) return;
    const std::size_t begin = number * run;
    const std::size_t end = std::min(begin + run, count);
    try {
      work(begin, end);
    } catch (...) {
      failure.note(number);
    }
    const std::lock_guard lock(guard);
    progress.advance(end - begin);
  };
  const std::size_t runs = (count + run - 1) / run;
  if (threads <= 1) {
    for (std::size_t number = 0; number < runs; ++number) one(number);
  } else {
    // More threads than cores must be possible, if only to test that they change nothing.
    const auto most = static_cast<std::size_t>(threads);
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, most);
    tbb::task_arena arena(threads);
    meet();
    arena.execute([&] { tbb::parallel_for(std::size_t{0}, runs, one); });
    meet();
  }
  failure.rethrow();
}

}  // namespace xuanzhi
