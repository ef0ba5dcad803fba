// SPDX-License-Identifier: Apache-2.0
#include "layers.h"

#include <algorithm>
#include <map>

#include "../answers.h"
#include "../geojson.h"
#include "../vector_tile.h"
#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

using nlohmann::json;

namespace {

std::size_t layer_position(const std::vector<workspace::Layer>& layers, const std::string& id) {
  const auto found = std::find_if(layers.begin(), layers.end(),
                                  [&](const auto& layer) { return layer.config.id == id; });
  if (found == layers.end()) {
    throw Error(ErrorCode::resource_unknown, id, {"没有此图层", "there is no such layer"},
                {"见 /api/layers", "see /api/layers"});
  }
  return static_cast<std::size_t>(found - layers.begin());
}

json style_json(const workspace::RoleStyle& style) {
  return {{"fill", style.fill},         {"line", style.line},       {"pattern", style.pattern},
          {"width_mm", style.width_mm}, {"size_mm", style.size_mm}, {"opacity", style.opacity}};
}

json classes_json(const workspace::Layer& layer) {
  std::map<std::string_view, std::size_t> counts;
  for (const workspace::Feature& feature : layer.features) ++counts[feature.class_id];
  json out = json::array();
  for (const workspace::RoleClass& one : layer.role->classes) {
    if (counts[one.id] == 0) continue;
    out.push_back({{"id", one.id},
                   {"name", bilingual(one.name)},
                   {"features", counts[one.id]},
                   {"style", style_json(one.style)}});
  }
  return out;
}

json layer_json(const workspace::Layer& layer, const LayerBoxes& boxes) {
  const workspace::LayerConfig& config = layer.config;
  const std::string self = "/api/layers/" + config.id;
  json out{{"id", config.id},
           {"title", bilingual(config.name)},
           {"role", layer.role->id},
           {"role_name", bilingual(layer.role->name)},
           {"group", bilingual(layer.role->group)},
           {"dimension", layer.role->dimension},
           {"order", layer.role->order},
           {"visible", layer.role->visible},
           {"label", layer.role->label},
           {"features", layer.features.size()},
           {"in_force", layer.in_force},
           {"accuracy_m", layer.accuracy_m},
           {"confidence", config.confidence ? json(*config.confidence) : json()},
           {"origin", bilingual(config.origin)},
           {"vintage", config.vintage},
           {"coverage_known", !layer.coverage.empty()},
           {"style", style_json(layer.role->style)},
           {"classes", classes_json(layer)},
           {"links", json::array({{{"rel", "self"}, {"href", self}},
                                  {{"rel", "items"}, {"href", self + "/items"}},
                                  {{"rel", "tiles"}, {"href", self + "/tiles/{z}/{x}/{y}"}}})}};
  if (boxes.all)
    out["bbox"] = {boxes.all->min_x, boxes.all->min_y, boxes.all->max_x, boxes.all->max_y};
  if (config.version) {
    out["version"] = {{"series", config.version->series},
                      {"status", workspace::to_string(config.version->status)},
                      {"document", bilingual(config.version->document)}};
  }
  return out;
}

}  // namespace

Answer ListLayers::operator()(const Request&) const {
  json all = json::array();
  for (std::size_t i = 0; i < layers.size(); ++i) all.push_back(layer_json(layers[i], boxes[i]));
  return json_answer({{"layers", all}});
}

Answer DescribeLayer::operator()(const Request& request) const {
  const std::size_t i = layer_position(layers, request.place.at("layer"));
  return json_answer(layer_json(layers[i], boxes[i]));
}

Answer LayerItems::operator()(const Request& request) const {
  const std::size_t layer = layer_position(layers, request.place.at("layer"));
  const Page page = page_of(request, limits);
  const auto box = bbox_of(request);
  const geometry::Geos geos;
  std::string features;
  std::size_t matched = 0;
  std::size_t returned = 0;
  for (std::size_t i = 0; i < boxes[layer].features.size(); ++i) {
    if (box && !boxes[layer].features[i].intersects(*box)) continue;
    if (!page.shows(matched++)) continue;
    const workspace::Feature& feature = layers[layer].features[i];
    json properties{{"name", feature.name},
                    {"class", feature.class_id},
                    {"half_width_m", feature.half_width_m}};
    const std::string_view code = layers[layer].code(i);
    if (!code.empty()) properties["code"] = code;
    features += (returned++ == 0 ? "" : ",") +
                feature_text(feature.id, geometry_text(layers[layer].shape(geos, i)),
                             properties.dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return {200, "application/geo+json",
          R"({"type":"FeatureCollection","numberMatched":)" + std::to_string(matched) +
              R"(,"numberReturned":)" + std::to_string(returned) + R"(,"features":[)" + features +
              "]}"};
}

Answer LayerTile::operator()(const Request& request) const {
  const std::size_t layer = layer_position(layers, request.place.at("layer"));
  const auto tile =
      tile_address(request.place.at("zoom"), request.place.at("column"), request.place.at("row"));
  if (!tile) {
    throw Error(ErrorCode::resource_unknown, request.path, {"没有此瓦片", "there is no such tile"},
                {"层级 0 到 22，行列从 0 起", "zoom 0 to 22, column and row counted from 0"});
  }
  std::string bytes = vector_tile(layers[layer], boxes[layer], *tile);
  const int status = bytes.empty() ? 204 : 200;
  return {status, "application/vnd.mapbox-vector-tile", std::move(bytes)};
}

}  // namespace xuanzhi::service
