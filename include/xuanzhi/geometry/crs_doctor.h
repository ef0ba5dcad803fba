// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/text.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// What is known of the coordinates of a source before anyone believes its CRS.
struct CrsEvidence {
  std::string stated;       ///< code, WKT or PROJ string; empty where none is stated
  Box extent;               ///< of the raw numbers, in the order of the file
  std::optional<Box> area;  ///< degrees: where the data should lie; absent: somewhere in China
};

enum class CrsIssue {
  missing,       ///< no CRS is stated
  zone_prefix,   ///< the easting has a zone number and the stated CRS has none, or the other way
  wrong_zone,    ///< another central meridian puts the data where they should lie
  swapped_axes,  ///< north stands first
  not_degrees,   ///< metres under a CRS in degrees
  not_metres,    ///< degrees under a CRS in metres
  same_numbers,  ///< outside the stated 3° zone; the 6° zone of that meridian has the same numbers
  code_found,    ///< a definition without a code has the parameters of a registered one
};

/// One observation and what would mend it: each entry of `settings` is one alternative, the exact
/// line or lines for workspace.toml. Nothing is ever applied unasked.
struct CrsFinding {
  CrsIssue issue = CrsIssue::missing;
  Text message;
  std::vector<std::string> settings;
};

/// Compares the numbers with the stated CRS and with the national zones (CGCS2000, Gauss–Krüger, 3°
/// and 6°, with and without zone number). Nothing where all is well, where the stated CRS is none
/// that PROJ knows, and where nothing better lands where the data should lie.
std::vector<CrsFinding> examine_crs(const CrsEvidence& evidence);

}  // namespace xuanzhi::geometry
