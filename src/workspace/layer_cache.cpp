// SPDX-License-Identifier: Apache-2.0
#include "layer_cache.h"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "audit_pack.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/base/packed_file.h"
#include "xuanzhi/dataset/vector_file.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/version.h"

namespace xuanzhi::workspace {

namespace fs = std::filesystem;

namespace {

// Raised with every change of what a file holds, or of what the engine makes of a source.
constexpr int kForm = 6;
constexpr std::string_view kKind = "layer";

/// Collects the parts of a key so that no two lists of parts give the same text.
class Key {
 public:
  void add(std::string_view part) { text_ += fmt::format("{}:{}\n", part.size(), part); }
  void add_number(double value) { text_ += fmt::format("{:a}\n", value); }
  void add_number(const std::optional<double>& value) {
    add_flag(value.has_value());
    add_number(value.value_or(0.0));
  }
  void add_flag(bool value) { add(value ? "yes" : "no"); }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

void add_table(const SourceTable& table, Key& key) {
  key.add(table.source.string());
  key.add(table.table);
  key.add(table.where);
  key.add(table.crs);
  key.add(table.encoding);
  key.add(table.shift);
  key.add_flag(table.north_east);
  key.add_flag(table.unshifted);
  key.add_number(table.datum_accuracy_m);
}

void add_config(const LayerConfig& config, const Role& role, Key& key) {
  key.add(config.id);
  add_table(config.table, key);
  key.add_flag(config.coverage.has_value());
  if (config.coverage) add_table(*config.coverage, key);
  key.add(config.class_id);
  key.add_number(config.half_width_m);
  const LayerFields& fields = config.fields;
  for (const std::string& field :
       {fields.id, fields.name, fields.class_name, fields.half_width_m, fields.code})
    key.add(field);
  for (const auto& [value, class_id] : config.classes) {
    key.add(value);
    key.add(class_id);
  }
  key.add("classes of the role");
  for (const RoleClass& entry : role.classes) key.add(entry.id);
  key.add(role.id);
  key.add_number(static_cast<double>(role.dimension));
  key.add_number(config.accuracy_m);
  key.add_flag(config.allow_empty);
  key.add_flag(config.accept_rejected);
}

}  // namespace

std::optional<std::string> LayerCache::key_of(const LayerConfig& config, const Role& role,
                                              const std::optional<geometry::Box>& area) {
  if (!folder_.keeps()) return std::nullopt;
  Key key;
  key.add(fmt::format("xuanzhi {} form {}", kVersion, kForm));
  key.add(dataset::reader_version());
  key.add(geometry::library_versions());
  add_config(config, role, key);
  key.add_flag(area.has_value());
  if (area) {
    for (const double side : {area->min_x, area->min_y, area->max_x, area->max_y})
      key.add_number(side);
  }
  std::vector<fs::path> sources{config.table.source};
  if (config.coverage) sources.push_back(config.coverage->source);
  for (const fs::path& source : sources) {
    if (dataset::is_virtual_source(source)) return std::nullopt;
    try {
      key.add(digests_.with_side_files(source));
    } catch (const Error&) {
      return std::nullopt;  // reading it says what is wrong
    }
  }
  return std::move(key).text();
}

std::optional<LayerCache::Kept> LayerCache::take(const geometry::Geos& geos,
                                                 const LayerConfig& config, const Role& role,
                                                 const std::string& key) {
  try {
    const auto file = folder_.open(config.id, kKind, key);
    if (!file) return std::nullopt;
    PackedReader in(*file);
    Kept out;
    Layer& layer = out.layer;
    layer.config = config;
    layer.role = &role;
    layer.accuracy_m = in.value<double>();
    const auto audits = in.value<std::uint64_t>();
    for (std::uint64_t i = 0; i < audits; ++i) out.audits.push_back(unpacked_audit(in));
    std::vector<std::string> ids = in.texts();
    std::vector<std::string> names = in.texts();
    layer.codes = in.texts();
    layer.digest = in.text();
    const std::span<const double> half_widths = in.array<double>();
    if (names.size() != ids.size() || half_widths.size() != ids.size() ||
        (!layer.codes.empty() && layer.codes.size() != ids.size()))
      throw PackedFault();
    layer.features.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
      layer.features.push_back({std::move(ids[i]), std::move(names[i]), "", half_widths[i]});
    LayerRegions regions{file, geometry::RegionIndex::unpacked(in), {}};
    const std::vector<std::string> classes = in.texts();
    std::size_t indexed = 0;
    for (const std::string& class_id : classes) {
      const RoleClass* known = role.find_class(class_id);
      if (known == nullptr && !class_id.empty()) throw PackedFault();
      const std::span<const std::uint32_t> members = in.array<std::uint32_t>();
      LayerClass entry{
          class_id, {members.begin(), members.end()}, geometry::RegionIndex::unpacked(in)};
      if (entry.region.items() != members.size()) throw PackedFault();
      for (const std::uint32_t i : members) {
        if (i >= ids.size()) throw PackedFault();
        layer.features[i].class_id = known == nullptr ? std::string_view() : known->id;
      }
      indexed += members.size();
      regions.classes.push_back(std::move(entry));
    }
    if (indexed != ids.size()) throw PackedFault();
    layer.coverage =
        regions.coverage.empty() ? geometry::make_empty(geos) : regions.coverage.shape(geos, 0);
    layer.regions = std::make_shared<const LayerRegions>(std::move(regions));
    const std::size_t size = file->content().size();
    if (size <= stays_in_memory_)
      stays_in_memory_ -= size;
    else
      file->release_pages();
    return out;
  } catch (const PackedFault&) {
    folder_.tell({fmt::format("图层 {} 的缓存已损坏，重新读取。", config.id),
                  fmt::format("The cache of layer {} is damaged; it is read again.", config.id)});
    return std::nullopt;
  }
}

namespace {

void pack(const Layer& layer, std::span<const SourceAudit> audits, PackedWriter& out) {
  out.add_value(layer.accuracy_m);
  out.add_value(static_cast<std::uint64_t>(audits.size()));
  for (const SourceAudit& audit : audits) pack(audit, out);
  std::vector<std::string> ids;
  std::vector<std::string> names;
  std::vector<double> half_widths;
  for (const Feature& feature : layer.features) {
    ids.push_back(feature.id);
    names.push_back(feature.name);
    half_widths.push_back(feature.half_width_m);
  }
  out.add_texts(ids);
  out.add_texts(names);
  out.add_texts(layer.codes);
  out.add_text(layer.digest);
  out.add(std::span<const double>(half_widths));
  layer.regions->coverage.pack(out);
  std::vector<std::string> classes;
  for (const LayerClass& entry : layer.regions->classes) classes.push_back(entry.class_id);
  out.add_texts(classes);
  for (const LayerClass& entry : layer.regions->classes) {
    out.add(std::span<const std::uint32_t>(entry.features));
    entry.region.pack(out);
  }
}

}  // namespace

bool LayerCache::keep(const Layer& layer, std::span<const SourceAudit> audits,
                      const std::string& key) const {
  try {
    folder_.write(layer.config.id, kKind, key,
                  [&](PackedWriter& out) { pack(layer, audits, out); });
    return true;
  } catch (const Error& error) {
    folder_.tell({fmt::format("图层 {} 的缓存未能写入，下次仍须重新读取：{}", layer.config.id,
                              error.message().zh),
                  fmt::format("The cache of layer {} could not be written: {}", layer.config.id,
                              error.message().en)});
    return false;
  }
}

}  // namespace xuanzhi::workspace
