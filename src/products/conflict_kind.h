// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/screening/screen.h"

namespace xuanzhi::products {

/// The piece of a site that a violated rule of this relation is about; nothing where the rule has
/// no place on the map.
inline std::optional<screening::ConflictKind> conflict_kind(rules::Relation relation) {
  switch (relation) {
    case rules::Relation::overlap:
    case rules::Relation::overlap_share:
      return screening::ConflictKind::overlap;
    case rules::Relation::outside:
      return screening::ConflictKind::outside;
    case rules::Relation::distance:
      return screening::ConflictKind::nearer;
    case rules::Relation::area:
    case rules::Relation::land_shortfall:
    case rules::Relation::attribute:
      break;
  }
  return std::nullopt;
}

}  // namespace xuanzhi::products
