// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/formats/survey_txt.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "line_text.h"
#include "xuanzhi/formats/text_encoding.h"

namespace xuanzhi::formats {

namespace {

constexpr std::size_t kNormalValues = 8;     // before the @
constexpr std::size_t kFewestValues = 5;     // up to 记录图形属性
constexpr std::size_t kMostDecimals = 10;    // of a degree: 0.01 mm
constexpr double kFarthestCoordinate = 1e9;  // metres; nothing on Earth is farther in any grid

constexpr const char* kHeadExample = "4,1.0000,1,地块一,面,,工业用地,0601,@";
constexpr const char* kPointExample = "J1,1,4373600.000,36396200.000";

std::optional<SurveyGeometry> geometry_of(const std::string& value) {
  if (value == "点") return SurveyGeometry::point;
  if (value == "线") return SurveyGeometry::line;
  if (value == "面") return SurveyGeometry::area;
  return std::nullopt;
}

// A name may hold full-width commas, so they separate only where ASCII commas do not.
std::vector<std::string> values_of(std::string_view line, std::size_t fewest) {
  std::vector<std::string> values = split(line, ",");
  if (values.size() >= fewest || line.find("，") == std::string_view::npos) return values;
  std::string unified(line);
  for (std::size_t at = 0; (at = unified.find("，", at)) != std::string::npos;) {
    unified.replace(at, std::string_view("，").size(), ",");
  }
  return split(unified, ",");
}

std::size_t decimals_of(const std::string& number) {
  const std::string plain = trimmed(half_width(number));
  if (plain.find_first_of("eE") != std::string::npos) return kMostDecimals;
  const std::size_t point = plain.find('.');
  return point == std::string::npos ? 0 : plain.size() - point - 1;
}

class SurveyParser {
 public:
  SurveyParser(std::string_view bytes, const std::string& name) {
    DecodedText decoded = decode_text(bytes, name);
    file_.name = name;
    file_.encoding = decoded.encoding;
    text_ = std::move(decoded.utf8);
  }

  SurveyFile parse() {
    for (const TextLine& line : lines_of(text_)) read(line);
    finish();
    return std::move(file_);
  }

 private:
  enum class Where { preamble, header, coordinates, other };

  void read(const TextLine& line) {
    const std::string plain = trimmed(half_width(line.text));
    if (plain.size() > 2 && plain.front() == '[' && plain.back() == ']') {
      const std::string section = trimmed(std::string_view(plain).substr(1, plain.size() - 2));
      if (!section.empty()) return enter(section, line);
    }
    switch (where_) {
      case Where::preamble:
        if (!plain.empty()) file_.preamble.emplace_back(line.text);
        if (!plain.empty()) note_if_head(line, plain);
        return;
      case Where::header:
        if (!plain.empty()) note_if_head(line, plain);
        if (!plain.empty()) read_header(line);
        return;
      case Where::other:
        file_.sections.back().lines.emplace_back(line.text);
        return;
      case Where::coordinates:
        break;
    }
    if (plain.empty()) return;
    if (ends_head(plain)) {
      read_head(line);
    } else {
      read_point(line);
    }
  }

  void enter(const std::string& section, const TextLine& line) {
    if (section == "属性描述") {
      where_ = Where::header;
    } else if (section == "地块坐标") {
      if (coordinates_seen_)
        warn(line.number, {"[地块坐标] 出现不止一次", "[地块坐标] occurs again"});
      coordinates_seen_ = true;
      where_ = Where::coordinates;
    } else {
      where_ = Where::other;
      file_.sections.push_back({section, {}});
    }
  }

  // Trailing commas after the @ are the work of spreadsheets.
  static bool ends_head(std::string_view plain) {
    const std::size_t last = plain.find_last_not_of(", ");
    return last != std::string_view::npos && plain[last] == '@';
  }

  void note_if_head(const TextLine& line, std::string_view plain) const {
    if (!ends_head(plain) || split(plain, ",").size() < kFewestValues) return;
    throw line_error(file_.name, line,
                     {"地块之前的 [地块坐标]", "[地块坐标] before the first parcel"},
                     {fmt::format("在第 {} 行之前加一行：[地块坐标]", line.number),
                      fmt::format("add this line before line {}: [地块坐标]", line.number)});
  }

