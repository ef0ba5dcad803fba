// SPDX-License-Identifier: Apache-2.0
// How strictly TOML is read, and where its errors point.
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/scratch.h"
#include "support/catch.h"
#include "xuanzhi/base/toml_reader.h"

namespace fs = std::filesystem;
using namespace xuanzhi;
using scratch::error_of;
using scratch::Folder;

namespace {

/// A parsed TOML text with the table that reads it.
struct Parsed {
  explicit Parsed(const char* text) : root(toml::parse(text)) {}
  TomlTable table() const { return {root, "w.toml", "", ErrorCode::manifest_invalid}; }
  toml::table root;
};

}  // namespace

TEST_CASE("TOML values of every kind are read", "[base]") {
  const Parsed parsed(R"(
name_zh = "乌海"
name_en = "Wuhai"
area = 12.5
count = 3
flag = true
day = 2023-01-30
words = ["a", "b"]
[inner]
x = 1
[[layer]]
id = "redline"
[[layer]]
role = "park"
)");
  const TomlTable table = parsed.table();
  CHECK(table.bilingual("name") == Text{"乌海", "Wuhai"});
  CHECK(table.number("area") == 12.5);
  CHECK(table.number("count") == 3.0);
  CHECK(table.whole_or("count", 0) == 3);
  CHECK(table.flag_or("flag", false));
  CHECK(to_string(table.date("day")) == "2023-01-30");
  CHECK(table.texts_or_none("words") == std::vector<std::string>{"a", "b"});
  REQUIRE(table.table("inner").has_value());
  CHECK(table.table("inner")->number("x") == 1.0);
  const auto layers = table.tables("layer");
  REQUIRE(layers.size() == 2);
  CHECK(layers[0].text("id") == "redline");
  CHECK(layers[1].one_of("role", {"city", "park"}) == "park");
  CHECK_NOTHROW(table.refuse_unknown_keys());
}

TEST_CASE("TOML keys that are absent give the fallback where there is one", "[base]") {
  const Parsed parsed("");
  const TomlTable table = parsed.table();
  CHECK_FALSE(table.has("x"));
  CHECK(table.text_or("x", "y") == "y");
  CHECK_FALSE(table.optional_number("x"));
  CHECK(table.whole_or("x", 7) == 7);
  CHECK(table.flag_or("x", true));
  CHECK_FALSE(table.optional_date("x"));
  CHECK(table.texts_or_none("x").empty());
  CHECK(table.bilingual_or_none("x") == Text{});
  CHECK_FALSE(table.table("x"));
  CHECK(table.tables("x").empty());
}

TEST_CASE("A TOML key that nobody asked for is refused with its place and what is allowed",
          "[base]") {
  const Parsed parsed("name = \"a\"\n  colour = \"red\"\n");
  const TomlTable table = parsed.table();
  CHECK(table.text("name") == "a");
  CHECK_FALSE(table.has("color"));
  const Error error = error_of([&] { table.refuse_unknown_keys(); });
  CHECK(error.code() == ErrorCode::manifest_invalid);
  CHECK(error.place() == "w.toml:2:12: [colour]");  // where the value stands
  CHECK(error.remedy().en == "allowed: color, name");
}

TEST_CASE("A TOML value of the wrong type is refused with file, line and column", "[base]") {
  const Parsed parsed(
      "s = \"1\"\nn = 1\nr = 1.5\nb = true\nd = \"2023-01-30\"\nl = [\"a\", 2]\nt = 2023-01-30\n");
  const TomlTable table = parsed.table();
  const auto place = [](const std::function<void()>& call) { return error_of(call).place(); };
  CHECK(place([&] { (void)table.number("s"); }) == "w.toml:1:5: [s]");
  CHECK(place([&] { (void)table.text("n"); }) == "w.toml:2:5: [n]");
  CHECK(place([&] { (void)table.whole_or("r", 0); }) == "w.toml:3:5: [r]");
  CHECK(place([&] { (void)table.number("b"); }) == "w.toml:4:5: [b]");
  CHECK(place([&] { (void)table.flag_or("n", true); }) == "w.toml:2:5: [n]");
  CHECK(place([&] { (void)table.date("d"); }) == "w.toml:5:5: [d]");
  CHECK(place([&] { (void)table.texts_or_none("l"); }) == "w.toml:6:5: [l]");
  CHECK(place([&] { (void)table.texts_or_none("s"); }) == "w.toml:1:5: [s]");
  CHECK(place([&] { (void)table.text_or("t", ""); }) == "w.toml:7:5: [t]");
  CHECK(place([&] { (void)table.table("n"); }) == "w.toml:2:5: [n]");
  CHECK(place([&] { (void)table.tables("n"); }) == "w.toml:2:5: [n]");
  CHECK(place([&] { (void)table.tables("l"); }) == "w.toml:6:5: [l]");
}

TEST_CASE("A missing TOML key is refused with the place of its table", "[base]") {
  const Parsed parsed("a = 1\n\n[[layer]]\nid = \"redline\"\n");
  const TomlTable table = parsed.table();
  const TomlTable layer = table.tables("layer").front();
  const Error error = error_of([&] { (void)layer.text("source"); });
  CHECK(error.place() == "w.toml:3:1: [layer redline]");
  CHECK(error.message().en.find("source") != std::string::npos);
  CHECK(error.message().zh.find("source") != std::string::npos);
  CHECK(error_of([&] { (void)table.number("b"); }).place().starts_with("w.toml:1:1"));
}

TEST_CASE("A TOML word outside the list is refused with the list", "[base]") {
  const Parsed parsed("status = \"aproved\"\n");
  const Error error = error_of([&] {
    (void)parsed.table().one_of("status", {"approved", "pending", "expired"});
  });
  CHECK(error.place() == "w.toml:1:10: [status]");
  CHECK(error.message().en.find("aproved") != std::string::npos);
  CHECK(error.remedy().en == "allowed: approved, pending, expired");
}

TEST_CASE("A TOML file with a syntax error is refused with line and column", "[base]") {
  const Folder folder;
  const fs::path file = folder.write("bad.toml", "a = 1\nb = = 2\n");
  const Error error = error_of([&] { parse_toml_file(file, ErrorCode::rulebook_invalid); });
  CHECK(error.code() == ErrorCode::rulebook_invalid);
  CHECK(error.place() == file.string() + ":2:5");
}

TEST_CASE("A TOML file that is not there is named", "[base]") {
  const Folder folder;
  const fs::path file = folder.path() / "workspace.toml";
  const Error error = error_of([&] { parse_toml_file(file, ErrorCode::manifest_invalid); });
  CHECK(error.code() == ErrorCode::file_missing);
  CHECK(error.place() == file.string());
  CHECK_FALSE(error.remedy().en.empty());
}
