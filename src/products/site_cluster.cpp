// SPDX-License-Identifier: Apache-2.0
#include "site_cluster.h"

#include <algorithm>

#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::products {

std::vector<SiteCluster> cluster_sites(const std::vector<workspace::Site>& sites) {
  static constexpr double kNeighbourhood = 50000.0;
  std::vector<SiteCluster> clusters;
  for (const workspace::Site& site : sites) {
    SiteCluster own{site.shape.box(), 1, site.info.id};
    const geometry::Box reach = geometry::grown(own.box, kNeighbourhood);
    std::vector<SiteCluster> apart;
    for (SiteCluster& other : clusters) {
      if (!reach.intersects(other.box)) {
        apart.push_back(other);
        continue;
      }
      own = {own.box.united(other.box), own.sites + other.sites, other.first_site_id};
    }
    apart.push_back(own);
    clusters = std::move(apart);
  }
  std::stable_sort(clusters.begin(), clusters.end(),
                   [](const SiteCluster& a, const SiteCluster& b) { return a.sites > b.sites; });
  return clusters;
}

}  // namespace xuanzhi::products
