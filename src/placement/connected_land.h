// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "xuanzhi/base/units.h"
#include "xuanzhi/workspace/workspace.h"

namespace xuanzhi::placement {

/// How much land lies in one piece at a site: a plant cannot stand on two parts of a park.
class ConnectedLand {
 public:
  /// `workspace` is borrowed.
  explicit ConnectedLand(const workspace::Workspace& workspace) : workspace_(&workspace) {}

  /// Area in m² of the largest connected piece of the site that is nowhere narrower than `width_m`:
  /// the morphological opening of the site by a disc of that diameter (Serra 1982). With width 0
  /// its largest part.
  double largest_m2(std::size_t site, double width_m);

 private:
  double measure(std::size_t site, double width_m) const;

  const workspace::Workspace* workspace_;
  std::map<std::pair<std::size_t, double>, double> known_;
};

}  // namespace xuanzhi::placement
