// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "edge_index.h"
#include "probe_outline.h"
#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

/// The nearest outlines of a region that the probe does not meet, within a bound in metres; of
/// several at the same distance (within a micrometre) the first item. `hint`, where it is not
/// null, says where an earlier search ended and is told where this one did: it makes a search
/// nearby shorter and changes no answer.
///
/// Branch and bound in degrees: the search is bounded by what no geodesic can undercut (see
/// `DegreeFloors`), so that nothing near is left out. Of runs of edges that come near the plane of
/// the probe tells bounds (see `ProbePlane`); what none of them leaves out is compared in a plane
/// of its own (see `MeetingPlane`), and the geodesics between the nearest points found there
/// decide.
RegionProximity nearest_outlines(const EdgeIndex& index, const ProbeOutline& probe,
                                 std::optional<double> within_m, SearchHint* hint);

}  // namespace xuanzhi::geometry
