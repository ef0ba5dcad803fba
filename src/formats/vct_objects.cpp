// SPDX-License-Identifier: Apache-2.0
#include "vct_content.h"

namespace xuanzhi::formats {

namespace {

// Numbers of the format that xuanzhi knows.
constexpr std::int64_t kDirect = 1;
constexpr std::int64_t kIndirect = 100;
constexpr std::int64_t kPolyline = 11;
constexpr std::int64_t kFromLines = 21;
constexpr std::int64_t kDirectedPoint = 3;
constexpr std::int64_t kPointGroup = 4;

const Text kId{"要素标识码（正整数）", "the id of a feature (a positive number)"};
const Text kPosition{"坐标“x,y”", "a coordinate \"x,y\""};
const Text kCount{"坐标点数", "the number of coordinates"};
const Text kReference{"线的标识码", "ids of lines"};

VctObject read_object_head(VctLines& lines) {
  VctObject object;
  object.line = lines.peek(kId).number;
  object.id = lines.integer(1, kId);
  object.code = std::string(lines.next({"要素代码", "a feature code"}).text);
  lines.next({"图形表现编码", "a style code"});
  return object;
}

std::vector<Point> read_path(VctLines& lines) {
  const std::int64_t count = lines.integer(1, kCount);
  std::vector<Point> path;  // grows with what is there: the count may be a lie
  for (std::int64_t i = 0; i < count; ++i) path.push_back(lines.coordinate(kPosition));
  return path;
}

void must_be(VctLines& lines, std::int64_t wanted, const Text& expected) {
  const TextLine& line = lines.next(expected);
  if (integer_of(line.text) != wanted) lines.fail(line, expected);
}

// Public writers and readers disagree whether a count stands before the coordinate of a single
// point.
void read_point_body(VctLines& lines, VctObject& object) {
  const TextLine& line = lines.peek({"点的特征类型", "the type of a point"});
  const std::int64_t type = lines.integer(1, {"点的特征类型 1–4", "a type of point, 1 to 4"});
  if (type > kPointGroup) lines.fail(line, {"点的特征类型 1–4", "a type of point, 1 to 4"});
  const bool counted = lines.values(lines.peek(kPosition)).size() == 1;
  if (counted) {
    object.paths.push_back(read_path(lines));
  } else {
    object.paths.push_back({lines.coordinate(kPosition)});
    // The second coordinate of a directed point is its direction.
    if (type == kDirectedPoint) lines.coordinate(kPosition);
  }
  if (counted && type == kDirectedPoint) object.paths.back().resize(1);
}

// Segments of one line follow each other; the joint is written twice.
void read_segments(VctLines& lines, VctObject& object) {
  const std::int64_t segments = lines.integer(1, {"线段条数", "the number of segments"});
  std::vector<Point> line;
  for (std::int64_t i = 0; i < segments; ++i) {
    must_be(lines, kPolyline,
            {"线段类型 11（折线）；圆弧等曲线不支持",
             "segment type 11 (straight); arcs and other curves are not read"});
    for (const Point& p : read_path(lines)) {
      if (line.empty() || line.back().x != p.x || line.back().y != p.y) line.push_back(p);
    }
  }
  if (line.size() == 1) line.push_back(line.front());
  object.paths.push_back(std::move(line));
}

// The ids of `count` lines. Writers disagree whether the zeros between rings are counted, so the
// reading is right that ends at the object's own 0, with another object or the section's end
// behind.
std::optional<std::vector<std::int64_t>> try_references(VctLines& lines, std::int64_t count,
                                                        bool zeros_count) {
  std::vector<std::int64_t> out;
  std::int64_t counted = 0;
  while (counted < count) {
    const TextLine& line = lines.next(kReference);
    for (const std::string& value : lines.values(line)) {
      if (value.empty()) continue;
      const auto id = integer_of(value);
      if (!id) return std::nullopt;
      out.push_back(*id);
      if (*id != 0 || zeros_count) ++counted;
    }
  }
  if (counted != count || lines.done() || !lines.next_is("0")) return std::nullopt;
  const std::size_t end = lines.position();
  lines.next(kReference);
  const bool whole = lines.next_is("PolygonEnd") || lines.next_is("LineEnd") ||
                     (!lines.done() && integer_of(lines.peek(kId).text).value_or(0) > 0);
  lines.go_back(end);
  if (!whole) return std::nullopt;
  return out;
}

std::vector<std::int64_t> read_references(VctLines& lines) {
  const TextLine line = lines.peek(kReference);
  const std::int64_t count = lines.integer(1, {"线的条数", "the number of lines"});
  const std::size_t begin = lines.position();
  for (const bool zeros_count : {true, false}) {
    lines.go_back(begin);
    if (auto found = try_references(lines, count, zeros_count)) return std::move(*found);
  }
  lines.fail(line, {"与随后线标识码个数相符的条数，末尾为 0",
                    "a number that fits the ids of lines behind it, and a 0 at the end"});
}

void read_polygon_body(VctLines& lines, VctObject& object) {
  const Text expected{"面的特征类型 1（直接坐标）或 100（间接坐标）",
                      "a type of polygon: 1 (own coordinates) or 100 (from lines)"};
  const TextLine type_line = lines.peek(expected);
  const std::int64_t type = lines.integer(1, expected);
  if (type != kDirect && type != kIndirect) lines.fail(type_line, expected);
  lines.coordinate({"标识点坐标“x,y”", "the label coordinate \"x,y\""});
  if (type == kIndirect) {
    must_be(lines, kFromLines,
            {"21（由线构成）；由面构成的面不支持",
             "21 (made of lines); polygons made of polygons are not read"});
    object.references = read_references(lines);
    return;
  }
  const std::int64_t rings = lines.integer(1, {"圈数", "the number of rings"});
  for (std::int64_t i = 0; i < rings; ++i) {
    must_be(lines, kPolyline,
            {"圈类型 11（折线）；圆与椭圆不支持",
             "ring type 11 (straight); circles and ellipses are not read"});
    object.paths.push_back(read_path(lines));
  }
}

}  // namespace

void read_points(VctLines& lines, VctContent& content) {
  while (!lines.next_is("PointEnd")) {
    VctObject object = read_object_head(lines);
    read_point_body(lines, object);
    lines.word("0");
    content.points.push_back(std::move(object));
  }
}

void read_lines(VctLines& lines, VctContent& content) {
  const Text expected{"线的特征类型 1（直接坐标）或 100（间接坐标）",
                      "a type of line: 1 (own coordinates) or 100 (from lines)"};
  while (!lines.next_is("LineEnd")) {
    VctObject object = read_object_head(lines);
    const TextLine type_line = lines.peek(expected);
    const std::int64_t type = lines.integer(1, expected);
    if (type == kDirect) {
      read_segments(lines, object);
    } else if (type == kIndirect) {
      object.references = read_references(lines);
    } else {
      lines.fail(type_line, expected);
    }
    lines.word("0");
    content.lines.push_back(std::move(object));
  }
}

void read_polygons(VctLines& lines, VctContent& content) {
  while (!lines.next_is("PolygonEnd")) {
    VctObject object = read_object_head(lines);
    read_polygon_body(lines, object);
    lines.word("0");
    content.polygons.push_back(std::move(object));
  }
}

}  // namespace xuanzhi::formats
