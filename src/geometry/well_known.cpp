// SPDX-License-Identifier: Apache-2.0
// Shapes from well-known binary and text, and back.
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "geos_failure.h"
#include "plain_wkb.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

namespace {

// Takes numbers from the bytes of a WKB in the byte order of this machine, as far as they reach.
class WkbBytes {
 public:
  explicit WkbBytes(std::string_view bytes) : rest_(bytes) {}

  template <class Number>
  std::optional<Number> take() {
    if (rest_.size() < sizeof(Number)) return std::nullopt;
    Number out;
    std::memcpy(&out, rest_.data(), sizeof out);
    rest_.remove_prefix(sizeof out);
    return out;
  }
  /// A closed ring; none where it is anything else.
  std::optional<std::vector<Point>> take_ring() {
    const std::size_t count = take<std::uint32_t>().value_or(0);
    if (count < 4 || rest_.size() / sizeof(Point) < count) return std::nullopt;
    std::vector<Point> out(count);
    std::memcpy(out.data(), rest_.data(), count * sizeof(Point));
    rest_.remove_prefix(count * sizeof(Point));
    if (out.front() != out.back()) return std::nullopt;
    return out;
  }

 private:
  std::string_view rest_;
};

constexpr std::uint8_t kLittleEndian = 1;
constexpr std::uint32_t kPolygon = 3;

}  // namespace

std::vector<std::vector<Point>> plain_rings(std::string_view wkb) {
  if constexpr (std::endian::native != std::endian::little) return {};
  WkbBytes bytes(wkb);
  if (bytes.take<std::uint8_t>() != kLittleEndian || bytes.take<std::uint32_t>() != kPolygon)
    return {};
  const std::uint32_t count = bytes.take<std::uint32_t>().value_or(0);
  std::vector<std::vector<Point>> out;
  for (std::uint32_t i = 0; i < count; ++i) {
    auto ring = bytes.take_ring();
    if (!ring) return {};
    out.push_back(std::move(*ring));
  }
  return out;
}

namespace {

// A plain polygon in well-known binary; nothing where the shape is anything else.
std::string plain_wkb(const Shape& shape) {
  if (std::endian::native != std::endian::little ||
      GEOSGeomTypeId_r(shape.context(), shape.get()) != GEOS_POLYGON)
    return {};
  std::string out;
  const auto put = [&](const auto& value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof(value));
  };
  std::uint32_t rings = 0;
  bool whole = true;
  put(kLittleEndian);
  put(kPolygon);
  const std::size_t at = out.size();
  put(rings);
  for_each_path(shape, [&](std::span<const Point> ring, bool) {
    whole = whole && !ring.empty();
    put(static_cast<std::uint32_t>(ring.size()));
    out.append(reinterpret_cast<const char*>(ring.data()), ring.size_bytes());
    ++rings;
  });
  if (!whole) return {};
  std::memcpy(out.data() + at, &rings, sizeof rings);
  // Thousands of them wait to be measured.
  out.shrink_to_fit();
  return out;
}

}  // namespace

Shape from_wkb(const Geos& geos, std::string_view wkb) {
  if (const auto rings = plain_rings(wkb); !rings.empty()) return make_polygon(geos, rings);
  struct Free {
    GEOSContextHandle_t context;
    void operator()(GEOSWKBReader* reader) const { GEOSWKBReader_destroy_r(context, reader); }
  };
  const std::unique_ptr<GEOSWKBReader, Free> reader(GEOSWKBReader_create_r(geos.handle()),
                                                    Free{geos.handle()});
  return {geos,
          GEOSWKBReader_read_r(geos.handle(), reader.get(),
                               reinterpret_cast<const unsigned char*>(wkb.data()), wkb.size())};
}

Shape from_wkt(const Geos& geos, const std::string& wkt) {
  struct Free {
    GEOSContextHandle_t context;
    void operator()(GEOSWKTReader* reader) const { GEOSWKTReader_destroy_r(context, reader); }
  };
  const std::unique_ptr<GEOSWKTReader, Free> reader(GEOSWKTReader_create_r(geos.handle()),
                                                    Free{geos.handle()});
  return {geos, GEOSWKTReader_read_r(geos.handle(), reader.get(), wkt.c_str())};
}

std::string to_wkb(const Shape& shape) {
  if (std::string plain = plain_wkb(shape); !plain.empty()) return plain;
  struct Free {
    GEOSContextHandle_t context;
    void operator()(GEOSWKBWriter* writer) const { GEOSWKBWriter_destroy_r(context, writer); }
    void operator()(unsigned char* bytes) const { GEOSFree_r(context, bytes); }
  };
  const GEOSContextHandle_t h = shape.context();
  const std::unique_ptr<GEOSWKBWriter, Free> writer(GEOSWKBWriter_create_r(h), Free{h});
  GEOSWKBWriter_setByteOrder_r(h, writer.get(), GEOS_WKB_NDR);
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, Free> bytes(
      GEOSWKBWriter_write_r(h, writer.get(), shape.get(), &size), Free{h});
  if (!bytes) fail(shape.geos(), "WKB");
  return {reinterpret_cast<const char*>(bytes.get()), size};
}

}  // namespace xuanzhi::geometry