  void read_header(const TextLine& line) {
    const std::size_t ascii = line.text.find('=');
    const std::size_t full = line.text.find("＝");
    const std::size_t at = std::min(ascii, full);
    if (at == std::string_view::npos) {
      warn(line.number, {"[属性描述] 中的这一行没有“=”，未被解释",
                         "this line of [属性描述] has no \"=\" and was not interpreted"});
      file_.header.emplace_back(trimmed(line.text), "");
      return;
    }
    const std::size_t length = at == ascii ? 1 : std::string_view("＝").size();
    std::string key = trimmed(line.text.substr(0, at));
    const bool again = std::any_of(file_.header.begin(), file_.header.end(),
                                   [&](const auto& entry) { return entry.first == key; });
    if (again) {
      warn(line.number, {fmt::format("“{}” 出现不止一次，采用第一个", key),
                         fmt::format("\"{}\" occurs again; the first one is used", key)});
    }
    file_.header.emplace_back(std::move(key), trimmed(line.text.substr(at + length)));
  }

  void read_head(const TextLine& line) {
    std::string_view text = line.text;
    const std::size_t full = text.rfind("＠");
    const std::size_t ascii = text.rfind('@');
    const bool is_full =
        ascii == std::string_view::npos || (full != std::string_view::npos && full > ascii);
    std::vector<std::string> values =
        values_of(text.substr(0, is_full ? full : ascii), kFewestValues);
    if (values.back().empty()) values.pop_back();  // the comma before the @
    if (values.size() < kFewestValues) {
      throw line_error(file_.name, line,
                       {"至少含 5 个值的地块首行", "a parcel head of at least five values"},
                       example(kHeadExample));
    }
    if (values.size() < kNormalValues) {
      warn(line.number,
           {fmt::format("首行只有 {} 个值，缺少的按空处理", values.size()),
            fmt::format("the head has {} values only; the missing ones are empty", values.size())});
      values.resize(kNormalValues);
    }
    SurveyParcel& parcel = file_.parcels.emplace_back();
    parcel.line = line.number;
    parcel.declared_count = values[0];
    parcel.declared_area = values[1];
    parcel.number = values[2];
    parcel.name = values[3];
    parcel.geometry = read_geometry(values[4], line);
    parcel.map_sheet = values[5];
    parcel.use = values[6];
    parcel.land_code = values[7];
    parcel.extra.assign(values.begin() + kNormalValues, values.end());
  }

  SurveyGeometry read_geometry(const std::string& value, const TextLine& line) {
    if (const auto known = geometry_of(value)) return *known;
    if (!value.empty()) {
      throw line_error(file_.name, line,
                       {"第 5 个值为 点、线 或 面", "点, 线 or 面 as the fifth value"},
                       example(kHeadExample));
    }
    warn(line.number, {"未写图形属性，按“面”处理", "no kind of geometry; taken as 面 (area)"});
    return SurveyGeometry::area;
  }

  void read_point(const TextLine& line) {
    const std::vector<std::string> values = values_of(line.text, 4);
    if (values.size() >= kFewestValues && geometry_of(values[4])) {
      const std::string mended = trimmed(line.text) + ",@";
      throw line_error(file_.name, line,
                       {"以“,@”结尾的地块首行", "a parcel head that ends with \",@\""},
                       {fmt::format("把第 {} 行改为：{}", line.number, mended),
                        fmt::format("write line {} as: {}", line.number, mended)});
    }
    if (file_.parcels.empty()) {
      throw line_error(
          file_.name, line, {"以“@”结尾的地块首行", "a parcel head that ends with \"@\""},
          {fmt::format("在第 {} 行之前加一行，例如：{}", line.number, kHeadExample),
           fmt::format("add a line before line {}, such as: {}", line.number, kHeadExample)});
    }
    if (values.size() < 4 || half_width(values[0]).starts_with('[')) {
      throw line_error(file_.name, line,
                       {"“点号,圈号,X,Y”四个值", "four values \"number,ring,X,Y\""},
                       example(kPointExample));
    }
    SurveyPoint& point = file_.parcels.back().points.emplace_back();
    point.line = line.number;
    point.number = values[0];
    point.ring = read_ring(values[1], line);
    point.x_north = read_coordinate(values[2], line, "X");
    point.y_east = read_coordinate(values[3], line, "Y");
    std::vector<std::string> rest(values.begin() + 4, values.end());
    while (!rest.empty() && rest.back().empty()) rest.pop_back();
    point.rest = joined_exactly(rest);
  }

  static std::string joined_exactly(const std::vector<std::string>& values) {
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) out += (i == 0 ? "" : ",") + values[i];
    return out;
  }

  int read_ring(const std::string& value, const TextLine& line) const {
    const auto ring = integer_of(value);
    if (!ring || *ring < 0 || *ring > 1000000) {
      throw line_error(file_.name, line,
                       {"第 2 个值为圈号（1、2…）", "a ring number (1, 2, …) as the second value"},
                       example(kPointExample));
    }
    return static_cast<int>(*ring);
  }

