// SPDX-License-Identifier: Apache-2.0
#include <cpl_error.h>
#include <cpl_minixml.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "../support/catch.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/products/map_style.h"
#include "xuanzhi/products/qgis_project.h"

namespace products = xuanzhi::products;
using products::GeometryKind;
using products::LayerStyle;
using products::Pattern;
using products::ProjectLayer;
using products::ProjectMap;

namespace {

constexpr auto hostile = "乌达 & 海南 <\"一级\"> '区'\n第二行";

/// A parsed document; the test fails where the text is not well-formed.
class Document {
 public:
  explicit Document(const std::string& text) : tree_(CPLParseXMLString(text.c_str())) {
    INFO(CPLGetLastErrorMsg() << '\n' << text);
    REQUIRE(tree_ != nullptr);
  }

  /// All elements of that name, in the order of the document.
  [[nodiscard]] std::vector<CPLXMLNode*> all(const std::string& name) const {
    return within(tree_.get(), name);
  }

  static std::vector<CPLXMLNode*> within(CPLXMLNode* from, const std::string& name) {
    std::vector<CPLXMLNode*> found;
    for (auto* node = from; node != nullptr; node = node->psNext) {
      if (node->eType != CXT_Element) continue;
      if (name == node->pszValue) found.push_back(node);
      const auto inner = within(node->psChild, name);
      found.insert(found.end(), inner.begin(), inner.end());
    }
    return found;
  }

  /// Values of an attribute of all elements of that name.
  [[nodiscard]] std::vector<std::string> values(const std::string& name, const char* key) const {
    std::vector<std::string> found;
    for (auto* node : all(name)) found.emplace_back(CPLGetXMLValue(node, key, ""));
    return found;
  }

 private:
  struct Destroy {
    void operator()(CPLXMLNode* node) const { CPLDestroyXMLNode(node); }
  };
  std::unique_ptr<CPLXMLNode, Destroy> tree_;
};

LayerStyle verdict_style() {
  LayerStyle style;
  style.category_field = "worst_verdict";
  for (const auto* verdict : {"non_compliant", "insufficient_data", "conditional", "compliant"}) {
    style.categories.push_back({verdict, hostile, products::verdict_symbol(verdict)});
  }
  style.other_label = "其他";
  style.single = products::verdict_symbol("");
  style.label_expression = "\"name\" || '\\n' || round(\"area_m2\"/10000, 2) || ' ha'";
  style.fields = {{"fid", "", true, {}},
                  {"site_id", hostile, false, {}},
                  {"worst_verdict", "结论", false, {{"compliant", hostile}}}};
  style.map_tip = hostile;
  return style;
}

ProjectLayer layer(const std::string& id, const LayerStyle& style, int order = 0) {
  ProjectLayer made;
  made.id = id;
  made.table = id;
  made.title = hostile;
  made.authid = style.kind == GeometryKind::none ? "" : "EPSG:4490";
  made.order = order;
  made.style = style;
  return made;
}

LayerStyle plain(GeometryKind kind) {
  LayerStyle style;
  style.kind = kind;
  style.single = {.fill = "#ffd54f", .line = "#a07b00"};
  return style;
}

ProjectMap small_project() {
  ProjectMap map;
  map.title = hostile;
  map.geopackage_file_name = "./结果 & 图.gpkg";
  map.crs_authid = "EPSG:4545";
  map.extent = {386000, 4384000, 411000, 4392000};
  map.groups = {{"结果", true, true, {layer("site", verdict_style())}},
                {"底图", true, true, {layer("road", plain(GeometryKind::line))}},
                {"属性表", false, true, {layer("finding", plain(GeometryKind::none))}}};
  map.bookmarks = {{hostile, {106.7, 39.6, 106.9, 39.7}, "EPSG:4490"}};
  map.relations = {{"结论项", "site", "site_id", "finding", "site_id"}};
  map.footer = hostile;
  return map;
}

}  // namespace

TEST_CASE("every pattern on every kind of geometry gives well-formed QML with symbol layers") {
  const auto kind = GENERATE(GeometryKind::point, GeometryKind::line, GeometryKind::polygon);
  const auto pattern =
      GENERATE(Pattern::solid, Pattern::hatch, Pattern::backhatch, Pattern::cross, Pattern::outline,
               Pattern::dashed_outline, Pattern::dash, Pattern::railway, Pattern::circle,
               Pattern::square, Pattern::triangle, Pattern::star);
  LayerStyle style = plain(kind);
  style.single.pattern = pattern;
  const Document document(products::qml(style));
  REQUIRE(document.all("renderer-v2").size() == 1);
  CHECK(document.all("labeling").empty());
  const auto symbols = document.all("symbol");
  REQUIRE_FALSE(symbols.empty());
  CHECK_FALSE(Document::within(symbols.front(), "layer").empty());
}

