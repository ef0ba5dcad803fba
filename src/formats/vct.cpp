// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/formats/vct.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "vct_content.h"
#include "xuanzhi/formats/text_encoding.h"

namespace xuanzhi::formats {

namespace {

constexpr std::string_view kBegin = "Begin";

// Sections that hold no features; what they say is not needed.
constexpr std::array kPassedOver{"Annotation",     "Topology", "Style",
                                 "Representation", "Varchar",  "Relation",
                                 "RelationTable",  "Constant", "Metadata"};
// Sections whose features xuanzhi cannot read: allowed only where they are empty.
constexpr std::array kRefused{"Solid", "Aggregation", "Image"};

template <typename Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const char* other) { return same_word(name, other); });
}

class VctParser {
 public:
  VctParser(const std::string& text, VctFile file)
      : lines_(text, file.name), file_(std::move(file)) {}

  VctFile parse() {
    lines_.word("HeadBegin");
    read_head();
    while (!lines_.done()) read_section();
    if (lines_.heights_dropped()) warn(0, {"高程值未读入", "heights were not read"});
    if (file_.tables.empty()) warn(0, {"文件没有要素代码", "the file has no feature codes"});
    join_tables(std::move(content_), file_);
    return std::move(file_);
  }

 private:
  void read_head() {
    const Text expected{"“键:值”", "\"key:value\""};
    while (!lines_.next_is("HeadEnd")) {
      const TextLine& line = lines_.next(expected);
      std::size_t colon = line.text.find(':');
      std::size_t length = 1;
      if (colon == std::string_view::npos) {
        colon = line.text.find("：");
        length = std::string_view("：").size();
      }
      if (colon == std::string_view::npos) lines_.fail(line, expected);
      file_.head.emplace_back(trimmed(line.text.substr(0, colon)),
                              trimmed(line.text.substr(colon + length)));
      if (same_word(file_.head.back().first, "Version")) check_version(line);
      if (same_word(file_.head.back().first, "Offset")) check_offset(line);
    }
    lines_.word("HeadEnd");
    const std::string separator = head_value(file_, "Separator");
    if (!separator.empty()) lines_.set_separator(separator);
    if (head_value(file_, "Version").empty()) {
      warn(0, {"文件头没有 Version，按 3.0 读", "the head has no Version; read as 3.0"});
    }
  }

  void check_version(const TextLine& line) const {
    if (file_.head.back().second.starts_with('3')) return;
    lines_.fail(line, {"Version:3.0（1.0 与 2.0 的结构不同）",
                       "Version:3.0 (1.0 and 2.0 are built differently)"});
  }

  // Whether an offset was taken off the coordinates or is to be taken off is told nowhere.
  void check_offset(const TextLine& line) const {
    for (const std::string& value : split(file_.head.back().second, ",")) {
      if (value.empty() || number_of(value) == 0.0) continue;
      lines_.fail(
          line, {"Offset:0,0（不支持坐标偏移）", "Offset:0,0 (shifted coordinates are not read)"});
    }
  }

  void read_section() {
    const Text expected{"一节的开头（…Begin）", "the beginning of a section (…Begin)"};
    const TextLine& line = lines_.next(expected);
    const std::string_view word = line.text;
    const bool begins =
        word.size() > kBegin.size() && same_word(word.substr(word.size() - kBegin.size()), kBegin);
    if (!begins) lines_.fail(line, expected);
    const std::string name(word.substr(0, word.size() - kBegin.size()));
    if (same_word(name, "FeatureCode")) {
      read_feature_codes(lines_, file_);
    } else if (same_word(name, "TableStructure")) {
      read_table_structures(lines_, content_, file_);
    } else if (same_word(name, "Point")) {
      read_points(lines_, content_);
    } else if (same_word(name, "Line")) {
      read_lines(lines_, content_);
    } else if (same_word(name, "Polygon")) {
      read_polygons(lines_, content_);
    } else if (same_word(name, "Attribute")) {
      read_attributes(lines_, content_);
    } else if (is_one_of(name, kPassedOver)) {
      pass_over(name, line);
    } else if (!is_one_of(name, kRefused) || !lines_.next_is(name + "End")) {
      lines_.fail(line, {"已知的一节（点、线、面、属性）",
                         "a known section (points, lines, polygons, "
                         "attributes)"});
    }
    lines_.word(name + "End");
  }

  void pass_over(const std::string& name, const TextLine& begin) {
    std::size_t passed = 0;
    for (; !lines_.next_is(name + "End"); ++passed) lines_.next({name + "End", name + "End"});
    if (passed == 0) return;
    warn(begin.number, {fmt::format("{} 一节（{} 行）未读入", name, passed),
                        fmt::format("section {} ({} lines) was not read", name, passed)});
  }

  void warn(std::size_t line, Text text) { file_.warnings.push_back({line, std::move(text)}); }

  VctLines lines_;
  VctFile file_;
  VctContent content_;
};

}  // namespace

VctFile parse_vct(std::string_view bytes, const std::string& name) {
  const DecodedText decoded = decode_text(bytes, name);
  VctFile file;
  file.name = name;
  file.encoding = decoded.encoding;
  return VctParser(decoded.utf8, std::move(file)).parse();
}

}  // namespace xuanzhi::formats
