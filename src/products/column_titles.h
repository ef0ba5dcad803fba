// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/base/text.h"

namespace xuanzhi::products {

/// What people call a column of the result tables, with its unit; the name itself where nobody has
/// given it a title.
Text column_title(const std::string& column);

}  // namespace xuanzhi::products
