// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/products/map_style.h"
#include "xuanzhi/workspace/role.h"

namespace xuanzhi::products {

/// The symbol that the vocabulary of roles gives to a role or one of its classes.
inline Symbol symbol_of(const workspace::RoleStyle& style) {
  return {style.fill,     style.line,    pattern_named(style.pattern).value_or(Pattern::solid),
          style.width_mm, style.size_mm, style.opacity};
}

}  // namespace xuanzhi::products
