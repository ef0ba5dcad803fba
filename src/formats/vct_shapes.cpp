// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "vct_content.h"

namespace xuanzhi::formats {

namespace {

// Ends of lines that meet, in metres or, below 180, in degrees.
constexpr double kSameMetres = 0.001;
constexpr double kSameDegrees = 1e-8;

// A line borders two features of a layer; sixteen times all vertices allows eight layers on the
// same lines, and keeps a hostile file from growing without bound.
constexpr std::size_t kMostSharing = 16;
constexpr std::size_t kAlwaysAllowed = 100000;

bool meet(const Point& a, const Point& b) {
  const bool degrees = std::abs(a.x) <= 180.0 && std::abs(a.y) <= 180.0;
  const double limit = degrees ? kSameDegrees : kSameMetres;
  return std::abs(a.x - b.x) <= limit && std::abs(a.y - b.y) <= limit;
}

class Joiner {
 public:
  Joiner(VctContent content, VctFile& file) : content_(std::move(content)), file_(file) {}

  void run() {
    turn_axes();
    index();
    for (const VctObject& point : content_.points) add(point, VctGeometry::point);
    for (const VctObject& line : content_.lines) add(line, VctGeometry::line);
    for (const VctObject& polygon : content_.polygons) add(polygon, VctGeometry::area);
    if (stray_lines_ > 0) {
      warn(first_stray_,
           {fmt::format("{} 条线的要素代码没有说明，只用来构成面", stray_lines_),
            fmt::format("{} lines have a code that is not described; they serve only as "
                        "edges of polygons",
                        stray_lines_)});
    }
    add_rows_without_features();
    decide_crs(file_, sample_);
  }

 private:
  [[noreturn]] void fail(std::size_t line, const Text& what) const {
    throw Error(
        ErrorCode::file_unreadable, fmt::format("{}:{}", file_.name, line), what,
        {"请在原软件中检查拓扑后重新导出", "check the topology in its program and export again"});
  }
  void warn(std::size_t line, Text text) { file_.warnings.push_back({line, std::move(text)}); }

  void turn_axes() {
    const bool turned = same_word(head_value(file_, "XAxisDirection"), "N");
    for (auto* objects : {&content_.points, &content_.lines, &content_.polygons}) {
      for (VctObject& object : *objects) {
        for (std::vector<Point>& path : object.paths) {
          for (Point& p : path) {
            if (turned) std::swap(p.x, p.y);
            if (!sample_) sample_ = p;
          }
        }
      }
    }
    if (turned)
      warn(0, {"文件的 X 轴指北，已按东、北顺序读入",
               "the X axis of the file points north; "
               "coordinates were read as east, north"});
  }

  void index() {
    for (std::size_t i = 0; i < content_.lines.size(); ++i) {
      const VctObject& line = content_.lines[i];
      if (!line_by_id_.emplace(line.id, i).second) {
        fail(line.line, {fmt::format("线的标识码 {} 出现不止一次", line.id),
                         fmt::format("the line id {} occurs again", line.id)});
      }
      for (const auto& path : line.paths) budget_ += kMostSharing * path.size();
    }
    for (std::size_t i = 0; i < file_.tables.size(); ++i) table_by_code_[file_.tables[i].code] = i;
    for (VctTable& table : file_.tables) {
      const auto found = content_.structures.find(table.attribute_table);
      if (found != content_.structures.end()) table.columns = found->second.columns;
    }
    for (const auto& [name, structure] : content_.structures) {
      auto& rows = row_by_id_[name];
      for (std::size_t i = 0; i < structure.rows.size(); ++i) {
        if (structure.rows[i].id) rows.emplace(*structure.rows[i].id, i);
      }
    }
  }

  void add(const VctObject& object, VctGeometry geometry) {
    const auto code = table_by_code_.find(object.code);
    if (code == table_by_code_.end() || file_.tables[code->second].geometry != geometry) {
      if (geometry != VctGeometry::line) {
        fail(object.line,
             {fmt::format("要素 {} 的代码 {} 未在 FeatureCode 中说明", object.id,
                          excerpt(object.code)),
              fmt::format("feature {} has the code {}, which FeatureCode does not describe",
                          object.id, excerpt(object.code))});
      }
      if (stray_lines_++ == 0) first_stray_ = object.line;
      return;
    }
    VctTable& table = file_.tables[code->second];
    VctRow row;
    row.id = object.id;
    row.line = object.line;
    row.wkb = wkb_of(object, geometry);
    row.values.resize(table.columns.size());
    const auto rows = row_by_id_.find(table.attribute_table);
    if (rows != row_by_id_.end()) {
      const auto found = rows->second.find(object.id);
      if (found != rows->second.end()) {
        row.values = content_.structures[table.attribute_table].rows[found->second].values;
        used_rows_[table.attribute_table].insert(found->second);
      }
    }
    table.rows.push_back(std::move(row));
  }

  std::string wkb_of(const VctObject& object, VctGeometry geometry) {
    if (geometry == VctGeometry::point) return points_wkb(object.paths.front());
    if (geometry == VctGeometry::line) {
      if (object.references.empty()) return lines_wkb(object.paths);
      return lines_wkb(chained(object));
    }
    std::vector<Ring> rings = object.references.empty() ? object.paths : chained(object);
    if (rings.size() > kMostRings) {
      fail(object.line, {fmt::format("面 {} 的圈超过 {} 个", object.id, kMostRings),
                         fmt::format("polygon {} has more than {} rings", object.id, kMostRings)});
    }
    for (Ring& ring : rings) close(ring, object);
    return polygons_wkb(grouped_by_containment(std::move(rings)));
  }

