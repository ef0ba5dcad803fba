// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/workspace.h"

#include <algorithm>

#include "support/catch.h"
#include "support/memory_workspace.h"

namespace {

using memory::audit_of;
using memory::box;
using memory::check_counts;
using memory::day;
using memory::error_of;
using memory::holds;
using memory::kEverywhere;
using memory::off;
using xuanzhi::ErrorCode;
using xuanzhi::workspace::BoundaryStatus;
using xuanzhi::workspace::Layer;
using xuanzhi::workspace::SourceAudit;
using xuanzhi::workspace::VersionChoice;

const std::string kHead = "[workspace]\nname_zh = \"a\"\nas_of = 2025-06-01\n";
const std::string kLayer =
    kHead + "[[layer]]\nid = \"a\"\nrole = \"redline\"\nsource = \"a.csv\"\n";

TEST_CASE("A source without a CRS is refused, and the manifest can state one", "[workspace]") {
  memory::Workspace ground;
  ground.write_rows("a.csv", {{box(106, 39, 107, 40), "1"}});
  ground.write("workspace.toml", kLayer);
  const xuanzhi::Error error =
      error_of([&] { xuanzhi::workspace::open_workspace(ground.folder(), std::nullopt, nullptr); });
  CHECK(error.code() == ErrorCode::crs_missing);
  CHECK(holds(error.place(), "a.csv"));
  CHECK(holds(error.remedy().en, "crs = "));

  ground.write("workspace.toml", kLayer + "crs = \"EPSG:4490\"\n");
  const auto workspace = xuanzhi::workspace::open_workspace(ground.folder(), std::nullopt, nullptr);
  const SourceAudit& audit = audit_of(workspace.audits, "layer", "a");
  CHECK(holds(audit.crs, "EPSG:4490"));
  REQUIRE(workspace.layers[0].features.size() == 1);
  CHECK(workspace.layers[0].shape(*workspace.geos, 0).box().min_x == 106.0);
  CHECK(workspace.layers[0].shape(*workspace.geos, 0).box().max_y == 40.0);
}

TEST_CASE("A table without geometry is no layer, whatever CRS is stated for it", "[workspace]") {
  memory::Workspace ground;
  ground.write("a.csv", "name,land\na,1\n");
  for (const char* crs : {"", "crs = \"EPSG:4490\"\n"}) {
    ground.write("workspace.toml", kLayer + crs);
    const xuanzhi::Error error = error_of(
        [&] { xuanzhi::workspace::open_workspace(ground.folder(), std::nullopt, nullptr); });
    CHECK(error.code() == ErrorCode::value_invalid);
    CHECK(holds(error.message().en, "holds no geometry"));
    CHECK(holds(error.remedy().en, "lon/lat"));
  }
}

TEST_CASE("A layer whose reader met an error vouches for nothing", "[workspace]") {
  memory::Workspace ground;
  const std::string point = R"({"type":"Feature","properties":{},)"
                            R"("geometry":{"type":"Point","coordinates":[106.5,39.5]}})";
  ground.write_rows("area.csv", {{box(106, 39, 107, 40), "1"}});
  ground.write("workspace.toml",
               kHead + "[[layer]]\nid = \"a\"\nrole = \"road\"\nsource = \"a.geojsonl\"\n" +
                   "coverage = { source = \"area.csv\", crs = \"EPSG:4490\" }\n");
  for (const bool torn : {false, true}) {
    ground.write("a.geojsonl", point + "\n" + (torn ? point.substr(0, 20) : point) + "\n" + point);
    const auto workspace =
        xuanzhi::workspace::open_workspace(ground.folder(), std::nullopt, nullptr);
    CHECK(workspace.layers[0].coverage.empty() == torn);
    CHECK(audit_of(workspace.audits, "layer", "a").reader_failed == torn);
  }
}

TEST_CASE("Sites without a usable row are told", "[workspace]") {
  memory::Workspace ground;
  ground.write("workspace.toml", kHead + "[[sites]]\nsource = \"none.geojson\"\n");
  ground.write("none.geojson", R"({"type":"FeatureCollection","features":[]})");
  const auto workspace = xuanzhi::workspace::open_workspace(ground.folder(), std::nullopt, nullptr);
  const SourceAudit& audit = audit_of(workspace.audits, "sites", "none");
  REQUIRE(audit.notes.size() == 1);
  CHECK(holds(audit.notes[0].en, "no usable site"));
}

TEST_CASE("WGS 84 is taken as CGCS2000 and costs one metre of accuracy", "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"a",
                    "redline",
                    {{box(106, 39, 107, 40), "1"}},
                    "",
                    "source = \"a.csv\"\ncrs = \"EPSG:4326\"\naccuracy_m = 5.0\n"});
  ground.add_layer({"b", "redline", {{box(106, 39, 107, 40), "1"}}, "", "accuracy_m = 5.0\n"});
  const auto workspace = ground.open();
  CHECK(workspace.layers[0].accuracy_m == 6.0);
  CHECK(workspace.layers[1].accuracy_m == 5.0);
}