TEST_CASE("hatches are lines, never brushes, which turn solid in print") {
  LayerStyle style = plain(GeometryKind::polygon);
  style.single.pattern = Pattern::cross;
  const auto classes = Document(products::qml(style)).values("layer", "class");
  CHECK(std::count(classes.begin(), classes.end(), "LinePatternFill") == 2);
}

TEST_CASE("a railway is a dark line under a white dashed one") {
  LayerStyle style = plain(GeometryKind::line);
  style.single.pattern = Pattern::railway;
  const Document document(products::qml(style));
  CHECK(document.values("layer", "pass") == std::vector<std::string>{"0", "1"});
  CHECK(document.values("renderer-v2", "symbollevels") == std::vector<std::string>{"1"});
}

TEST_CASE("each category has its symbol, and the values that no category lists have one too") {
  LayerStyle style = verdict_style();
  const Document with_other(products::qml(style));
  CHECK(with_other.values("category", "value") ==
        std::vector<std::string>{"non_compliant", "insufficient_data", "conditional", "compliant",
                                 ""});
  CHECK(with_other.values("category", "label").back() == "其他");
  CHECK(with_other.values("category", "symbol") ==
        std::vector<std::string>{"0", "1", "2", "3", "4"});
  const auto names = with_other.values("symbol", "name");
  CHECK(std::count_if(names.begin(), names.end(),
                      [](const auto& name) { return name.size() == 1; }) == 5);

  style.other_label.clear();
  CHECK(Document(products::qml(style)).all("category").size() == 4);
}

TEST_CASE("Chinese text with markup characters and line breaks comes back as it went in") {
  const Document document(products::qml(verdict_style()));
  CHECK(document.values("category", "label").front() == hostile);
  CHECK(document.values("alias", "name").front() == hostile);
  CHECK(document.values("mapTip", "").front() == hostile);
  CHECK(document.values("text-style", "fieldName").front() == verdict_style().label_expression);

  const Document project(products::qgs(small_project()));
  CHECK(project.values("title", "").front() == hostile);
  CHECK(project.values("layername", "").front() == hostile);
  CHECK(project.values("datasource", "").front() == "./结果 & 图.gpkg|layername=site");
  CHECK(project.values("Bookmark", "name").front() == hostile);
}

TEST_CASE("characters that XML cannot hold are replaced") {
  LayerStyle style = plain(GeometryKind::point);
  style.map_tip = std::string("甲\x01乙\x1f");
  CHECK(Document(products::qml(style)).values("mapTip", "").front() == "甲\uFFFD乙\uFFFD");
}

TEST_CASE("columns get titles, hidden ones are hidden, codes get their words") {
  const Document document(products::qml(verdict_style()));
  CHECK(document.values("column", "hidden") == std::vector<std::string>{"1", "0", "0"});
  CHECK(document.values("editWidget", "type") == std::vector<std::string>{"Hidden", "ValueMap"});
}

TEST_CASE("labels are limited to the scales that were asked for") {
  LayerStyle style = verdict_style();
  CHECK(Document(products::qml(style)).values("rendering", "scaleVisibility").front() == "0");
  style.label_scale_limit = 50000;
  const Document document(products::qml(style));
  CHECK(document.values("rendering", "scaleVisibility").front() == "1");
  CHECK(document.values("rendering", "scaleMax").front() == "50000");
}

TEST_CASE("a colour that is not #rrggbb is refused by name") {
  LayerStyle style = plain(GeometryKind::polygon);
  for (const auto* colour : {"red", "#12345", "#12345g", "1234567", "#1234567"}) {
    style.single.fill = colour;
    CHECK_THROWS_AS(products::qml(style), xuanzhi::Error);
  }
}

TEST_CASE("verdicts differ in colour, and missing data is hatched") {
  std::set<std::string> fills;
  for (const auto* verdict :
       {"non_compliant", "insufficient_data", "conditional", "compliant", ""}) {
    fills.insert(products::verdict_symbol(verdict).fill);
  }
  CHECK(fills.size() == 5);
  CHECK(products::verdict_symbol("insufficient_data").pattern == Pattern::hatch);
}

TEST_CASE("patterns are known by the names that role styles use") {
  CHECK(products::pattern_named("dashed_outline") == Pattern::dashed_outline);
  CHECK(products::pattern_named("railway") == Pattern::railway);
  CHECK_FALSE(products::pattern_named("dots"));
}

TEST_CASE("every layer of the tree has a maplayer, with an id that QGIS keeps") {
  const Document document(products::qgs(small_project()));
  const auto layers = document.values("id", "");
  const std::set<std::string> known(layers.begin(), layers.end());
  CHECK(known.size() == 3);
  const auto in_trees = document.values("layer-tree-layer", "id");
  CHECK(std::set<std::string>(in_trees.begin(), in_trees.end()) == known);
  for (const auto& id : known) CHECK(id.size() >= 11);
  for (const auto* end : {"referencedLayer", "referencingLayer"}) {
    CHECK(known.contains(document.values("relation", end).front()));
  }
}

