// SPDX-License-Identifier: Apache-2.0
// Catch's own main is slow to compile, so it stands alone. Catch2 3 brings it as a library.
#if !__has_include(<catch2/catch_all.hpp>)
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif
