// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace xuanzhi::products::report {

/// The look of a report on a screen and on A4. Holds no `<` and no `&`, so that it is fit for XML.
std::string_view style_sheet();

}  // namespace xuanzhi::products::report
