// SPDX-License-Identifier: Apache-2.0

// How jemalloc serves this program, unless the environment variable MALLOC_CONF says otherwise.
//
// Loading a province asks the kernel for memory in small pages a hundred thousand times; huge pages
// take two thirds of the time. One arena, and freed pages given back after half a second, keep the
// peak within a twentieth of what glibc's allocator needs.
extern "C" {
// The name is that of the library's manual; it is read before any other object is made.
extern const char* malloc_conf;
const char* malloc_conf = "thp:always,narenas:1,dirty_decay_ms:500,muzzy_decay_ms:0";
}