TEST_CASE("A class value that is mapped to no class is an error that names the value",
          "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"a",
                    "reserve",
                    {{box(106, 39, 107, 40), "1", "core"}, {box(107, 39, 108, 40), "2", "缓冲区"}},
                    "",
                    "classes = { \"核心区\" = \"core\" }\n"});
  const xuanzhi::Error error = error_of([&] { ground.open(); });
  CHECK(error.code() == ErrorCode::class_unknown);
  CHECK(holds(error.message().en, "缓冲区"));
  CHECK(holds(error.message().zh, "缓冲区"));
  CHECK(holds(error.place(), "a"));
  CHECK(holds(error.place(), "2"));
  CHECK(holds(error.remedy().en, "core, outer"));
}

TEST_CASE("A class of the whole layer that the role does not have is named in the error",
          "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"a", "reserve", {{box(106, 39, 107, 40), "1"}}, "", "class = \"middle\"\n"});
  const xuanzhi::Error error = error_of([&] { ground.open(); });
  CHECK(error.code() == ErrorCode::class_unknown);
  CHECK(holds(error.message().en, "middle"));
}

TEST_CASE("A role with classes wants to know them, and mapped or given classes are taken",
          "[workspace]") {
  memory::Workspace bare;
  bare.add_layer(
      {"a", "reserve", {{box(106, 39, 107, 40), "1"}}, "", "fields = { id = \"id\" }\n"});
  CHECK(error_of([&] { bare.open(); }).code() == ErrorCode::class_unknown);

  memory::Workspace ground;
  ground.add_layer({"a",
                    "reserve",
                    {{box(106, 39, 107, 40), "1", "核心区"}, {box(107, 39, 108, 40), "2", "outer"}},
                    "",
                    "classes = { \"核心区\" = \"core\" }\n"});
  ground.add_layer({"b", "reserve", {{box(106, 39, 107, 40), "1"}}, "", "class = \"outer\"\n"});
  const auto workspace = ground.open();
  CHECK(workspace.layers[0].features[0].class_id == "core");
  CHECK(workspace.layers[0].features[1].class_id == "outer");
  CHECK(workspace.layers[1].features[0].class_id == "outer");
}

TEST_CASE("A column that the source does not have is refused with those that it has",
          "[workspace]") {
  memory::Workspace ground;
  ground.add_layer(
      {"a", "redline", {{box(106, 39, 107, 40), "1"}}, "", "fields = { id = \"ident\" }\n"});
  const xuanzhi::Error error = error_of([&] { ground.open(); });
  CHECK(error.code() == ErrorCode::column_missing);
  CHECK(holds(error.message().en, "ident"));
  CHECK(holds(error.remedy().en, "half_width_m"));
}

