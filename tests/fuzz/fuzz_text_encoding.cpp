// SPDX-License-Identifier: Apache-2.0
// Any bytes are refused with an Error or become valid UTF-8 that every full encoding can hold
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xuanzhi/base/error.h"
#include "xuanzhi/formats/text_encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace xuanzhi;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  formats::DecodedText decoded;
  try {
    decoded = formats::decode_text(bytes, "fuzz");
  } catch (const Error&) {
    return 0;
  }
  if (!is_utf8(decoded.utf8)) std::abort();
  for (const char* encoding : {"UTF-8", "UTF-16LE", "UTF-16BE"}) {
    const std::string again = formats::encode_text(decoded.utf8, encoding);
    // Without a mark of its own, UTF-8 that begins with U+FEFF is read as a mark.
    if (decoded.utf8.starts_with("\xEF\xBB\xBF")) continue;
    if (formats::decode_text(again, "again").utf8 != decoded.utf8) std::abort();
  }
  if (decoded.encoding == "GB18030" && formats::encode_text(decoded.utf8, "GB18030") != bytes) {
    std::abort();
  }
  return 0;
}
