// SPDX-License-Identifier: Apache-2.0
// Any bytes are refused with an Error or read into tables whose geometries GEOS can take over.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xuanzhi/base/error.h"
#include "xuanzhi/formats/vct.h"
#include "xuanzhi/geometry/shape.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace xuanzhi;
  formats::VctFile file;
  try {
    file = formats::parse_vct({reinterpret_cast<const char*>(data), size}, "fuzz");
  } catch (const Error&) {
    return 0;
  }
  const geometry::Geos geos;
  for (const formats::VctTable& table : file.tables) {
    for (const formats::VctRow& row : table.rows) {
      if (row.values.size() != table.columns.size()) std::abort();
      if (!row.wkb.empty()) geometry::from_wkb(geos, row.wkb);
    }
  }
  return 0;
}
