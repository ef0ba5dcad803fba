// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/scratch.h"
#include "support/catch.h"
#include "xuanzhi/base/check_sum.h"
#include "xuanzhi/base/date.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"
#include "xuanzhi/base/progress.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/base/units.h"

namespace fs = std::filesystem;
using namespace xuanzhi;
using scratch::error_of;
using scratch::Folder;
using namespace std::chrono_literals;

namespace {

/// Equal but for the last bits.
bool same(double a, double b) {
  return std::abs(a - b) <= 1e-15 * std::abs(b);
}

std::string sha256(std::string_view bytes) {
  Fingerprint print;
  print.add(bytes);
  return print.hex();
}

// FIPS 180-4 and NIST's example values.
constexpr auto kShaOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr auto kShaOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto kShaOfMillionA = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

}  // namespace

TEST_CASE("Chinese characters take two columns of a terminal", "[base]") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("乌海市") == 6);
  CHECK(display_width("海南区 A1") == 9);
  CHECK(display_width("，。（）") == 8);    // full-width punctuation
  CHECK(display_width("１２") == 4);        // full-width digits
  CHECK(display_width("é²") == 2);          // two bytes, one column each
  CHECK(display_width("\U00020000") == 2);  // extension B, four bytes
  CHECK(display_width("a\xff\xfe") == 3);   // bytes that are no UTF-8 take one column each
  CHECK(display_width("\xe4\xb9") == 2);    // a character cut in two
}

TEST_CASE("Padding counts columns and never cuts", "[base]") {
  CHECK(padded("乌海", 6) == "乌海  ");
  CHECK(padded("乌海", 4) == "乌海");
  CHECK(padded("乌海", 3) == "乌海");
  CHECK(padded("", 2) == "  ");
}