TEST_CASE("A half width is a finite number that is not negative", "[workspace]") {
  for (const char* width : {"wide", "-1", "12m", "inf", "nan"}) {
    memory::Workspace ground;
    ground.add_layer({"a", "road", {{"LINESTRING(106 39,107 40)", "1", "", width}}});
    INFO(width);
    CHECK(error_of([&] { ground.open(); }).code() == ErrorCode::value_invalid);
  }
  memory::Workspace ground;
  ground.add_layer({"a",
                    "road",
                    {{"LINESTRING(106 39,107 40)", "1", "", "12.5"},
                     {"LINESTRING(106 39,107 40)", "2", "", ""}}});
  const auto workspace = ground.open();
  CHECK(workspace.layers[0].features[0].half_width_m == 12.5);
  CHECK(workspace.layers[0].features[1].half_width_m == 0.0);
}

TEST_CASE("Lines where areas are wanted are refused unless a width is stated", "[workspace]") {
  memory::Workspace bare;
  bare.write_rows("lines.csv", {{"LINESTRING(106 39,107 40)", "1"}});
  const std::string layer =
      "[[layer]]\nid = \"a\"\nrole = \"zone\"\nsource = \"lines.csv\"\ncrs = \"EPSG:4490\"\n";
  const std::string head = "[workspace]\nname_zh = \"试验\"\nas_of = 2025-06-01\n";
  bare.write("workspace.toml", head + layer);
  const auto open = [&] { return xuanzhi::workspace::open_workspace(bare.folder(), {}, nullptr); };
  const xuanzhi::Error error = error_of([&] { open(); });
  CHECK(error.code() == ErrorCode::value_invalid);
  CHECK(holds(error.remedy().en, "half_width_m"));

  bare.write("workspace.toml", head + layer + "half_width_m = 7.5\n");
  CHECK(open().layers[0].features[0].half_width_m == 7.5);
  bare.write("workspace.toml", head + layer + "half_width_m = -1\n");
  CHECK(error_of([&] { open(); }).code() == ErrorCode::manifest_invalid);
  bare.write("workspace.toml",
             head + layer + "half_width_m = 1\nfields = { half_width_m = \"width\" }\n");
  CHECK(error_of([&] { open(); }).code() == ErrorCode::manifest_invalid);
}

// ------------------------------------------------------------------ audit

// A square, a bow tie, a row without geometry, an empty one, a sliver of no area, an id that stands
// thrice, a mixed collection.
const std::vector<memory::Row> kMixedRows{
    {box(106, 39, 107, 40), "good"},
    {"POLYGON((106 39,107 40,107 39,106 40,106 39))", "bow"},
    {"", "none"},
    {"POLYGON EMPTY", "empty"},
    {"POLYGON((106 39,107 39,106 39))", "flat"},
    {box(108, 39, 109, 40), "twin"},
    {box(109, 39, 110, 40), "twin"},
    {box(110, 39, 111, 40), "twin"},
    {"GEOMETRYCOLLECTION(POINT(106 39)," + box(111, 39, 112, 40) + ")", "mixed"}};

TEST_CASE("Every row of a layer is used, repaired or rejected, and the counts add up",
          "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"a", "redline", kMixedRows, kEverywhere});
  const auto workspace = ground.open();
  const SourceAudit& audit = audit_of(workspace.audits, "layer", "a");
  check_counts(audit);
  CHECK(audit.rows_read == 9);
  CHECK(audit.rows_used == 2);      // good and the first twin
  CHECK(audit.rows_repaired == 4);  // bow, two renamed twins, mixed
  CHECK(audit.rows_rejected == 3);  // none, empty, flat
  std::vector<std::string> ids;
  for (const auto& feature : workspace.layers[0].features) ids.push_back(feature.id);
  CHECK(ids == std::vector<std::string>{"good", "bow", "twin", "twin#2", "twin#3", "mixed"});
}

