// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

/// How deep a probe reaches into the union of all areas of some regions: the greatest distance of
/// any point that the two have in common from the union's outline, which is how far that outline
/// would have to draw back for them to have nothing in common. 0 where they have no area in common;
/// `cap_m` where it is more.
///
/// The answer is never too large, and too small by at most 2 % and 1 cm, but for outlines that run
/// along each other for long: there a search that would take thousands of steps stops with what it
/// has found.
double depth_within(const Probe& probe, const std::vector<const RegionIndex*>& regions,
                    double cap_m);

/// How far a probe reaches out of that union: the greatest distance of any of its points from it,
/// which is how far the areas would have to grow to hold all of the probe. Likewise.
double depth_beyond(const Probe& probe, const std::vector<const RegionIndex*>& regions,
                    double cap_m);

/// How far a probe that lies within that union is from its outline; `cap_m` where it is farther, 0
/// where the probe touches it or does not lie within.
double clearance_within(const Probe& probe, const std::vector<const RegionIndex*>& regions,
                        double cap_m);

}  // namespace xuanzhi::geometry
