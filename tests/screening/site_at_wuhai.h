// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/memory_workspace.h"
#include "xuanzhi/screening/screen.h"

/// The site of most tests of this room: 0.01 degrees square, about 858 m by 1110 m, at Wuhai.
namespace at_wuhai {

constexpr double kWest = 106.80;
constexpr double kSouth = 39.66;
constexpr double kEast = 106.81;
constexpr double kNorth = 39.67;
inline const std::string kSite = memory::box(kWest, kSouth, kEast, kNorth);

/// A strip between two meridians, taller than the site.
inline std::string tall(double west, double east) {
  return memory::box(west, 39.6, east, 39.7);
}

inline xuanzhi::screening::SiteFacts measured(
    const xuanzhi::workspace::Workspace& workspace,
    std::vector<xuanzhi::screening::Subject> subjects = {}, std::size_t site = 0) {
  const xuanzhi::screening::Screen screen(workspace.layers, std::move(subjects), {});
  return screen.measure(workspace.sites[site]);
}

}  // namespace at_wuhai
