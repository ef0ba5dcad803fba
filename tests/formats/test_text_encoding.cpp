// SPDX-License-Identifier: Apache-2.0
#include "support/catch.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/formats/text_encoding.h"

using namespace xuanzhi;
using namespace xuanzhi::formats;

namespace {

std::string refusal(std::string_view bytes) {
  try {
    decode_text(bytes, "f.txt");
  } catch (const Error& error) {
    CHECK_FALSE(error.message().zh.empty());
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("A text is read in every encoding that planners hold") {
  const std::string text = "[地块坐标]\r\n一,1,𠀀,①\r\n";
  for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"}) {
    const DecodedText decoded = decode_text(encode_text(text, encoding), "f.txt");
    CHECK(decoded.utf8 == text);
    CHECK(decoded.encoding == encoding);
  }
}

TEST_CASE("A byte order mark decides and is not part of the text") {
  const DecodedText decoded = decode_text("\xEF\xBB\xBF地块", "f.txt");
  CHECK(decoded.utf8 == "地块");
  CHECK(decoded.bom);
}

TEST_CASE("UTF-16 without a mark is known by its NUL bytes") {
  const std::string text = "[地块坐标]\r\n一,1,4373600.000,36396200.000\r\n";
  for (const char* encoding : {"UTF-16LE", "UTF-16BE"}) {
    const std::string bytes = encode_text(text, encoding).substr(2);
    const DecodedText decoded = decode_text(bytes, "f.txt");
    CHECK(decoded.utf8 == text);
    CHECK(decoded.encoding == encoding);
    CHECK_FALSE(decoded.bom);
  }
}

TEST_CASE("GBK bytes are told from UTF-8") {
  const DecodedText decoded = decode_text("\xB5\xD8\xBF\xE9,1", "f.txt");  // 地块,1
  CHECK(decoded.utf8 == "地块,1");
  CHECK(decoded.encoding == "GB18030");
}

TEST_CASE("Bytes that are no text are refused with line and offset") {
  CHECK(refusal("J1,1\n\xB5\xD8\xBF").find("f.txt:2: byte 7 (BF) is not valid GB18030") == 0);
  CHECK(refusal("\xEF\xBB\xBF"
                "ab\xFF")
            .find("byte 5 (FF) is not valid UTF-8") != std::string::npos);
  CHECK(refusal(std::string_view("a\0b", 3)).find("byte 1") != std::string::npos);
  CHECK(refusal(std::string_view("\xFF\xFE\x41", 3)).find("UTF-16LE") != std::string::npos);
  // Beyond U+10FFFF, which the C library's own UTF-8 lets through.
  CHECK(refusal("\xEF\xBB\xBF[\xF4\xA0\x80\x80]").find("byte 4") != std::string::npos);
}

TEST_CASE("A character that an encoding cannot hold is named") {
  try {
    encode_text("地块𠀀", "GBK");
    FAIL("written");
  } catch (const Error& error) {
    CHECK(error.message().en.find("𠀀") != std::string::npos);
  }
  CHECK_THROWS_AS(encode_text("a", "latin1"), Error);
}

TEST_CASE("An empty text is empty") {
  CHECK(decode_text("", "f.txt").utf8.empty());
}
