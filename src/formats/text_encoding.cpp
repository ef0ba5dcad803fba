// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/formats/text_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"

namespace xuanzhi::formats {

namespace {

class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {
    // iconv_open fails with (iconv_t)-1, where the C library has no such conversion installed.
    if (reinterpret_cast<std::intptr_t>(handle_) == -1) {
      throw Error(ErrorCode::internal_fault, "iconv",
                  {fmt::format("系统缺少编码转换 {} → {}", from, to),
                   fmt::format("the system has no conversion from {} to {}", from, to)},
                  {"安装完整的 glibc（gconv 模块）", "install the gconv modules of the C library"});
    }
  }
  ~Converter() { iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  iconv_t get() const { return handle_; }

 private:
  iconv_t handle_;
};

struct Converted {
  std::string text;
  std::optional<std::size_t> bad_at;  // offset of the first byte that cannot be converted
};

Converted convert(std::string_view bytes, const char* from, const char* to) {
  const Converter converter(to, from);
  Converted out;
  std::array<char, 16384> buffer{};
  char* in = const_cast<char*>(bytes.data());  // iconv's signature is older than const
  std::size_t in_left = bytes.size();
  while (in_left > 0) {
    char* to_write = buffer.data();
    std::size_t out_left = buffer.size();
    const std::size_t irreversible = iconv(converter.get(), &in, &in_left, &to_write, &out_left);
    const int reason = errno;
    out.text.append(buffer.data(), buffer.size() - out_left);
    if (irreversible == static_cast<std::size_t>(-1) && reason != E2BIG) {
      out.bad_at = bytes.size() - in_left;
      return out;
    }
  }
  // Some converters hold a last character back until they are told that nothing follows.
  char* to_write = buffer.data();
  std::size_t out_left = buffer.size();
  iconv(converter.get(), nullptr, nullptr, &to_write, &out_left);
  out.text.append(buffer.data(), buffer.size() - out_left);
  return out;
}

std::string place_of(const std::string& name, std::string_view bytes, std::size_t offset) {
  const auto line =
      1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  return fmt::format("{}:{}", name, line);
}

std::string hex(std::string_view bytes, std::size_t offset) {
  std::string out;
  for (const char c : bytes.substr(std::min(offset, bytes.size()), 4)) {
    out += fmt::format("{}{:02X}", out.empty() ? "" : " ", static_cast<std::uint8_t>(c));
  }
  return out;
}

[[noreturn]] void refuse(const std::string& name, std::string_view bytes, std::size_t offset,
                         const std::string& encoding) {
  throw Error(
      ErrorCode::file_unreadable, place_of(name, bytes, offset),
      {fmt::format("第 {} 字节（{}）不是有效的 {} 文本", offset, hex(bytes, offset), encoding),
       fmt::format("byte {} ({}) is not valid {} text", offset, hex(bytes, offset), encoding)},
      {"文件可能已损坏或不是文本；请用原软件重新导出为 GB18030 或 UTF-8",
       "the file may be damaged or no text; export it again as GB18030 or UTF-8"});
}

std::string_view character_at(std::string_view utf8, std::size_t offset) {
  std::size_t end = offset + 1;
  while (end < utf8.size() && (static_cast<std::uint8_t>(utf8[end]) & 0xC0U) == 0x80U) ++end;
  return utf8.substr(offset, end - offset);
}

// The C library's iconv lets code points beyond U+10FFFF through; the rule of Unicode does not.
DecodedText decode_utf8(std::string_view bytes, const std::string& name, std::size_t bom_length) {
  std::string_view text = bytes.substr(bom_length);
  if (is_utf8(text)) return {std::string(text), "UTF-8", bom_length > 0};
  std::size_t offset = 0;
  while (is_utf8(character_at(text, offset))) offset += character_at(text, offset).size();
  refuse(name, bytes, bom_length + offset, "UTF-8");
}

DecodedText decode_as(std::string_view bytes, const std::string& name, const char* encoding,
                      std::size_t bom_length) {
  Converted converted = convert(bytes.substr(bom_length), encoding, "UTF-8");
  if (!converted.bad_at && !is_utf8(converted.text)) converted.bad_at = 0;
  if (converted.bad_at) refuse(name, bytes, bom_length + *converted.bad_at, encoding);
  return {std::move(converted.text), encoding, bom_length > 0};
}

// UTF-16 of files with digits, commas and line ends has a NUL beside every ASCII character. Single
// NULs on the other side are honest: 一 is U+4E00.
const char* utf16_by_nul(std::string_view bytes, const std::string& name) {
  std::size_t at_even = 0;
  std::size_t at_odd = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\0') ++(i % 2 == 0 ? at_even : at_odd);
  }
  if (at_even + at_odd == 0) return nullptr;
  if (bytes.size() % 2 == 0 && at_odd > 4 * at_even) return "UTF-16LE";
  if (bytes.size() % 2 == 0 && at_even > 4 * at_odd) return "UTF-16BE";
  refuse(name, bytes, bytes.find('\0'), "UTF-8/GB18030/UTF-16");
}

DecodedText decode_any(std::string_view bytes, const std::string& name) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return decode_utf8(bytes, name, 3);
  if (bytes.starts_with("\xFF\xFE")) return decode_as(bytes, name, "UTF-16LE", 2);
  if (bytes.starts_with("\xFE\xFF")) return decode_as(bytes, name, "UTF-16BE", 2);
  if (const char* encoding = utf16_by_nul(bytes, name)) return decode_as(bytes, name, encoding, 0);
  if (is_utf8(bytes)) return decode_utf8(bytes, name, 0);
  return decode_as(bytes, name, "GB18030", 0);
}

const char* iconv_name(const std::string& encoding) {
  std::string upper = encoding;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  for (const char* known : {"UTF-8", "GB18030", "GBK", "UTF-16LE", "UTF-16BE"}) {
    if (upper == known) return known;
  }
  throw Error(ErrorCode::value_invalid, encoding,
              {"未知的文本编码：" + encoding, "unknown text encoding: " + encoding},
              {"可用：UTF-8、GB18030、GBK、UTF-16LE、UTF-16BE",
               "use one of UTF-8, GB18030, GBK, UTF-16LE, UTF-16BE"});
}

}  // namespace

DecodedText decode_text(std::string_view bytes, const std::string& name) {
  DecodedText out = decode_any(bytes, name);
  const std::size_t nul = out.utf8.find('\0');
  if (nul != std::string::npos) refuse(name, out.utf8, nul, out.encoding);
  return out;
}

std::string encode_text(std::string_view utf8, const std::string& encoding) {
  const std::string to = iconv_name(encoding);
  if (!is_utf8(utf8)) {
    throw Error(ErrorCode::internal_fault, to,
                {"要编码的文本不是 UTF-8", "the text to be encoded is not UTF-8"});
  }
  if (to == "UTF-8") return std::string(utf8);
  Converted converted = convert(utf8, "UTF-8", to.c_str());
  if (converted.bad_at) {
    const std::string character(character_at(utf8, *converted.bad_at));
    throw Error(ErrorCode::output_failed, to,
                {fmt::format("字符“{}”无法用 {} 编码", character, to),
                 fmt::format("{} cannot hold the character \"{}\"", to, character)},
                {"改用 UTF-8 或 GB18030", "write UTF-8 or GB18030"});
  }
  if (to == "UTF-16LE") return "\xFF\xFE" + converted.text;
  if (to == "UTF-16BE") return "\xFE\xFF" + converted.text;
  return std::move(converted.text);
}

}  // namespace xuanzhi::formats
