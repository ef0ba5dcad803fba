// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signed_distance.h"

namespace xuanzhi::geometry {

enum class DepthSide { within, beyond };

/// How deep the deepest point of an area lies within or beyond the outline of a region; 0 where no
/// point of it does, `cap` where it is more. See `depth.h` for how close the answer is.
///
/// Branch and bound over rectangles in the box of the area: the distance from an outline changes by
/// no more than the way between two points, so a rectangle whose middle lies less deep than the
/// deepest point so far, by more than the way to its corners, holds none that is deeper.
double deepest_point(const SignedDistance& area, const SignedDistance& region, DepthSide side,
                     double cap);

}  // namespace xuanzhi::geometry