  void close(Ring& ring, const VctObject& object) const {
    if (!object.references.empty() && !meet(ring.front(), ring.back())) {
      fail(object.line,
           {fmt::format("面 {} 的圈不闭合：起点 {},{}，终点 {},{}", object.id, ring.front().x,
                        ring.front().y, ring.back().x, ring.back().y),
            fmt::format("a ring of polygon {} is open: begins at {},{}, ends at {},{}", object.id,
                        ring.front().x, ring.front().y, ring.back().x, ring.back().y)});
    }
    while (ring.size() > 1 && meet(ring.front(), ring.back())) ring.pop_back();
    if (ring.size() < 3) {
      fail(object.line,
           {fmt::format("面 {} 的一个圈少于 3 个不同的点", object.id),
            fmt::format("a ring of polygon {} has fewer than three different points", object.id)});
    }
    ring.push_back(ring.front());
  }

  // The referenced lines end to end; a 0 begins a new chain.
  std::vector<std::vector<Point>> chained(const VctObject& object) {
    std::vector<std::vector<Point>> chains;
    bool begin = true;
    for (const std::int64_t reference : object.references) {
      if (reference == 0) {
        begin = true;
        continue;
      }
      std::vector<Point> path = referenced(reference, object);
      if (begin) {
        chains.push_back(std::move(path));
      } else {
        append(chains.back(), path, reference, object);
      }
      begin = false;
    }
    if (chains.empty()) {
      fail(object.line, {fmt::format("要素 {} 没有引用任何线", object.id),
                         fmt::format("feature {} refers to no line", object.id)});
    }
    return chains;
  }

  std::vector<Point> referenced(std::int64_t reference, const VctObject& object) {
    // The smallest number has no opposite.
    const bool reversed = reference < 0;
    const std::int64_t id = reversed ? -(reference + 1) + 1 : reference;
    const auto found = line_by_id_.find(id);
    const bool known = found != line_by_id_.end() && !content_.lines[found->second].paths.empty();
    if (!known) {
      fail(object.line,
           {fmt::format("要素 {} 引用的线 {} 不存在或本身是间接坐标", object.id, id),
            fmt::format("feature {} refers to line {}, which does not exist or is itself "
                        "made of lines",
                        object.id, id)});
    }
    const std::vector<Point>& path = content_.lines[found->second].paths.front();
    expanded_ += path.size();
    if (expanded_ > budget_) {
      fail(object.line, {"面对线的引用多得不合常理",
                         "polygons refer to lines more often than any real "
                         "map does"});
    }
    if (reversed) return {path.rbegin(), path.rend()};
    return path;
  }

  void append(std::vector<Point>& chain, const std::vector<Point>& path, std::int64_t reference,
              const VctObject& object) const {
    if (!meet(chain.back(), path.front())) {
      fail(object.line,
           {fmt::format("要素 {} 的线 {} 与前一条线不相接：{},{} 与 {},{}", object.id, reference,
                        chain.back().x, chain.back().y, path.front().x, path.front().y),
            fmt::format("feature {}: line {} does not meet the one before it: {},{} and {},{}",
                        object.id, reference, chain.back().x, chain.back().y, path.front().x,
                        path.front().y)});
    }
    chain.insert(chain.end(), path.begin() + 1, path.end());
  }

  // Pure tables, and rows whose feature is missing: both are kept, without geometry.
  void add_rows_without_features() {
    std::set<std::string> done;
    for (VctTable& table : file_.tables) {
      const auto found = content_.structures.find(table.attribute_table);
      if (found == content_.structures.end() || !done.insert(found->first).second) continue;
      const auto& used = used_rows_[found->first];
      std::size_t orphans = 0;
      for (std::size_t i = 0; i < found->second.rows.size(); ++i) {
        if (used.contains(i)) continue;
        VctAttributeRow& row = found->second.rows[i];
        const auto place = static_cast<std::int64_t>(i + 1);
        table.rows.push_back({row.id.value_or(place), {}, std::move(row.values), row.line});
        ++orphans;
      }
      if (orphans > 0 && table.geometry != VctGeometry::none) {
        warn(0, {fmt::format("表 {} 有 {} 行属性找不到图形", found->first, orphans),
                 fmt::format("{} rows of table {} have no feature", orphans, found->first)});
      }
    }
  }

  VctContent content_;
  VctFile& file_;
  std::unordered_map<std::int64_t, std::size_t> line_by_id_;
  std::map<std::string, std::size_t> table_by_code_;
  std::map<std::string, std::unordered_map<std::int64_t, std::size_t>> row_by_id_;
  std::map<std::string, std::set<std::size_t>> used_rows_;
  std::optional<Point> sample_;
  std::size_t budget_ = kAlwaysAllowed;
  std::size_t expanded_ = 0;
  std::size_t stray_lines_ = 0;
  std::size_t first_stray_ = 0;
};

}  // namespace

void join_tables(VctContent content, VctFile& file) {
  Joiner(std::move(content), file).run();
}

}  // namespace xuanzhi::formats
