// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/directions.h"

namespace xuanzhi::products {

/// A focus direction in words, with its code before them: "D2 新能源…". The code alone where the
/// book is null or does not know it; empty for an empty code.
Text direction_title(const rules::DirectionBook* book, const std::string& code);

}  // namespace xuanzhi::products
