// SPDX-License-Identifier: Apache-2.0
// A workspace of a few shapes, written as short text into a folder that vanishes with the test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xuanzhi/base/error.h"
#include "xuanzhi/rules/rulebook.h"
#include "xuanzhi/workspace/workspace.h"

namespace memory {

/// One row of a layer or of the sites; columns WKT, id, name, class, half_width_m, code, kind,
/// available_land_mu. The members of a site's row that do not concern a layer stay empty.
struct Row {
  std::string wkt;
  std::string id = {};
  std::string class_name = {};
  std::string half_width_m = {};
  std::string code = {};
  std::string name = {};
  std::string kind = {};
  std::string available_land_mu = {};
};

struct LayerText {
  std::string id;
  std::string role;
  std::vector<Row> rows;
  std::string coverage = {};  ///< WKT; empty: none is stated
  std::string more = {};      ///< further lines of TOML for the layer
};

/// An area that covers everything that these tests draw, far beyond any margin.
inline const char* const kEverywhere = "POLYGON((90 30,120 30,120 50,90 50,90 30))";

/// Roles of the tests, none of which has a name that the shipped vocabulary uses:
/// `province` (gives regions), `redline`, `zone`, `reserve` [core, outer], `road` (lines),
/// `wire` (lines) [low, high], `well` (points).
extern const char* const kRoles;

/// WKT of a rectangle in degrees.
std::string box(double west, double south, double east, double north);

/// Its area on the ellipsoid of CGCS2000 in m2, by the closed form for a cell of the graticule.
double box_area(double west, double south, double east, double north);

/// |a - b| as a share of |b|.
double off(double a, double b);

/// A rule in TOML: the given lines, and a harmless value for each required key that they lack.
std::string rule(const std::string& lines);
/// A whole rulebook around the given entries.
std::string rulebook(const std::string& entries);

class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

  /// Writes a file, and its folder where that is missing.
  void write(const std::string& name, const std::string& text) const;
  /// Writes rows as CSV; the file states no CRS.
  void write_rows(const std::string& name, const std::vector<Row>& rows) const;

  void add_layer(const LayerText& layer);
  void add_sites(const std::vector<Row>& rows, const std::string& more = "");
  /// A CSV of projects and the lines of [projects.columns].
  void add_projects(const std::string& csv, const std::string& columns);
  void add_rulebook(const std::string& entries);
  /// Replaces the lines of [workspace] (`name_zh` and `as_of` unless stated otherwise).
  void set_head(const std::string& lines) { head_ = lines; }

  /// Writes workspace.toml from what was added.
  void write_manifest() const;
  /// `write_manifest`, then reads everything.
  xuanzhi::workspace::Workspace open(std::optional<xuanzhi::Date> as_of = {}) const;
  /// `open`, and the rulebooks with it.
  xuanzhi::rules::Rulebook open_rulebook() const;

 private:
  std::filesystem::path folder_;
  std::string head_ = "name_zh = \"试验\"\nas_of = 2025-06-01\n";
  std::string entries_;
  std::vector<std::string> rulebooks_;
};

/// The error that a call throws; the test fails where it throws none.
xuanzhi::Error error_of(const std::function<void()>& call);

/// A text with one `@` in it: the text without it, and where it stood, as `LINE:COLUMN` (ASCII).
struct Marked {
  std::string text;
  std::string at;
};
Marked marked(const std::string& text);

/// True where `part` stands in `text`.
bool holds(const std::string& text, const std::string& part);

/// A project that says nothing but the given values.
xuanzhi::workspace::Project project(
    const std::vector<std::pair<const char*, xuanzhi::dataset::Value>>& values);
xuanzhi::dataset::Value whole(std::int64_t value);

/// A date from `YYYY-MM-DD`.
xuanzhi::Date day(const char* text);

/// The audit of a source; the test fails where there is none.
const xuanzhi::workspace::SourceAudit& audit_of(
    const std::vector<xuanzhi::workspace::SourceAudit>& audits, const std::string& kind,
    const std::string& source_id);

/// Checks that the counts of an audit add up and that each of its items has a reason.
void check_counts(const xuanzhi::workspace::SourceAudit& audit);

}  // namespace memory
