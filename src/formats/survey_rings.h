// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plane_rings.h"
#include "xuanzhi/formats/survey_txt.h"

namespace xuanzhi::formats {

/// Position of a point as (east, north).
Point position_of(const SurveyPoint& point, AxisOrder order);

/// The paths of a parcel in their order: a new one begins where the ring number changes, and for
/// areas also where a path has come back to its first point. Rings of areas come closed.
std::vector<std::vector<Point>> paths_of(const SurveyParcel& parcel, AxisOrder order);

}  // namespace xuanzhi::formats