  double read_coordinate(const std::string& value, const TextLine& line, const char* axis) {
    const auto number = number_of(value);
    if (!number || std::abs(*number) > kFarthestCoordinate) {
      throw line_error(file_.name, line,
                       {fmt::format("{} 坐标为数字", axis), fmt::format("a number as {}", axis)},
                       example(kPointExample));
    }
    const std::size_t decimals = std::clamp<std::size_t>(decimals_of(value), 3, kMostDecimals);
    most_decimals_ = std::max(most_decimals_, decimals);
    return *number;
  }

  void finish() {
    if (!coordinates_seen_ || file_.parcels.empty()) {
      const bool no_section = !coordinates_seen_;
      throw Error(ErrorCode::file_unreadable, file_.name,
                  no_section
                      ? Text{"文件中没有 [地块坐标] 一节", "the file has no section [地块坐标]"}
                      : Text{"[地块坐标] 中没有地块", "[地块坐标] holds no parcel"},
                  {fmt::format("在坐标之前加：[地块坐标] 与首行 {}", kHeadExample),
                   fmt::format("add before the coordinates: [地块坐标] and a head such as {}",
                               kHeadExample)});
    }
    file_.coordinate_decimals = static_cast<int>(most_decimals_);
    for (const SurveyParcel& parcel : file_.parcels) check_counts(parcel);
    read_stated();
  }

  void check_counts(const SurveyParcel& parcel) {
    if (parcel.points.empty()) {
      throw Error(ErrorCode::file_unreadable, fmt::format("{}:{}", file_.name, parcel.line),
                  {fmt::format("第 {} 行的地块没有界址点", parcel.line),
                   fmt::format("the parcel of line {} has no points", parcel.line)},
                  {fmt::format("在其后加界址点，例如：{}", kPointExample),
                   fmt::format("add points after it, such as: {}", kPointExample)});
    }
    // Some tools count the closing points of the rings, some do not.
    const auto declared = integer_of(parcel.declared_count);
    const auto written = static_cast<std::int64_t>(parcel.points.size());
    std::int64_t rings = 1;
    for (std::size_t i = 1; i < parcel.points.size(); ++i) {
      if (parcel.points[i].ring != parcel.points[i - 1].ring) ++rings;
    }
    if (declared && *declared <= written && *declared >= written - rings) return;
    warn(parcel.line,
         {fmt::format("首行写 {} 个点，实际 {} 个", parcel.declared_count, written),
          fmt::format("the head says {} points, {} are there", parcel.declared_count, written)});
  }

  std::string header_value(const std::string& key) const {
    for (const auto& [name, value] : file_.header) {
      if (name == key) return value;
    }
    return {};
  }

  // 3, 3度, 三度, 36带.
  std::optional<int> leading_number(const std::string& key) {
    const std::string value = header_value(key);
    const std::string plain = trimmed(half_width(value));
    const std::size_t digits = std::min(plain.find_first_not_of("0123456789"), plain.size());
    if (plain.starts_with("三")) return 3;
    if (plain.starts_with("六")) return 6;
    if (digits > 0 && digits < 4) return static_cast<int>(*integer_of(plain.substr(0, digits)));
    if (!plain.empty()) {
      warn(0, {fmt::format("“{}={}” 不是数字，未采用", key, value),
               fmt::format("\"{}={}\" is no number and was not used", key, value)});
    }
    return std::nullopt;
  }

  void read_stated() {
    StatedCrs& stated = file_.stated;
    stated.name = header_value("坐标系");
    stated.datum = geometry::datum_of(stated.name);
    stated.zone_width = leading_number("几度分带");
    stated.zone = leading_number("带号");
    stated.projection = header_value("投影类型");
    stated.unit = header_value("计量单位");
    stated.precision = header_value("精度");
    stated.transform = header_value("转换参数");
  }

  static Text example(const char* line) {
    return {fmt::format("改为例如：{}", line), fmt::format("write it like: {}", line)};
  }

  void warn(std::size_t line, Text text) { file_.warnings.push_back({line, std::move(text)}); }

  SurveyFile file_;
  std::string text_;
  Where where_ = Where::preamble;
  bool coordinates_seen_ = false;
  std::size_t most_decimals_ = 3;
};

}  // namespace

SurveyFile parse_survey_txt(std::string_view bytes, const std::string& name) {
  return SurveyParser(bytes, name).parse();
}

}  // namespace xuanzhi::formats
