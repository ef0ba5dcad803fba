// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xuanzhi/base/text.h"

namespace xuanzhi::geometry {

/// The geodetic datums that Chinese survey files name.
enum class Datum { unstated, cgcs2000, xian80, beijing54, wgs84, unknown };

/// The datum that a name such as 「2000国家大地坐标系」, 「1980西安坐标系」 or `CGCS2000` means;
/// unstated where it is empty, unknown for any other (a local system, for example).
Datum datum_of(std::string_view name);
Text datum_name(Datum datum);

/// A zone of the national Gauss–Krüger grid: 3° zones have their central meridian at 3·number,
/// 6° zones at 6·number − 3 degrees east.
struct GaussZone {
  int width_degrees = 3;
  int number = 0;

  bool operator==(const GaussZone&) const = default;
};

/// Whether eastings carry the zone's number (36 396 200 m) or not (396 200 m).
enum class EastingForm { with_zone, without_zone };

/// True for the zones that China uses: 3° 25–45, 6° 13–23.
bool exists(const GaussZone& zone);

/// The zone that a bare number means: the two ranges of `exists` do not meet.
std::optional<GaussZone> zone_of_number(int number);

int central_meridian(const GaussZone& zone);

/// The zone with a central meridian, and the 3° zone in which a longitude lies; nothing where China
/// uses none.
std::optional<GaussZone> zone_of_meridian(int width_degrees, int meridian);
std::optional<GaussZone> zone_at(double longitude);

/// The EPSG code, such as `EPSG:4524` (zone 36 with its number) or `EPSG:4545` (without); empty
/// where EPSG has none. Xi'an 80 and Beijing 54 have codes of their own; to use them is no datum
/// shift.
std::string gauss_code(Datum datum, const GaussZone& zone, EastingForm form);

/// The EPSG code of longitude and latitude on the datum; empty where there is none.
std::string geographic_code(Datum datum);

}  // namespace xuanzhi::geometry
