// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "xuanzhi/base/toml_reader.h"

namespace xuanzhi::rules {

/// The `when` of a term that lists GB/T 4754 codes: true where the project's code is one of them or
/// stands below one (a listed `26` holds `2614`); unknown where it is blank, no number, or coarser
/// than a listed one (`26` where `2614` is listed); otherwise false.
/// Throws the fault of `owner` for a code that is not two to four digits.
std::string code_expression(const std::vector<std::string>& codes, const TomlTable& owner);

}  // namespace xuanzhi::rules
