// SPDX-License-Identifier: Apache-2.0
// Any bytes are refused with an Error or read; what was read, written and read again is the same.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xuanzhi/base/error.h"
#include "xuanzhi/formats/survey_txt.h"

namespace {

using namespace xuanzhi;
using namespace xuanzhi::formats;

bool near(double a, double b) {
  return std::abs(a - b) <= 1e-4 + 1e-12 * std::abs(a);
}

bool same(const SurveyPoint& a, const SurveyPoint& b) {
  return a.number == b.number && a.ring == b.ring && a.rest == b.rest &&
         near(a.x_north, b.x_north) && near(a.y_east, b.y_east);
}

bool same(const SurveyParcel& a, const SurveyParcel& b) {
  if (a.points.size() != b.points.size()) return false;
  for (std::size_t i = 0; i < a.points.size(); ++i) {
    if (!same(a.points[i], b.points[i])) return false;
  }
  return a.declared_count == b.declared_count && a.declared_area == b.declared_area &&
         a.number == b.number && a.name == b.name && a.geometry == b.geometry &&
         a.map_sheet == b.map_sheet && a.use == b.use && a.land_code == b.land_code &&
         a.extra == b.extra;
}

bool same(const SurveyFile& a, const SurveyFile& b) {
  if (a.header != b.header || a.parcels.size() != b.parcels.size()) return false;
  for (std::size_t i = 0; i < a.parcels.size(); ++i) {
    if (!same(a.parcels[i], b.parcels[i])) return false;
  }
  return true;
}

void measure(const SurveyFile& file) {
  const geometry::Geos geos;
  const CoordinateReading reading = coordinate_reading(file);
  if (reading.crs.empty() && reading.why.zh.empty()) std::abort();
  for (const SurveyParcel& parcel : file.parcels) {
    try {
      read_area(geos, parcel, reading);
      assemble(geos, parcel, reading.order);
    } catch (const Error&) {
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  SurveyFile file;
  try {
    file = parse_survey_txt({reinterpret_cast<const char*>(data), size}, "fuzz");
  } catch (const Error&) {
    return 0;
  }
  for (const char* encoding : {"UTF-8", "GB18030"}) {
    std::string bytes;
    try {
      bytes = write_survey_txt(file, encoding);
    } catch (const Error& error) {
      if (error.code() == ErrorCode::output_failed) continue;
      throw;
    }
    if (!same(file, parse_survey_txt(bytes, "again"))) std::abort();
  }
  measure(file);
  return 0;
}
