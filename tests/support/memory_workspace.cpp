// SPDX-License-Identifier: Apache-2.0
#include "support/memory_workspace.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <sstream>

#include "support/catch.h"

namespace memory {

namespace fs = std::filesystem;

const char* const kRoles = R"(
[[role]]
id = "province"
name_zh = "省"
group_zh = "区"
geometry = "polygon"
gives_region = true
covers_all = true

[[role]]
id = "redline"
name_zh = "红线"
group_zh = "区"
geometry = "polygon"

[[role]]
id = "zone"
name_zh = "开发边界"
group_zh = "区"
geometry = "polygon"

[[role]]
id = "reserve"
name_zh = "保护地"
group_zh = "区"
geometry = "polygon"
[[role.class]]
id = "core"
name_zh = "核心"
[[role.class]]
id = "outer"
name_zh = "外围"

[[role]]
id = "road"
name_zh = "路"
group_zh = "线"
geometry = "line"

[[role]]
id = "wire"
name_zh = "电线"
group_zh = "线"
geometry = "line"
[[role.class]]
id = "low"
name_zh = "低压"
[[role.class]]
id = "high"
name_zh = "高压"

[[role]]
id = "well"
name_zh = "井"
group_zh = "点"
geometry = "point"
)";

std::string box(double west, double south, double east, double north) {
  std::ostringstream out;
  out.precision(17);
  out << "POLYGON((" << west << ' ' << south << ',' << east << ' ' << south << ',' << east << ' '
      << north << ',' << west << ' ' << north << ',' << west << ' ' << south << "))";
  return out.str();
}

double box_area(double west, double south, double east, double north) {
  constexpr double kA = 6378137.0;
  constexpr double kFlattening = 1.0 / 298.257222101;
  constexpr double kB = kA * (1.0 - kFlattening);
  constexpr double kDegree = std::numbers::pi / 180.0;
  const double e = std::sqrt(kFlattening * (2.0 - kFlattening));
  const auto zone = [&](double latitude) {
    const double s = std::sin(latitude * kDegree);
    return s / (1.0 - e * e * s * s) + std::log((1.0 + e * s) / (1.0 - e * s)) / (2.0 * e);
  };
  return 0.5 * kB * kB * (east - west) * kDegree * (zone(north) - zone(south));
}

double off(double a, double b) {
  return std::abs(a - b) / std::abs(b);
}

std::string rule(const std::string& lines) {
  static const std::vector<std::pair<std::string, std::string>> kRequired{
      {"id", "\"R\""},
      {"title_zh", "\"规则\""},
      {"relation", "\"attribute\""},
      {"threshold", "0.0"},
      {"unit", "\"none\""},
      {"severity", "\"prohibit\""},
      {"effective_from", "2000-01-01"},
      {"evidence", "\"V\""},
      {"basis", "{ law_zh = \"法\", year = 2000 }"},
      {"remedy_zh", "\"改\""}};
  std::string out = "[[rule]]\n" + lines + "\n";
  for (const auto& [key, value] : kRequired) {
    if (out.find("\n" + key + " ") == std::string::npos) out.append(key + " = " + value + "\n");
  }
  return out;
}

std::string rulebook(const std::string& entries) {
  return "[rulebook]\nid = \"t\"\nversion = \"1\"\ntitle_zh = \"试\"\n" + entries;
}