TEST_CASE("the printed legend lists neither tables nor what is switched off") {
  ProjectMap map = small_project();
  map.groups[1].layers[0].visible = false;
  const Document document(products::qgs(map));
  const auto layout = document.all("Layout");
  REQUIRE(layout.size() == 1);
  const auto listed = Document::within(layout.front()->psChild, "layer-tree-layer");
  REQUIRE(listed.size() == 1);
  CHECK(std::string(CPLGetXMLValue(listed.front(), "id", "")) == "xuanzhi_layer_site");
}

TEST_CASE("the printed legend takes the shorter texts, the layer panel keeps the long ones") {
  ProjectMap map = small_project();
  map.groups[0].print_name = "果";
  map.groups[0].layers[0].print_title = "块";
  map.groups[0].layers[0].style.categories[2].print_label = "可";
  const Document document(products::qgs(map));
  const auto groups = document.values("layer-tree-group", "name");
  CHECK(std::count(groups.begin(), groups.end(), "结果") == 1);
  CHECK(std::count(groups.begin(), groups.end(), "果") == 1);
  const auto layout = document.all("Layout");
  std::vector<std::string> texts;
  for (auto* option : Document::within(layout.front()->psChild, "Option")) {
    const std::string name = CPLGetXMLValue(option, "name", "");
    if (name.starts_with("legend/"))
      texts.push_back(name + "=" + CPLGetXMLValue(option, "value", ""));
  }
  CHECK(texts == std::vector<std::string>{"legend/title-label=块", "legend/label-2=可"});
}

TEST_CASE("a drawing order is written only where it differs from the tree") {
  ProjectMap map = small_project();
  CHECK(Document(products::qgs(map)).all("custom-order").empty());
  map.groups[0].layers[0].order = 9;
  map.groups[1].layers[0].order = 3;
  CHECK(Document(products::qgs(map)).values("item", "") ==
        std::vector<std::string>{"xuanzhi_layer_road", "xuanzhi_layer_site"});
}

namespace {

double number_at(const CPLXMLNode* node, const char* key) {
  return std::stod(CPLGetXMLValue(node, key, "nan"));
}

/// Size of a layout item of that kind in mm, as "width,height,mm".
std::string item_size(const Document& document, const std::string& kind) {
  for (auto* item : document.all("LayoutItem")) {
    if (kind == CPLGetXMLValue(item, "type", "")) return CPLGetXMLValue(item, "size", "");
  }
  return "";
}

constexpr auto map_item = "65639";
constexpr auto legend_item = "65642";

}  // namespace

TEST_CASE("the printed map has the shape of its frame and holds the whole extent") {
  const ProjectMap map = small_project();
  const Document document(products::qgs(map));
  const auto frame = document.all("Extent");
  REQUIRE(frame.size() == 1);
  const std::string size = item_size(document, map_item);
  const double frame_shape = std::stod(size) / std::stod(size.substr(size.find(',') + 1));
  const double shape = (number_at(frame.front(), "xmax") - number_at(frame.front(), "xmin")) /
                       (number_at(frame.front(), "ymax") - number_at(frame.front(), "ymin"));
  CHECK(std::abs(shape - frame_shape) < 1e-9);
  CHECK(number_at(frame.front(), "xmin") < map.extent.xmin);
  CHECK(number_at(frame.front(), "xmax") > map.extent.xmax);
  CHECK(number_at(frame.front(), "ymin") < map.extent.ymin);
  CHECK(number_at(frame.front(), "ymax") > map.extent.ymax);
}

TEST_CASE("a long legend takes more columns and room from the map, never the whole page") {
  ProjectMap map = small_project();
  const Document small(products::qgs(map));
  CHECK(small.values("LayoutItem", "columnCount")[2] == "1");
  for (int i = 0; i < 150; ++i) {
    map.groups[0].layers[0].style.categories.push_back(
        {std::to_string(i), "永久基本农田 Permanent basic farmland", products::verdict_symbol("")});
  }
  const Document full(products::qgs(map));
  CHECK(std::stoi(full.values("LayoutItem", "columnCount")[2]) > 1);
  CHECK(std::stod(item_size(full, legend_item)) > std::stod(item_size(small, legend_item)));
  CHECK(std::stod(item_size(full, map_item)) >= 139.0);
  CHECK(std::stod(item_size(full, map_item)) + std::stod(item_size(full, legend_item)) <= 277.0);
}

TEST_CASE("equal input gives equal bytes") {
  CHECK(products::qgs(small_project()) == products::qgs(small_project()));
}

TEST_CASE("projects that QGIS would open wrongly are refused") {
  ProjectMap map = small_project();
  SECTION("two layers with one id") {
    map.groups[1].layers[0].id = "site";
  }
  SECTION("a relation to a layer that is not there") {
    map.relations[0].child_layer = "fact";
  }
  SECTION("an extent without area") {
    map.extent.xmax = map.extent.xmin;
  }
  CHECK_THROWS_AS(products::qgs(map), xuanzhi::Error);
}