TEST_CASE("A repair says what it did to the area", "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"a", "redline", kMixedRows, kEverywhere});
  const auto workspace = ground.open();
  const SourceAudit& audit = audit_of(workspace.audits, "layer", "a");
  const auto bow = std::find_if(audit.items.begin(), audit.items.end(),
                                [](const auto& item) { return item.id == "bow"; });
  REQUIRE(bow != audit.items.end());
  // The two triangles of the bow tie have half a square degree in all, and cancel when signed.
  CHECK(off(bow->area_after, 0.5) <= 1e-12);
  CHECK_FALSE(bow->rejected);
  // 0.5 stands in the shape as well.
  const auto shape = workspace.layers[0].shape(*workspace.geos, 1);
  CHECK(xuanzhi::geometry::parts(shape).size() == 2);
}

TEST_CASE("Counts add up for sites and coverages as well", "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"a", "redline", {{box(106, 39, 107, 40), "1"}}});
  ground.write_rows("known.csv", kMixedRows);
  ground.add_layer({"b",
                    "redline",
                    {{box(106, 39, 107, 40), "1"}},
                    "",
                    "coverage = { source = \"known.csv\", crs = \"EPSG:4490\" }\n"});
  ground.add_sites(kMixedRows);
  const auto workspace = ground.open();
  check_counts(audit_of(workspace.audits, "coverage", "b"));
  CHECK(audit_of(workspace.audits, "coverage", "b").rows_rejected == 3);
  const SourceAudit& sites = audit_of(workspace.audits, "sites", "sites");
  check_counts(sites);
  CHECK(sites.rows_read == 9);
  CHECK(workspace.sites.size() == 6);
}

// ------------------------------------------------------------------ completeness

TEST_CASE("A layer that lost rows vouches for nothing unless the manifest accepts it",
          "[workspace]") {
  const std::vector<memory::Row> rows{{box(106, 39, 107, 40), "1"}, {"", "2"}};
  memory::Workspace ground;
  ground.add_layer({"plain", "redline", rows, kEverywhere});
  ground.add_layer({"accepted", "redline", rows, kEverywhere, "accept_rejected = true\n"});
  ground.add_layer({"whole", "redline", {rows[0]}, kEverywhere});
  ground.add_layer({"unstated", "redline", {rows[0]}});
  const auto workspace = ground.open();
  CHECK(workspace.layers[0].coverage.empty());
  CHECK_FALSE(workspace.layers[1].coverage.empty());
  CHECK_FALSE(workspace.layers[2].coverage.empty());
  CHECK(workspace.layers[3].coverage.empty());
  const auto note = [&](const char* layer) {
    const SourceAudit& audit = audit_of(workspace.audits, "layer", layer);
    return audit.notes.empty() ? "" : audit.notes.back().en;
  };
  CHECK(holds(note("plain"), "accept_rejected"));
  CHECK_FALSE(holds(note("whole"), "incomplete"));
  CHECK(holds(note("unstated"), "no coverage is stated"));
}

TEST_CASE("A layer without rows vouches for nothing unless the manifest says that it is empty",
          "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"plain", "redline", {}, kEverywhere});
  ground.add_layer({"really", "redline", {}, kEverywhere, "allow_empty = true\n"});
  // All rows lost: that they may be lost does not say that there are none.
  ground.add_layer({"lost", "redline", {{"", "1"}}, kEverywhere, "accept_rejected = true\n"});
  ground.add_layer({"lost2", "redline", {{"", "1"}}, kEverywhere, "allow_empty = true\n"});
  ground.add_layer({"filtered",
                    "redline",
                    {{box(106, 39, 107, 40), "1"}},
                    kEverywhere,
                    "where = \"id = 'other'\"\n"});
  const auto workspace = ground.open();
  CHECK(workspace.layers[0].coverage.empty());
  CHECK_FALSE(workspace.layers[1].coverage.empty());
  CHECK(workspace.layers[2].coverage.empty());
  CHECK(workspace.layers[3].coverage.empty());
  CHECK(workspace.layers[4].coverage.empty());
}

