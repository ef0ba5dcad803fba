// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "vct_content.h"

namespace xuanzhi::formats {

namespace {

std::optional<VctGeometry> geometry_of(std::string_view word) {
  if (same_word(word, "Point")) return VctGeometry::point;
  if (same_word(word, "Line")) return VctGeometry::line;
  if (same_word(word, "Polygon")) return VctGeometry::area;
  // Their features are not read, but the rows of their tables are.
  for (const char* other : {"Annotation", "Solid", "Aggregation", "Image"}) {
    if (same_word(word, other)) return VctGeometry::none;
  }
  return std::nullopt;
}

bool is_type(std::string_view word) {
  static constexpr std::array kTypes{
      "Char",    "Int",      "Int1",     "Int2",    "Int4",   "Int8",    "Float", "Double",
      "Date",    "Time",     "Datetime", "Varchar", "Varbin", "Boolean", "Bool",  "Numeric",
      "Integer", "Smallint", "Decimal",  "String",  "Text",   "Image"};
  return std::any_of(kTypes.begin(), kTypes.end(),
                     [&](const char* type) { return same_word(word, type); });
}

VctTable read_feature_code(VctLines& lines) {
  const Text expected{"“要素代码,名称,Point|Line|Polygon|Annotation,属性表名”或“表名,名称”",
                      "\"code,name,Point|Line|Polygon|Annotation,table\" or \"table,name\""};
  const TextLine& line = lines.next(expected);
  const std::vector<std::string> values = lines.values(line);
  VctTable table;
  if (values.size() < 2 || values[0].empty()) lines.fail(line, expected);
  table.code = values[0];
  table.name = values[1];
  if (values.size() == 2) {
    table.attribute_table = table.code;
    return table;
  }
  const auto geometry = geometry_of(values[2]);
  if (!geometry || values.size() < 4) lines.fail(line, expected);
  table.geometry = *geometry;
  table.attribute_table = values.back();  // older writers put colours before it
  return table;
}

}  // namespace

void read_feature_codes(VctLines& lines, VctFile& file) {
  const Text expected{"要素代码", "a feature code"};
  while (!lines.next_is("FeatureCodeEnd")) {
    const TextLine line = lines.peek(expected);
    VctTable table = read_feature_code(lines);
    for (const VctTable& other : file.tables) {
      if (other.code == table.code) {
        lines.fail(line, {"未出现过的要素代码", "a feature code that has not occurred yet"});
      }
    }
    file.tables.push_back(std::move(table));
  }
}

void read_table_structures(VctLines& lines, VctContent& content, VctFile& file) {
  const Text expected{"“表名,字段数”", "\"table,number of fields\""};
  while (!lines.next_is("TableStructureEnd")) {
    const TextLine head_line = lines.next(expected);
    const std::vector<std::string> head = lines.values(head_line);
    if (head.size() < 2 || head[0].empty() || !integer_of(head[1])) lines.fail(head_line, expected);
    const auto [place, added] = content.structures.try_emplace(head[0]);
    if (!added) lines.fail(head_line, {"未出现过的表名", "a table that has not occurred yet"});
    VctStructure& structure = place->second;
    while (!lines.next_is("TableStructureEnd")) {
      const TextLine line = lines.peek({"字段", "a field"});
      const std::vector<std::string> field = lines.values(line);
      if (field.size() < 2 || !is_type(field[1])) break;
      lines.next({"字段", "a field"});
      structure.columns.push_back({field[0], field[1]});
    }
    if (lines.next_is("0")) lines.word("0");  // some writers end a table so, some do not
    if (integer_of(head[1]) != static_cast<std::int64_t>(structure.columns.size())) {
      file.warnings.push_back({head_line.number,
                               {fmt::format("表 {} 写 {} 个字段，实际 {} 个", head[0], head[1],
                                            structure.columns.size()),
                                fmt::format("table {} says {} fields, {} are there", head[0],
                                            head[1], structure.columns.size())}});
    }
  }
}

namespace {

// `id,v1,v2…`; where the first column is the id itself, it is not written twice.
VctAttributeRow read_row(VctLines& lines, const std::string& table, const VctStructure& structure) {
  const TextLine& line = lines.next({"属性行或 TableEnd", "a row or TableEnd"});
  const std::vector<std::string> values = lines.values(line);
  const std::size_t columns = structure.columns.size();
  if (values.size() != columns && values.size() != columns + 1) {
    lines.fail(line, {fmt::format("表 {} 的 {} 或 {} 个值", table, columns, columns + 1),
                      fmt::format("{} or {} values for table {}", columns, columns + 1, table)});
  }
  VctAttributeRow row;
  row.line = line.number;
  row.id = integer_of(values.front());
  for (std::size_t i = values.size() - columns; i < values.size(); ++i) {
    row.values.push_back(values[i].empty() ? std::nullopt : std::optional<std::string>(values[i]));
  }
  return row;
}

}  // namespace

void read_attributes(VctLines& lines, VctContent& content) {
  while (!lines.next_is("AttributeEnd")) {
    const Text expected{"TableStructure 中说明过的属性表名",
                        "the name of a table that TableStructure describes"};
    const TextLine& line = lines.next(expected);
    const auto found = content.structures.find(std::string(line.text));
    if (found == content.structures.end()) lines.fail(line, expected);
    while (!lines.next_is("TableEnd")) {
      found->second.rows.push_back(read_row(lines, found->first, found->second));
    }
    lines.word("TableEnd");
  }
}

}  // namespace xuanzhi::formats
