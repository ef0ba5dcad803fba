// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/layer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include <malloc.h>

#include "layer_cache.h"
#include "shape_source.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/fingerprint.h"

namespace xuanzhi::workspace {

namespace {

// The class of a feature. A class that nobody understands would hide the feature from the rules
// that ask for classes, so it is an error and never a default.
std::string_view class_of(const LayerConfig& config, const Role& role, const std::string& value,
                          const std::string& feature_id) {
  if (role.classes.empty()) return {};
  const std::string place = "[layer " + config.id + "]";
  if (config.fields.class_name.empty() && config.class_id.empty()) {
    throw Error(ErrorCode::class_unknown, place,
                {"角色 " + role.id + " 分类，须写明 class 或 [layer.fields] class",
                 "the role " + role.id + " has classes: state `class` or [layer.fields] class"},
                {"可用的类：" + role.class_ids(), "classes: " + role.class_ids()});
  }
  const std::string& stated = config.class_id.empty() ? value : config.class_id;
  const auto mapped = config.classes.find(stated);
  const bool maps = config.class_id.empty() && mapped != config.classes.end();
  const std::string& id = maps ? mapped->second : stated;
  if (const RoleClass* known = role.find_class(id)) return known->id;
  throw Error(
      ErrorCode::class_unknown, place + " " + feature_id,
      {"分类值 \"" + stated + "\" 未对应到 " + role.id + " 的类",
       "the class value \"" + stated + "\" is mapped to no class of " + role.id},
      {"在 [layer.classes] 中写 \"" + stated + "\" = \"…\"；可用的类：" + role.class_ids(),
       "write \"" + stated + "\" = \"…\" under [layer.classes]; classes: " + role.class_ids()});
}

double half_width(const std::string& text, const std::string& place) {
  if (text.empty()) return 0.0;
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (whole && std::isfinite(value) && value >= 0.0) return value;
  throw Error(ErrorCode::value_invalid, place,
              {"半宽应为非负数：" + text, "the half width must be a number from 0 up: " + text});
}

geometry::Shape load_coverage(const geometry::Geos& geos, const LayerConfig& config,
                              std::vector<SourceAudit>& audits,
                              const std::optional<geometry::Box>& area, FileDigests* digests) {
  if (!config.coverage) return geometry::make_empty(geos);
  SourceAudit audit;
  audit.source_id = config.id;
  audit.kind = "coverage";
  ShapeTable table = read_shapes(geos, {&*config.coverage, "", {}, 2, false, area, digests}, audit);
  std::vector<geometry::Shape> shapes;
  for (ShapeRow& row : table.rows) shapes.push_back(std::move(row.shape));
  audits.push_back(std::move(audit));
  return geometry::union_of(geos, std::move(shapes));
}

// A layer that lost rows, or has none, cannot vouch for "nothing here".
void judge_completeness(Layer& layer, SourceAudit& audit) {
  const LayerConfig& config = layer.config;
  if (!config.coverage) {
    audit.notes.push_back({"未说明覆盖范围（coverage），无法得出“无压占”",
                           "no coverage is stated, so \"no conflict\" can never follow"});
  }
  const bool lost_rows =
      (audit.rows_rejected > 0 || audit.reader_failed) && !config.accept_rejected;
  const bool no_rows = layer.features.empty() && !config.allow_empty;
  if (!lost_rows && !no_rows) return;
  layer.coverage = geometry::make_empty(layer.coverage.geos());
  audit.notes.push_back(
      lost_rows
          ? Text{"有行被拒绝或读不出，图层视为不完整；确认无碍后写 accept_rejected = true",
                 "rows were rejected or lost, so the layer is incomplete; write accept_rejected = "
                 "true if "
                 "they do not matter"}
          : Text{
                "图层没有可用要素，视为未知；确认确无要素后写 allow_empty = true",
                "the layer has no usable feature and is unknown; write allow_empty = true if there "
                "really is none"});
}

}  // namespace

namespace {

std::string digest_of(const Layer& layer) {
  PartsFingerprint parts;
  for (std::size_t i = 0; i < layer.features.size(); ++i) {
    const Feature& feature = layer.features[i];
    for (const std::string_view text :
         {std::string_view(feature.id), std::string_view(feature.name), feature.class_id,
          layer.code(i)})
      parts.add(text);
    parts.add(feature.half_width_m);
  }
  for (const LayerClass& entry : layer.regions->classes) {
    parts.add(entry.class_id);
    for (const std::uint32_t feature : entry.features) parts.add(std::size_t{feature});
    parts.add(entry.region.digest());
  }
  parts.add(layer.regions->coverage.digest());
  return parts.hex();
}

}  // namespace

geometry::Shape Layer::shape(const geometry::Geos& geos, std::size_t feature) const {
  for (const LayerClass& entry : regions->classes) {
    const auto found = std::lower_bound(entry.features.begin(), entry.features.end(), feature);
    if (found == entry.features.end() || *found != feature) continue;
    return entry.region.shape(geos, static_cast<std::size_t>(found - entry.features.begin()));
  }
  throw Error(ErrorCode::internal_fault, config.id, {"要素没有几何", "a feature has no shape"});
}

std::vector<geometry::Shape> Layer::shapes(const geometry::Geos& geos) const {
  std::vector<geometry::Shape> out;
  out.reserve(features.size());
  for (std::size_t i = 0; i < features.size(); ++i) out.push_back(shape(geos, i));
  return out;
}

std::optional<geometry::Box> Layer::box() const {
  std::optional<geometry::Box> out;
  for (const LayerClass& entry : regions->classes) {
    const auto box = entry.region.box();
    if (box) out = out ? out->united(*box) : *box;
  }
  return out;
}

std::size_t Layer::vertex_count() const {
  std::size_t out = 0;
  for (const LayerClass& entry : regions->classes) {
    for (std::size_t i = 0; i < entry.region.items(); ++i) out += entry.region.vertex_count(i);
  }
  return out;
}

Layer Layer::clone() const {
  return {config, role, features, codes, regions, digest, coverage.clone(), in_force, accuracy_m};
}

void Layer::index(const std::vector<geometry::Shape>& shapes) {
  std::vector<geometry::RegionItem> known;
  if (!coverage.empty()) known.push_back({&coverage, 0.0});
  std::map<std::string_view, std::vector<std::uint32_t>> by_class;
  for (std::size_t i = 0; i < features.size(); ++i)
    by_class[features[i].class_id].push_back(static_cast<std::uint32_t>(i));
  LayerRegions made{nullptr, geometry::RegionIndex(known), {}};
  for (auto& [class_id, members] : by_class) {
    std::vector<geometry::RegionItem> items;
    items.reserve(members.size());
    for (const std::uint32_t i : members) items.push_back({&shapes[i], features[i].half_width_m});
    made.classes.push_back(
        {std::string(class_id), std::move(members), geometry::RegionIndex(items)});
  }
  regions = std::make_shared<const LayerRegions>(std::move(made));
  digest = digest_of(*this);
}

void fetch_pages(const std::vector<Layer>& layers) {
  std::size_t room = kMostInMemory;
  for (const Layer& layer : layers) {
    const std::shared_ptr<const PackedFile>& file = layer.regions->file;
    if (!file || file->content().size() > room) continue;
    room -= file->content().size();
    file->fetch_pages();
  }
}

namespace {

Layer read_layer(const geometry::Geos& geos, const LayerConfig& config, const Role& role,
                 std::vector<SourceAudit>& audits, const std::optional<geometry::Box>& area,
                 FileDigests* digests) {
  SourceAudit audit;
  audit.source_id = config.id;
  audit.kind = "layer";
  const LayerFields& fields = config.fields;
  ShapeTable table =
      read_shapes(geos,
                  {&config.table,
                   fields.id,
                   {fields.name, fields.class_name, fields.half_width_m, fields.code},
                   role.dimension,
                   config.half_width_m || !fields.half_width_m.empty(),
                   area,
                   digests},
                  audit);
  Layer layer;
  layer.config = config;
  layer.role = &role;
  layer.accuracy_m = config.accuracy_m + table.datum_accuracy_m;
  std::vector<geometry::Shape> shapes;
  shapes.reserve(table.rows.size());
  layer.features.reserve(table.rows.size());
  for (ShapeRow& row : table.rows) {
    Feature feature;
    feature.id = row.id;
    feature.name = table.value(row, fields.name);
    feature.class_id = class_of(config, role, table.value(row, fields.class_name), row.id);
    if (!fields.code.empty()) layer.codes.push_back(table.value(row, fields.code));
    feature.half_width_m = config.half_width_m ? *config.half_width_m
                                               : half_width(table.value(row, fields.half_width_m),
                                                            config.id + " " + row.id);
    shapes.push_back(std::move(row.shape));
    layer.features.push_back(std::move(feature));
  }
  layer.coverage = load_coverage(geos, config, audits, area, digests);
  judge_completeness(layer, audit);
  layer.index(shapes);
  audits.push_back(std::move(audit));
  return layer;
}

}  // namespace

Layer load_layer(const geometry::Geos& geos, const LayerConfig& config, const Role& role,
                 std::vector<SourceAudit>& audits, const std::optional<geometry::Box>& area,
                 LayerCache* cache) {
  const std::optional<std::string> key =
      cache == nullptr ? std::nullopt : cache->key_of(config, role, area);
  if (key) {
    if (auto kept = cache->take(geos, config, role, *key)) {
      for (SourceAudit& audit : kept->audits) audits.push_back(std::move(audit));
      return std::move(kept->layer);
    }
  }
  const std::size_t before = audits.size();
  FileDigests* digests = cache == nullptr ? nullptr : &cache->digests();
  Layer layer = read_layer(geos, config, role, audits, area, digests);
  if (!key) return layer;
  if (!cache->keep(layer, std::span(audits).subspan(before), *key)) return layer;
  // What was kept lies in a file and takes memory only where somebody looks. Of the large layer
  // that was built nothing may stay behind, not in the allocator either.
  layer = {};
  ::malloc_trim(0);
  if (auto kept = cache->take(geos, config, role, *key)) {
    kept->layer.regions->file->release_pages();
    return std::move(kept->layer);
  }
  audits.resize(before);  // somebody took the file away
  return read_layer(geos, config, role, audits, area, digests);
}

}  // namespace xuanzhi::workspace
