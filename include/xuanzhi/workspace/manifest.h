// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/date.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/base/units.h"
#include "xuanzhi/workspace/parameter_setting.h"

namespace xuanzhi::workspace {

/// A table of a file, with an optional filter. `source` is absolute after reading.
struct SourceTable {
  std::filesystem::path source;
  std::string table;
  std::string where;
  /// CRS stated by the manifest: used where the file states none, and instead of a wrong one.
  std::string crs = {};
  /// Encoding of the texts; empty: found out.
  std::string encoding = {};
  bool north_east = false;  ///< the file has north first (`axis_order = "north_east"`)
  std::string shift = {};   ///< `gcj02`, `bd09`: the displacement of a web map, to be taken back
  bool unshifted = false;   ///< `datum = "unshifted"`: Xi'an 80 or Beijing 54 taken as it stands
  /// What that costs in metres; absent: 100 m.
  std::optional<double> datum_accuracy_m = {};
};

/// A box in degrees.
struct Area {
  double west = 0.0;
  double south = 0.0;
  double east = 0.0;
  double north = 0.0;
};

enum class BoundaryStatus { approved, pending, expired };

/// One of several versions of the same boundary; `series` tells which ones belong together.
struct BoundaryVersion {
  std::string series;
  std::string region;  ///< administrative code of the place it is drawn for, e.g. 150300
  BoundaryStatus status = BoundaryStatus::approved;
  Period valid;
  Text document;
};

/// Which column of a source holds what; empty = not there.
struct LayerFields {
  std::string id;
  std::string name;
  std::string class_name;
  std::string half_width_m;
  std::string code;
};

struct LayerConfig {
  std::string id;
  std::string role;
  Text name;
  SourceTable table;
  /// Where the layer is complete; absent = unknown, and then nothing is ever "no conflict".
  std::optional<SourceTable> coverage;
  double accuracy_m = 0.0;
  std::optional<double> confidence;
  Text origin;
  std::string vintage;
  std::string class_id;  ///< one class for all features
  /// Of all features: half the width of what a line stands for, the radius around a point.
  std::optional<double> half_width_m;
  LayerFields fields;
  std::map<std::string, std::string> classes;  ///< value in the source -> class of the role
  std::optional<BoundaryVersion> version;
  bool allow_empty = false;      ///< a layer without rows says "there is nothing"
  bool accept_rejected = false;  ///< rejected rows do not make the layer incomplete
};

struct SitesConfig {
  SourceTable table;
  double accuracy_m = 0.0;
  std::map<std::string, std::string> fields;
};

/// One column of the project list: our field, its title in the sheet, unit and code words.
struct ProjectColumn {
  std::string field;
  std::string header;
  std::string unit;
  std::map<std::string, std::string> values;
};

struct ProjectsConfig {
  std::filesystem::path source;
  std::string sheet;
  int header_row = 0;   ///< counted from 1; 0: found by its titles
  int header_rows = 1;  ///< 1 or 2, where `header_row` is stated
  std::vector<ProjectColumn> columns;
  std::vector<std::string> ignore;   ///< titles that the dictionary must not take
  std::filesystem::path dictionary;  ///< of titles, units and words; empty: there is none
  bool stated_only = false;          ///< `columns` is the whole map, nothing is added to it
};

/// workspace.toml, typed and checked.
struct Manifest {
  std::filesystem::path file;
  Text name;
  Date as_of{};
  AreaBasis area_basis = AreaBasis::ellipsoid;
  double sliver_tolerance_m2 = 1.0;
  bool schematic = false;
  /// Where the data lie, for proposals on wrong or missing CRSs only; absent: what was read so far.
  std::optional<Area> area;
  std::filesystem::path roles;
  std::vector<std::filesystem::path> rulebooks;
  std::vector<LayerConfig> layers;
  std::vector<SitesConfig> sites;
  std::optional<ProjectsConfig> projects;
  std::vector<ParameterSetting> parameters;
  std::vector<ParkStatus> parks;
  std::filesystem::path approvals;   ///< the approval procedures; empty: none stated
  std::filesystem::path directions;  ///< the focus directions; empty: none stated
  std::filesystem::path factors;     ///< quotas, funds and queue; empty: none stated
};

/// The word of the manifest and of the output tables: `approved`, `pending`, `expired`.
std::string to_string(BoundaryStatus status);
/// The statuses by their words. Throws nothing; unknown words give nothing.
std::optional<BoundaryStatus> boundary_status(const std::string& word);

/// Reads FOLDER/workspace.toml. Rulebooks and roles are looked for beside it, in `rulebooks/` and
/// in
/// `../rulebooks/`. Throws `Error` (manifest_invalid, file_missing) with line and column.
Manifest read_manifest(const std::filesystem::path& folder);

}  // namespace xuanzhi::workspace