Workspace::Workspace() {
  std::string name = (fs::temp_directory_path() / "xuanzhi_memory_XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
  write("roles.toml", kRoles);
}

Workspace::~Workspace() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Workspace::write(const std::string& name, const std::string& text) const {
  fs::create_directories((folder_ / name).parent_path());
  std::ofstream(folder_ / name, std::ios::binary) << text;
}

void Workspace::write_rows(const std::string& name, const std::vector<Row>& rows) const {
  std::string csv = "WKT,id,name,class,half_width_m,code,kind,available_land_mu\n";
  for (const Row& row : rows) {
    csv += "\"" + row.wkt + "\"";
    for (const std::string& value : {row.id, row.name, row.class_name, row.half_width_m, row.code,
                                     row.kind, row.available_land_mu}) {
      csv += ",\"" + value + "\"";
    }
    csv += "\n";
  }
  write(name, csv);
}

void Workspace::add_layer(const LayerText& layer) {
  write_rows(layer.id + ".csv", layer.rows);
  entries_ += "[[layer]]\nid = \"" + layer.id + "\"\nrole = \"" + layer.role + "\"\n";
  if (!layer.more.starts_with("source = "))
    entries_ += "source = \"" + layer.id + ".csv\"\ncrs = \"EPSG:4490\"\n";
  if (!layer.coverage.empty()) {
    write_rows(layer.id + "_known.csv", {{layer.coverage}});
    entries_ += "coverage = { source = \"" + layer.id + "_known.csv\", crs = \"EPSG:4490\" }\n";
  }
  if (layer.more.find("fields = ") == std::string::npos)
    entries_ +=
        "fields = { id = \"id\", name = \"name\", class = \"class\", half_width_m = "
        "\"half_width_m\", code = \"code\" }\n";
  entries_ += layer.more + "\n";
}

void Workspace::add_sites(const std::vector<Row>& rows, const std::string& more) {
  write_rows("sites.csv", rows);
  entries_ +=
      "[[sites]]\nsource = \"sites.csv\"\ncrs = \"EPSG:4490\"\nfields = { id = \"id\", name = "
      "\"name\", kind = \"kind\", available_land_mu = \"available_land_mu\" }\n" +
      more + "\n";
}

void Workspace::add_projects(const std::string& csv, const std::string& columns) {
  write("projects.csv", csv);
  entries_ += "[projects]\nsource = \"projects.csv\"\n[projects.columns]\n" + columns + "\n";
}

void Workspace::add_rulebook(const std::string& entries) {
  const std::string name = "rules" + std::to_string(rulebooks_.size() + 1) + ".toml";
  write(name, rulebook(entries));
  rulebooks_.push_back(name);
}

void Workspace::write_manifest() const {
  std::string text = "[workspace]\n" + head_ + "\nrulebooks = [";
  for (const std::string& name : rulebooks_) text += "\"" + name + "\", ";
  write("workspace.toml", text + "]\n" + entries_);
}

xuanzhi::workspace::Workspace Workspace::open(std::optional<xuanzhi::Date> as_of) const {
  write_manifest();
  return xuanzhi::workspace::open_workspace(folder_, as_of, nullptr);
}

xuanzhi::rules::Rulebook Workspace::open_rulebook() const {
  std::vector<fs::path> files;
  for (const std::string& name : rulebooks_) files.push_back(folder_ / name);
  return xuanzhi::rules::load_rulebooks(
      files, xuanzhi::workspace::RoleCatalogue::load(folder_ / "roles.toml"));
}

xuanzhi::Error error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const xuanzhi::Error& error) {
    return error;
  }
  FAIL("no error was thrown");
  return {xuanzhi::ErrorCode::internal_fault, "", {}};
}

Marked marked(const std::string& text) {
  const std::size_t at = text.find('@');
  REQUIRE(at != std::string::npos);
  const std::size_t line_start = text.rfind('\n', at) + 1;  // npos + 1 is 0
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n');
  std::string clean = text;
  clean.erase(at, 1);
  return {clean, std::to_string(line) + ":" + std::to_string(at - line_start + 1)};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

xuanzhi::workspace::Project project(
    const std::vector<std::pair<const char*, xuanzhi::dataset::Value>>& values) {
  xuanzhi::workspace::Project out;
  out.values.resize(xuanzhi::workspace::project_fields().size());
  for (const auto& [field, value] : values)
    out.values[*xuanzhi::workspace::project_field(field)] = value;
  return out;
}

xuanzhi::dataset::Value whole(std::int64_t value) {
  return value;
}

xuanzhi::Date day(const char* text) {
  const auto date = xuanzhi::parse_date(text);
  REQUIRE(date);
  return *date;
}

const xuanzhi::workspace::SourceAudit& audit_of(
    const std::vector<xuanzhi::workspace::SourceAudit>& audits, const std::string& kind,
    const std::string& source_id) {
  const auto found = std::find_if(audits.begin(), audits.end(), [&](const auto& audit) {
    return audit.kind == kind && audit.source_id == source_id;
  });
  INFO(kind << " " << source_id);
  REQUIRE(found != audits.end());
  return *found;
}

void check_counts(const xuanzhi::workspace::SourceAudit& audit) {
  INFO(audit.kind << " " << audit.source_id);
  CHECK(audit.rows_read == audit.rows_used + audit.rows_repaired + audit.rows_rejected);
  const auto rejected = static_cast<std::size_t>(std::count_if(
      audit.items.begin(), audit.items.end(), [](const auto& item) { return item.rejected; }));
  CHECK(rejected == audit.rows_rejected);
  CHECK(audit.items.size() == audit.rows_repaired + audit.rows_rejected);
  for (const auto& item : audit.items) {
    INFO(item.id);
    CHECK_FALSE(item.reason.zh.empty());
    CHECK_FALSE(item.reason.en.empty());
  }
}

}  // namespace memory
