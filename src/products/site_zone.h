// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/formats/survey_txt.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::products {

/// An area in (east, north) metres of the national 3° zone of its middle, eastings with the zone's
/// number. Points that lie on a straight edge to 0.2 mm are left out: most of them are not
/// surveyed, they were added so that edges stay straight in degrees.
struct ZoneShape {
  formats::SurveyPlane plane;
  geometry::Shape shape;
};

/// Throws `Error` (crs_unsupported) for an area outside the zones of China; `place` names it.
ZoneShape in_own_zone(const geometry::Shape& area, const std::string& place);

}  // namespace xuanzhi::products
