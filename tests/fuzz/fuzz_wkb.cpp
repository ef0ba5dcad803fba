// SPDX-License-Identifier: Apache-2.0
// Any bytes are read as GEOS reads them, or refused where GEOS refuses them, and written as it
// writes them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/shape.h"

namespace {

using xuanzhi::geometry::Geos;
using xuanzhi::geometry::Shape;

std::optional<std::string> read(const Geos& geos, std::string_view bytes) {
  try {
    return to_wkb(xuanzhi::geometry::from_wkb(geos, bytes));
  } catch (const xuanzhi::Error&) {
    return std::nullopt;
  }
}

std::optional<std::string> read_by_geos(const Geos& geos, std::string_view bytes) {
  struct Free {
    GEOSContextHandle_t context;
    void operator()(GEOSWKBReader* reader) const { GEOSWKBReader_destroy_r(context, reader); }
    void operator()(GEOSWKBWriter* writer) const { GEOSWKBWriter_destroy_r(context, writer); }
    void operator()(unsigned char* out) const { GEOSFree_r(context, out); }
  };
  const std::unique_ptr<GEOSWKBReader, Free> reader(GEOSWKBReader_create_r(geos.handle()),
                                                    Free{geos.handle()});
  GEOSGeometry* geometry =
      GEOSWKBReader_read_r(geos.handle(), reader.get(),
                           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  if (geometry == nullptr) return std::nullopt;
  const Shape shape(geos, geometry);
  const std::unique_ptr<GEOSWKBWriter, Free> writer(GEOSWKBWriter_create_r(geos.handle()),
                                                    Free{geos.handle()});
  GEOSWKBWriter_setByteOrder_r(geos.handle(), writer.get(), GEOS_WKB_NDR);
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, Free> out(
      GEOSWKBWriter_write_r(geos.handle(), writer.get(), shape.get(), &size), Free{geos.handle()});
  if (!out) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(out.get()), size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Geos geos;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (read(geos, bytes) != read_by_geos(geos, bytes)) std::abort();
  return 0;
}
