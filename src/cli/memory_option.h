// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the name that CLI11 has
class App;
}

namespace xuanzhi::cli {

/// The option --memory, as text: `2G`, `512M`.
void declare_memory(CLI::App& parser, std::string& memory);

/// Bytes that the process may use: what the option says, by default three quarters of what the
/// machine or its container has. Throws `Error` (value_invalid) for what is no size.
std::size_t memory_budget(const std::string& memory);

/// Bytes that the process uses now.
std::size_t memory_in_use();

/// What of the budget is left beside `needed` bytes more than are in use now.
/// Throws `Error` (value_invalid) with the number that is needed where that is nothing.
std::size_t memory_left(std::size_t budget, std::size_t needed);

}  // namespace xuanzhi::cli