// ------------------------------------------------------------------ sites

TEST_CASE("The kind of a site decides whether its remaining land counts", "[workspace]") {
  memory::Workspace ground;
  const std::string shape = box(106.8, 39.66, 106.81, 39.67);
  ground.add_sites({{shape, "parcel", "", "", "", "", "parcel", "30"},
                    {shape, "plain", "", "", "", "", "", ""},
                    {shape, "park", "", "", "", "", "park", "30"},
                    {shape, "full", "", "", "", "", "park", ""}},
                   "accuracy_m = 0.25\n");
  const auto workspace = ground.open();
  const double area = workspace.sites[0].info.area_m2;
  CHECK(workspace.sites[0].info.available_land_m2 == area);
  CHECK(workspace.sites[1].info.available_land_m2 == area);
  CHECK(off(workspace.sites[2].info.available_land_m2, 20000.0) <= 1e-12);  // 30 mu
  CHECK(workspace.sites[3].info.available_land_m2 == area);
  CHECK(workspace.site("park").info.accuracy_m == 0.25);
  CHECK(error_of([&] { workspace.site("nowhere"); }).code() == ErrorCode::site_unknown);
}

TEST_CASE("A site of an unknown kind, or with land that is no number, is refused", "[workspace]") {
  const std::string shape = box(106.8, 39.66, 106.81, 39.67);
  for (const memory::Row& row :
       std::vector<memory::Row>{{shape, "s", "", "", "", "", "lot", ""},
                                {shape, "s", "", "", "", "", "park", "much"},
                                {shape, "s", "", "", "", "", "park", "-3"},
                                {shape, "s", "", "", "", "", "park", "nan"},
                                {shape, "s", "", "", "", "", "park", "inf"}}) {
    memory::Workspace ground;
    ground.add_sites({row});
    INFO(row.kind << " " << row.available_land_mu);
    const xuanzhi::Error error = error_of([&] { ground.open(); });
    CHECK(error.code() == ErrorCode::value_invalid);
    CHECK(holds(error.place(), "s"));
  }
}

TEST_CASE("A site that is no area is refused", "[workspace]") {
  memory::Workspace ground;
  ground.add_sites({{"LINESTRING(106 39,107 40)", "s"}});
  CHECK(error_of([&] { ground.open(); }).code() == ErrorCode::value_invalid);
}

TEST_CASE("A site id that stands in two sources is refused", "[workspace]") {
  memory::Workspace ground;
  ground.add_sites({{box(106, 39, 107, 40), "s"}});
  ground.write_rows("more.csv", {{box(107, 39, 108, 40), "s"}});
  ground.add_sites(
      {{box(106, 39, 107, 40), "s"}},
      "[[sites]]\nsource = \"more.csv\"\ncrs = \"EPSG:4490\"\nfields = { id = \"id\" }\n");
  const xuanzhi::Error error = error_of([&] { ground.open(); });
  CHECK(error.code() == ErrorCode::value_invalid);
}

// ------------------------------------------------------------------ boundary versions

struct VersionText {
  const char* layer;
  const char* series;
  const char* status;
  const char* from;
  const char* to;
};

std::vector<Layer> versioned_layers(memory::Workspace& ground,
                                    const std::vector<VersionText>& versions,
                                    xuanzhi::workspace::Workspace& workspace) {
  for (const VersionText& version : versions) {
    std::string more = "version = { region = \"1503\", series = \"" + std::string(version.series) +
                       "\", status = \"" + version.status + "\"";
    if (*version.from != '\0') more += std::string(", valid_from = ") + version.from;
    if (*version.to != '\0') more += std::string(", valid_to = ") + version.to;
    ground.add_layer({version.layer, "zone", {{box(106, 39, 107, 40), "1"}}, "", more + " }\n"});
  }
  workspace = ground.open();
  return std::move(workspace.layers);
}

using Statuses = std::vector<BoundaryStatus>;

