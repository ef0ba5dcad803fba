// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>  // tells whether this is the GNU C library

/// A function with it is compiled for what every x86-64 has, for AVX2 and for AVX-512, and the
/// loader takes the one that the processor has. For loops over columns of whole numbers, which give
/// the same bits on every processor, and for bounds, which need not: sums of fractions do not.
///
/// The sanitizers are not ready yet when the loader chooses, and other compilers and C libraries do
/// not know the choice: there is one version then.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define XUANZHI_PROCESSOR_CLONES \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define XUANZHI_PROCESSOR_CLONES
#endif
