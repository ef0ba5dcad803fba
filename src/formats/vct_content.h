// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "plane_rings.h"
#include "vct_lines.h"
#include "xuanzhi/formats/vct.h"

namespace xuanzhi::formats {

/// What the sections of a VCT file say, before lines become polygons and rows find their features.

struct VctObject {
  std::int64_t id = 0;
  std::string code;
  std::size_t line = 0;
  std::vector<std::vector<Point>> paths;  ///< points; the line; or the rings of a direct polygon
  std::vector<std::int64_t> references;   ///< lines by id: negative is reversed, 0 ends a ring
};

struct VctAttributeRow {
  std::optional<std::int64_t> id;
  std::vector<std::optional<std::string>> values;
  std::size_t line = 0;
};

struct VctStructure {
  std::vector<VctColumn> columns;
  std::vector<VctAttributeRow> rows;
};

struct VctContent {
  std::vector<VctObject> points;
  std::vector<VctObject> lines;
  std::vector<VctObject> polygons;
  std::map<std::string, VctStructure> structures;  ///< by the name of the attribute table
};

void read_feature_codes(VctLines& lines, VctFile& file);
void read_table_structures(VctLines& lines, VctContent& content, VctFile& file);
void read_attributes(VctLines& lines, VctContent& content);

void read_points(VctLines& lines, VctContent& content);
void read_lines(VctLines& lines, VctContent& content);
void read_polygons(VctLines& lines, VctContent& content);

/// Fills the rows of the tables.
void join_tables(VctContent content, VctFile& file);

/// A value of the head; empty where it is missing.
std::string head_value(const VctFile& file, std::string_view key);

/// Decides the CRS from the head; `sample` is any vertex, and must lie where the CRS says.
void decide_crs(VctFile& file, const std::optional<Point>& sample);

}  // namespace xuanzhi::formats
