// SPDX-License-Identifier: Apache-2.0
#include "allocator.h"

#include <cstddef>

#include <malloc.h>

// The program is linked to jemalloc; tests, benchmarks and sanitized builds are not, so that its
// functions may be absent.
extern "C" {

// How jemalloc serves this program, unless the environment variable MALLOC_CONF says otherwise; the
// name is that of its manual. Loading a province asks the kernel for memory in small pages a
// hundred thousand times: huge pages take two thirds of the time. One arena, and freed pages given
// back after two seconds, keep the peak near to what glibc's allocator needs. Given back sooner,
// they are asked for again by the next layer, and the kernel clears them once more.
// NOLINTBEGIN(readability-identifier-naming)
extern const char* const malloc_conf;
const char* const malloc_conf = "thp:always,narenas:1,dirty_decay_ms:2000,muzzy_decay_ms:0";
// NOLINTEND(readability-identifier-naming)

int mallctl(const char* name, void* old_value, std::size_t* old_size, void* new_value,
            std::size_t new_size) __attribute__((weak));
}

namespace xuanzhi::cli {

void release_freed_memory() {
  if (mallctl == nullptr) {
    malloc_trim(0);
    return;
  }
  // 4096 means all arenas. What is refused is only not given back yet.
  mallctl("thread.tcache.flush", nullptr, nullptr, nullptr, 0);
  mallctl("arena.4096.purge", nullptr, nullptr, nullptr, 0);
}

}  // namespace xuanzhi::cli
