// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/products/result.h"

namespace xuanzhi::products::report {

/// What one land use has of a site.
struct LandShare {
  const workspace::Role* role = nullptr;  ///< null: what no layer describes
  double area_m2 = 0.0;
};

/// Cuts a site into land uses (roles with `land_class`, those drawn on top first; where layers lie
/// upon each other each piece of ground counts once, for the first). The parts add up to the site:
/// what no layer describes is the last of them. In the area basis of the workspace.
std::vector<LandShare> land_shares(const workspace::Workspace& workspace,
                                   const workspace::Site& site);

}  // namespace xuanzhi::products::report