std::string chosen(std::vector<Layer>& layers, const char* date, const Statuses& usable,
                   const std::string& series = "s") {
  const auto choices =
      xuanzhi::workspace::choose_versions(layers, day(date), [&](const Layer&) { return usable; });
  std::string found = "no such series";
  for (const VersionChoice& choice : choices) {
    if (choice.series == series) found = choice.layer_id;
  }
  for (const Layer& layer : layers) {
    // Exactly the chosen one of the series is in force.
    if (layer.config.version && layer.config.version->series == series)
      CHECK(layer.in_force == (layer.config.id == found));
    if (!layer.config.version) CHECK(layer.in_force);
  }
  return found;
}

TEST_CASE("The first usable status with a version valid on the day is in force", "[workspace]") {
  memory::Workspace ground;
  xuanzhi::workspace::Workspace workspace;
  std::vector<Layer> layers =
      versioned_layers(ground,
                       {{"old", "s", "expired", "2011-01-01", "2020-12-31"},
                        {"reported", "s", "pending", "2022-08-01", ""},
                        {"plan", "s", "approved", "2024-07-01", "2035-12-31"}},
                       workspace);
  const Statuses strict{BoundaryStatus::approved};
  const Statuses lenient{BoundaryStatus::approved, BoundaryStatus::pending};
  struct Case {
    const char* date;
    const char* strict;
    const char* lenient;
  };
  for (const Case& c : std::vector<Case>{{"2015-06-01", "", ""},
                                         {"2022-07-31", "", ""},
                                         {"2022-08-01", "", "reported"},
                                         {"2024-06-30", "", "reported"},
                                         {"2024-07-01", "plan", "plan"},
                                         {"2035-12-31", "plan", "plan"},
                                         {"2036-01-01", "", "reported"}}) {
    INFO(c.date);
    CHECK(chosen(layers, c.date, strict) == c.strict);
    CHECK(chosen(layers, c.date, lenient) == c.lenient);
  }
  // An expired version takes a rule that says so, and a day on which it was valid.
  CHECK(chosen(layers, "2015-06-01", {BoundaryStatus::expired}) == "old");
  CHECK(chosen(layers, "2021-01-01", {BoundaryStatus::expired}).empty());
  // The order of the statuses decides, not that of the layers.
  CHECK(chosen(layers, "2025-01-01", {BoundaryStatus::pending, BoundaryStatus::approved}) ==
        "reported");
}

TEST_CASE("Of several valid versions of one status the one from the latest day is in force",
          "[workspace]") {
  memory::Workspace ground;
  xuanzhi::workspace::Workspace workspace;
  std::vector<Layer> layers = versioned_layers(ground,
                                               {{"second", "s", "approved", "2020-01-01", ""},
                                                {"third", "s", "approved", "2022-01-01", ""},
                                                {"first", "s", "approved", "2010-01-01", ""},
                                                {"ever", "s", "approved", "", ""},
                                                {"other", "t", "approved", "2023-01-01", ""}},
                                               workspace);
  const Statuses strict{BoundaryStatus::approved};
  CHECK(chosen(layers, "2023-06-01", strict) == "third");
  CHECK(chosen(layers, "2021-12-31", strict) == "second");
  CHECK(chosen(layers, "2019-12-31", strict) == "first");
  CHECK(chosen(layers, "2009-12-31", strict) == "ever");
  CHECK(chosen(layers, "2023-06-01", strict, "t") == "other");
  CHECK(chosen(layers, "2022-06-01", strict, "t").empty());
}

TEST_CASE("A layer without versions is always in force and is no choice", "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"a", "zone", {{box(106, 39, 107, 40), "1"}}});
  auto workspace = ground.open();
  const auto choices = xuanzhi::workspace::choose_versions(workspace.layers, day("1900-01-01"),
                                                           [](const Layer&) { return Statuses{}; });
  CHECK(choices.empty());
  CHECK(workspace.layers[0].in_force);
}

}  // namespace
