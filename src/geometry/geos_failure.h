// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// Throws `Error` (geometry_failed): `what` was tried, and why it failed is what GEOS said last.
[[noreturn]] void fail(const Geos& geos, const char* what);

}  // namespace xuanzhi::geometry
