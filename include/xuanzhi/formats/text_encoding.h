// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace xuanzhi::formats {

/// A text as UTF-8, and how it stood in the file.
struct DecodedText {
  std::string utf8;  ///< without byte order mark
  std::string
      encoding;      ///< `UTF-8`, `GB18030` (which holds GBK and GB2312), `UTF-16LE`, `UTF-16BE`
  bool bom = false;  ///< whether a byte order mark named the encoding
};

/// Decodes the bytes of a text file; no byte is ever dropped or replaced.
///
/// Order: a byte order mark decides; without one, NUL bytes tell UTF-16 and its byte order; what is
/// valid UTF-8 is UTF-8 (Chinese text in GBK practically never is); the rest is GB18030.
/// `name` is the file, for messages. Throws `Error` (file_unreadable) with line and byte offset
/// where the bytes are none of these, or hold NUL characters.
DecodedText decode_text(std::string_view bytes, const std::string& name);

/// The bytes of a text in `UTF-8`, `GB18030`, `GBK`, `UTF-16LE` or `UTF-16BE` (these two with a
/// byte order mark, without which few programs open them). Throws `Error`: value_invalid for
/// another encoding, output_failed with the first character that the encoding cannot hold.
std::string encode_text(std::string_view utf8, const std::string& encoding);

}  // namespace xuanzhi::formats
