// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xuanzhi/base/date.h"
#include "xuanzhi/formats/file_warning.h"
#include "xuanzhi/geometry/gauss_zone.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::formats {

/// The coordinate exchange text of Chinese boundary surveys (勘测定界 / 报部 坐标交换文件):
///
///     [属性描述]
///     坐标系=2000国家大地坐标系
///     …
///     [地块坐标]
///     界址点数,面积,地块编号,地块名称,面,图幅号,用途,地类编码,…,@
///     点号,圈号,X(北),Y(东)
///
/// It is a habit of reporting systems, not a published standard; the reader takes its variants and
/// says what it noticed.

/// One boundary point. `x_north` and `y_east` are fields 3 and 4 as they stand in the file: whether
/// the file keeps to "X is north" is told by `coordinate_reading`.
struct SurveyPoint {
  std::string number;  ///< 点号, such as J1; restarts and repeats, so it is no key
  int ring = 1;        ///< 地块圈号
  double x_north = 0.0;
  double y_east = 0.0;
  std::string rest;      ///< values after the fourth, as they stand
  std::size_t line = 0;  ///< 0 where the point was not read from a file
};

/// 记录图形属性: 点, 线, 面.
enum class SurveyGeometry { point, line, area };

/// One parcel with the values of its head as they stand.
struct SurveyParcel {
  std::string
      declared_count;  ///< 界址点数; tools disagree on the closing point, so it binds nobody
  std::string declared_area;  ///< 地块面积, unit unstated: see `read_area`
  std::string number;         ///< 地块编号
  std::string name;           ///< 地块名称
  SurveyGeometry geometry = SurveyGeometry::area;
  std::string map_sheet;           ///< 图幅号
  std::string use;                 ///< 地块用途
  std::string land_code;           ///< 地类编码
  std::vector<std::string> extra;  ///< values after the eighth, as they stand
  std::vector<SurveyPoint> points;
  std::size_t line = 0;
};

/// A section that xuanzhi does not interpret, such as [项目信息], kept word by word.
struct SurveySection {
  std::string name;
  std::vector<std::string> lines;
};

/// What the head of the file states about its coordinates.
struct StatedCrs {
  std::string name;  ///< 坐标系
  geometry::Datum datum = geometry::Datum::unstated;
  std::optional<int> zone_width;  ///< 几度分带, degrees
  std::optional<int> zone;        ///< 带号
  std::string projection;         ///< 投影类型
  std::string unit;               ///< 计量单位
  std::string precision;          ///< 精度
  std::string transform;          ///< 转换参数; never applied
};

struct SurveyFile {
  std::string name;
  std::string encoding;
  std::vector<std::string> preamble;                        ///< lines before the first section
  std::vector<std::pair<std::string, std::string>> header;  ///< [属性描述], in its order
  std::vector<SurveySection> sections;
  StatedCrs stated;
  std::vector<SurveyParcel> parcels;
  int coordinate_decimals = 4;  ///< most decimals that the file gives; never below 3
  std::vector<FileWarning> warnings;
};

/// Reads a file. Throws `Error` (file_unreadable): no text, no [地块坐标], no parcel, a head
/// without
/// `@`, a point with fewer than four values or with values that are no numbers; each with the line,
/// what was expected and what to write. Everything milder is a warning.
SurveyFile parse_survey_txt(std::string_view bytes, const std::string& name);

/// Which of the two coordinate fields is north.
enum class AxisOrder { north_east, east_north };

/// What the coordinates themselves say, compared with the head.
struct CoordinateReading {
  /// Proved by the numbers (a northing in China has 7 digits, below 6.1 million): field 3 is east.
  AxisOrder order = AxisOrder::north_east;
  bool degrees = false;
  std::optional<int> zone_prefix;  ///< the number before the eastings; nothing where there is none
  /// The CRS that file and coordinates prove, such as `EPSG:4524`; empty where they do not: then
  /// nothing is guessed and `why` says what is missing.
  std::string crs;
  /// Where `crs` is empty because head and coordinates contradict: what each of them means.
  std::vector<std::string> candidates;
  geometry::Datum datum = geometry::Datum::unstated;  ///< as stated
  Text why;  ///< what was concluded from what, and what was assumed
  std::vector<FileWarning> warnings;
};

/// Reads the coordinates. Prefix rule: eastings of 1e6 and more carry the zone number, 25–45 for 3°
/// and 13–23 for 6° zones. A file that states no datum is proposed as CGCS2000 (the legal one since
/// July 2018), which `why` says. Xi'an 80 and Beijing 54 get their own codes, never a shift.
CoordinateReading coordinate_reading(const SurveyFile& file);

/// The parcel as (east, north): rings closed, sorted into outer rings and holes by containment,
/// never by their number. A ring that comes back to its first point and goes on begins a new ring.
/// Throws `Error` (geometry_failed) where a ring has fewer than three points or a line fewer than
/// two.
geometry::Shape assemble(const geometry::Geos& geos, const SurveyParcel& parcel,
                         AxisOrder order = AxisOrder::north_east);

/// The unit in which a parcel's area was declared, found by comparing with the computed area.
struct AreaReading {
  std::optional<double> declared;      ///< the number as written; nothing where there is none
  double computed_m2 = 0.0;            ///< planar (ellipsoidal where the file is in degrees)
  std::string unit;                    ///< `ha`, `mu`, `m2`; empty where no unit fits
  double difference_m2 = 0.0;          ///< declared − computed, where a unit fits
  std::optional<FileWarning> warning;  ///< no unit fits, an unusual unit, or a real difference
};

/// A unit fits where declared and computed area agree within 1 % or the rounding of the declared
/// number, whichever is larger; hectares go first. Above 0.1 % (planar and ellipsoidal area differ
/// by up to 0.08 % in a zone) and the rounding, the difference is a warning.
AreaReading read_area(const geometry::Geos& geos, const SurveyParcel& parcel,
                      const CoordinateReading& reading);

/// The bytes of a file, CR LF, in an encoding of `encode_text`. What `parse_survey_txt` reads from
/// them has the same points and attributes. Commas inside values become `，`.
std::string write_survey_txt(const SurveyFile& file, const std::string& encoding);

/// The plane of a file to be written: CGCS2000 in one zone.
struct SurveyPlane {
  geometry::GaussZone zone;
  geometry::EastingForm form = geometry::EastingForm::with_zone;
};

/// Its code: what shapes for `make_survey_file` must be in.
std::string crs_of(const SurveyPlane& plane);

/// One parcel to be written; `shape` is borrowed and lies in the plane's (east, north) metres.
struct SurveyFeature {
  const geometry::Shape* shape = nullptr;
  std::string number;
  std::string name;
  std::string map_sheet;
  std::string use;
  std::string land_code;
  std::vector<std::string> extra;
};

/// Points J1… run on through a parcel, rings are closed by their first point, outer rings run
/// clockwise and holes counter-clockwise from their north-west corner, coordinates have four
/// decimals and areas are planar hectares with four. `producer` and `day` stand in the head. Throws
/// `Error`: crs_unsupported for a zone outside China, geometry_failed for an empty shape.
SurveyFile make_survey_file(std::span<const SurveyFeature> features, const SurveyPlane& plane,
                            const std::string& producer, const Date& day);

}  // namespace xuanzhi::formats