TEST_CASE("Well-formed UTF-8 is accepted up to the edges of its ranges", "[base]") {
  const std::string text = GENERATE(as<std::string>(), "", "plain", "乌海市海勃湾区", "\xc2\x80",
                                    "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                    "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf");
  CAPTURE(text);
  CHECK(is_utf8(text));
}

TEST_CASE("Bytes that are not well-formed UTF-8 are refused", "[base]") {
  const auto [what, bytes] = GENERATE(table<std::string, std::string>({
      {"lone continuation", "\x80"},
      {"overlong slash in two bytes", "\xc0\xaf"},
      {"overlong in two bytes", "\xc1\xbf"},
      {"overlong in three bytes", "\xe0\x80\xaf"},
      {"overlong in three bytes, last", "\xe0\x9f\xbf"},
      {"overlong in four bytes", "\xf0\x8f\xbf\xbf"},
      {"first surrogate", "\xed\xa0\x80"},
      {"last surrogate", "\xed\xbf\xbf"},
      {"above U+10FFFF", "\xf4\x90\x80\x80"},
      {"impossible lead", "\xf5\x80\x80\x80"},
      {"impossible byte", "\xff"},
      {"cut after one of three", "\xe4"},
      {"cut after two of three", "\xe4\xb9"},
      {"ASCII where a continuation belongs", "\xe4\xb9z"},
      {"GBK of the city's name", "\xce\xda\xba\xa3"},
      {"fault after good text", "乌海\xff"},
  }));
  CAPTURE(what);
  CHECK_FALSE(is_utf8(bytes));
}

TEST_CASE("Trimming takes ASCII and ideographic space from both ends only", "[base]") {
  CHECK(trimmed("　 \t乌海　市\r\n　") == "乌海　市");
  CHECK(trimmed("乌 海") == "乌 海");
  CHECK(trimmed(" 　 ") == "");
  CHECK(trimmed("") == "");
  CHECK(trimmed("\uFEFF[属性描述] \uFEFF") == "[属性描述]");
  // U+3001 and U+3002 share bytes with the ideographic space and must stay.
  CHECK(trimmed("、乌海。") == "、乌海。");
}

TEST_CASE("A bilingual text falls back to the other language", "[base]") {
  const Text both{"地块", "site"};
  CHECK(both.in(Language::chinese) == "地块");
  CHECK(both.in(Language::english) == "site");
  CHECK(Text{"地块", ""}.in(Language::english) == "地块");
  CHECK(Text{"", "site"}.in(Language::chinese) == "site");
}

TEST_CASE("Real days are read and written back", "[base]") {
  const std::string day = GENERATE(as<std::string>(), "2023-01-30", "2024-02-29", "2000-02-29",
                                   "1999-12-31", "2026-11-01");
  const auto date = parse_date(day);
  REQUIRE(date.has_value());
  CHECK(to_string(*date) == day);
}

TEST_CASE("A leap day counts in leap years only", "[base]") {
  CHECK(parse_date("2024-02-29") == Date{2024y / std::chrono::February / 29});
  CHECK_FALSE(parse_date("2023-02-29"));
  CHECK_FALSE(parse_date("1900-02-29"));
  CHECK_FALSE(parse_date("2100-02-29"));
}

TEST_CASE("Nonsense is no day", "[base]") {
  const std::string text =
      GENERATE(as<std::string>(), "", "2023", "2023-1-30", "2023-01-3", "2023/01/30", "20230130",
               "2023-13-01", "2023-00-10", "2023-01-00", "2023-04-31", "2023-01-30 ", " 2023-01-30",
               "2023-0a-30", "2023-01-3x", "20x3-01-30", "+023-01-30", "-023-01-30", "2023--1-30",
               "2023-01--3", "二〇二三-01", "2023-01-30T00:00");
  CAPTURE(text);
  CHECK_FALSE(parse_date(text));
}

TEST_CASE("A period holds both of its ends", "[base]") {
  const auto day = [](const char* text) { return *parse_date(text); };
  const Period closed{day("2021-01-01"), day("2023-12-31")};
  CHECK(closed.contains(day("2021-01-01")));
  CHECK(closed.contains(day("2023-12-31")));
  CHECK_FALSE(closed.contains(day("2020-12-31")));
  CHECK_FALSE(closed.contains(day("2024-01-01")));

  const Period since{day("2021-01-01"), {}};
  CHECK(since.contains(day("9999-12-31")));
  CHECK_FALSE(since.contains(day("2020-12-31")));

  const Period until{{}, day("2021-01-01")};
  CHECK(until.contains(day("0001-01-01")));
  CHECK_FALSE(until.contains(day("2021-01-02")));

  CHECK(Period{}.contains(day("1970-01-01")));
}

TEST_CASE("Fifteen mu are one hectare, and a mu is never 667 square metres", "[base]") {
  CHECK(same(mu_to_m2(15.0), 10000.0));
  CHECK(same(m2_to_mu(10000.0), 15.0));
  CHECK(m2_to_ha(10000.0) == 1.0);
  // 3,000 mu: 667 m² would add 1,000 m².
  CHECK(same(mu_to_m2(3000.0), 2'000'000.0));
  CHECK(std::abs(mu_to_m2(3000.0) - 3000.0 * 667.0) > 999.0);
}

TEST_CASE("Units of the manifest lead to the units that are kept", "[base]") {
  CHECK(unit_factor("m2") == 1.0);
  CHECK(unit_factor("ha") == 10000.0);
  CHECK(same(*unit_factor("mu") * 15.0, 10000.0));
  CHECK(unit_factor("tce") == 1.0);
  CHECK(unit_factor("kwh") == 1.0);
  CHECK(unit_factor("10k_kwh") == 1e4);
  CHECK(unit_factor("m3") == 1.0);
  CHECK(unit_factor("10k_m3") == 1e4);
  CHECK(unit_factor("10k_cny") == 1.0);
  CHECK(unit_factor("100m_cny") == 1e4);
  CHECK_FALSE(unit_factor("acre"));
  CHECK_FALSE(unit_factor(""));
  CHECK_FALSE(unit_factor("MU"));
}

TEST_CASE("A field is measured by the units of its quantity", "[base]") {
  using Units = std::vector<std::string>;
  CHECK(xuanzhi::units_measuring("land_m2") == Units{"m2", "mu", "ha", "10k_m2", "km2"});
  CHECK(xuanzhi::units_measuring("investment_10k_cny") == Units{"cny", "10k_cny", "100m_cny"});
  CHECK(xuanzhi::units_measuring("water_tap_m3") == Units{"m3", "10k_m3", "100m_m3"});
  CHECK(xuanzhi::units_measuring("name").size() == 23);
  CHECK(xuanzhi::units_measuring("plot_ratio") == Units{"ratio"});
  CHECK(xuanzhi::units_measuring("output_t") == Units{"t", "10k_t"});
}

TEST_CASE("Every unit that messages name is known", "[base]") {
  std::istringstream names(known_units());
  std::size_t count = 0;
  for (std::string name; std::getline(names, name, ','); ++count) {
    CAPTURE(name);
    CHECK(unit_factor(trimmed(name)).has_value());
  }
  CHECK(count == 23);
}

TEST_CASE("SHA-256 gives the published values", "[base]") {
  CHECK(sha256("abc") == kShaOfAbc);
  CHECK(sha256("") == kShaOfNothing);
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("Check sums are those of the published test vectors of XXH3", "[base]") {
  const auto hex = [](std::string_view bytes) {
    CheckSum sum;
    sum.add(bytes);
    std::string out;
    for (const unsigned char byte : sum.value()) out += fmt::format("{:02x}", byte);
    return out;
  };
  CHECK(hex("") == "99aa06d3014798d86001c324468d497f");
  CHECK(hex(std::string_view("\0", 1)) == "a6cd5e9392000f6ac44bdff4074eecdb");
  CHECK(check_sum("") == 0x2d06800538d394c2ULL);
  CHECK(check_sum(std::string_view("\0", 1)) == 0xc44bdff4074eecdbULL);
}

TEST_CASE("A check sum does not depend on how its bytes are fed", "[base]") {
  const std::string bytes(100'000, 'x');
  CheckSum whole;
  whole.add(bytes);
  CheckSum pieces;
  for (std::size_t at = 0; at < bytes.size(); at += 777)
    pieces.add(std::string_view(bytes).substr(at, 777));
  CHECK(pieces.value() == whole.value());
  pieces.add("");
  CHECK(pieces.value() == whole.value());
  pieces.add("x");
  CHECK(pieces.value() != whole.value());
}

TEST_CASE("A digest does not depend on how its bytes are fed", "[base]") {
  Fingerprint print;
  for (const char* piece : {"a", "", "b", "c"}) print.add(piece);
  CHECK(print.hex() == kShaOfAbc);
}

TEST_CASE("The digest of a file is that of its bytes, over many blocks", "[base]") {
  const Folder folder;
  CHECK(file_fingerprint(folder.write("abc.txt", "abc")) == kShaOfAbc);
  CHECK(file_fingerprint(folder.write("empty.txt", "")) == kShaOfNothing);
  CHECK(file_fingerprint(folder.write("long.txt", std::string(1'000'000, 'a'))) == kShaOfMillionA);
}

TEST_CASE("The digest of a shapefile counts its side files", "[base]") {
  const Folder folder;
  const fs::path shp = folder.write("parcel.shp", "c");
  CHECK(file_fingerprint(shp) == sha256("c"));
  folder.write("parcel.dbf", "a");
  folder.write("parcel.prj", "b");
  folder.write("parcel.txt", "not part of it");
  folder.write("other.dbf", "not part of it");
  CHECK(file_fingerprint(shp) == sha256("abc"));  // .dbf, .prj, .shp
}

TEST_CASE("The digest of a folder counts the files in it in the order of their names", "[base]") {
  const Folder folder;
  fs::create_directories(folder.path() / "x.gdb" / "inner");
  folder.write("x.gdb/2", "b");
  folder.write("x.gdb/inner/3", "c");
  folder.write("x.gdb/1", "a");
  CHECK(file_fingerprint(folder.path() / "x.gdb") == kShaOfAbc);
}

TEST_CASE("A file that is not there has no digest", "[base]") {
  const Folder folder;
  const std::string name = GENERATE(as<std::string>(), "nothing.gpkg", "nothing.shp");
  const Error error = error_of([&] { file_fingerprint(folder.path() / name); });
  CHECK(error.code() == ErrorCode::file_unreadable);
  CHECK(error.place() == (folder.path() / name).string());
}

TEST_CASE("The exit code tells usage, input and faults of the program apart", "[base]") {
  CHECK(exit_code(ErrorCode::wrong_usage) == 1);
  for (const ErrorCode code :
       {ErrorCode::file_missing, ErrorCode::column_missing, ErrorCode::manifest_invalid,
        ErrorCode::project_unknown, ErrorCode::crs_unsupported, ErrorCode::geometry_failed,
        ErrorCode::rulebook_invalid, ErrorCode::output_failed}) {
    CAPTURE(static_cast<int>(code));
    CHECK(exit_code(code) == 2);
  }
  CHECK(exit_code(ErrorCode::internal_fault) == 4);
}

TEST_CASE("An error says where and what, and gains outer places on its way", "[base]") {
  const Error inner(ErrorCode::crs_missing, "line 3", {"缺坐标系", "no CRS"}, {"补", "add it"});
  CHECK(std::string(inner.what()) == "line 3: no CRS");

  const Error outer = inner.at("layers.gpkg").at("workspace.toml");
  CHECK(outer.place() == "workspace.toml: layers.gpkg: line 3");
  CHECK(std::string(outer.what()) == "workspace.toml: layers.gpkg: line 3: no CRS");
  CHECK(outer.code() == ErrorCode::crs_missing);
  CHECK(outer.message() == inner.message());
  CHECK(outer.remedy() == inner.remedy());

  const Error nowhere(ErrorCode::internal_fault, "", {"坏", "broken"});
  CHECK(std::string(nowhere.what()) == "broken");
  CHECK(nowhere.at("here").place() == "here");
}

TEST_CASE("Short work and a missing stream are not narrated", "[base]") {
  std::ostringstream out;
  {
    Progress progress(&out, "套合", 2);
    progress.advance();
    progress.advance();
    Progress silent(nullptr, "套合", 1);
    silent.advance();
  }
  CHECK(out.str().empty());
}

TEST_CASE("Work of more than a second is narrated up to its last step", "[base]") {
  std::ostringstream out;
  {
    Progress progress(&out, "套合", 3);
    std::this_thread::sleep_for(1100ms);
    progress.advance();
    CHECK(out.str().find("套合 1/3") != std::string::npos);
    progress.advance();  // too soon after the first
    CHECK(out.str().find("2/3") == std::string::npos);
    progress.advance();
  }
  CHECK(out.str().find("3/3") != std::string::npos);
  CHECK(out.str().back() == '\n');
}
