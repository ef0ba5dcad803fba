// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the name that CLI11 has
class App;
}

namespace xuanzhi::cli {

/// The option --threads; what it was before stays the default.
void declare_threads(CLI::App& parser, int& threads);

/// Throws `Error` (value_invalid) where it is less than one.
void require_threads(int threads);

}  // namespace xuanzhi::cli
