// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "xuanzhi/geometry/shape.h"
#include "xuanzhi/workspace/site.h"

namespace xuanzhi::products {

/// Sites that lie within about 50 km of each other, so that a map opens on a place and not on the
/// empty land between two cities.
struct SiteCluster {
  geometry::Box box;  ///< degrees
  std::size_t sites = 0;
  std::string first_site_id;
};

/// Clusters in falling order of their number of sites.
std::vector<SiteCluster> cluster_sites(const std::vector<workspace::Site>& sites);

}  // namespace xuanzhi::products
