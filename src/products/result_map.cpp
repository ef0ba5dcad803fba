// SPDX-License-Identifier: Apache-2.0
#include "result_map.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "placement_tables.h"
#include "result_layers.h"
#include "role_symbol.h"
#include "site_cluster.h"
#include "xuanzhi/geometry/crs.h"

namespace xuanzhi::products {

using workspace::Layer;
using workspace::Role;
using workspace::RoleClass;

namespace {

constexpr const char* kCanonical = "EPSG:4490";

// Legends name everything in both languages: the map is read by both kinds of readers.
std::string both(const Text& text) {
  if (text.en.empty() || text.en == text.zh) return text.zh;
  return text.zh.empty() ? text.en : text.zh + " " + text.en;
}

GeometryKind kind_of(const Role& role) {
  static constexpr GeometryKind kKinds[] = {GeometryKind::point, GeometryKind::line,
                                            GeometryKind::polygon};
  return kKinds[role.dimension];
}

constexpr std::array kVerdicts{rules::Verdict::compliant, rules::Verdict::conditional,
                               rules::Verdict::insufficient_data, rules::Verdict::non_compliant};

std::vector<ValueName> verdict_names() {
  std::vector<ValueName> out;
  for (const rules::Verdict verdict : kVerdicts) {
    out.push_back({rules::to_string(verdict), both(rules::verdict_name(verdict))});
  }
  return out;
}

std::vector<ValueName> severity_names() {
  return {{"prohibit", "禁止 prohibited"},
          {"condition", "有条件 conditional"},
          {"inform", "提示 notice"}};
}

// Screens name everything in both languages; paper has room for one.
ProjectLayer named_layer(std::string id, std::string table, const Text& title, Language language) {
  ProjectLayer layer;
  layer.id = std::move(id);
  layer.table = std::move(table);
  layer.title = both(title);
  layer.print_title = title.in(language);
  layer.authid = kCanonical;
  return layer;
}

Category named_category(std::string value, const Text& label, Symbol symbol, Language language) {
  return {std::move(value), both(label), std::move(symbol), label.in(language)};
}

ProjectLayer site_layer(Language language) {
  ProjectLayer layer = named_layer("xuanzhi_result_site", "site",
                                   {"地块（最好结论）", "Sites by best verdict"}, language);
  LayerStyle& style = layer.style;
  style.category_field = "best_verdict";
  for (const rules::Verdict verdict : kVerdicts) {
    const std::string word = rules::to_string(verdict);
    style.categories.push_back(
        named_category(word, rules::verdict_name(verdict), verdict_symbol(word), language));
  }
  style.label_expression = "\"site_id\" || '\\n' || format_number(\"area_m2\"/10000,2) || ' ha'";
  style.label_size_pt = 8.0;
  style.label_beside = true;
  style.label_priority = 9;
  style.label_scale_limit = 250000.0;
  style.map_tip = "<b>[% \"site_id\" %] [% \"name\" %]</b><br>[% \"best_verdict\" %]";
  style.fields = {{"site_id", "地块编号 site", false, {}},
                  {"name", "名称 name", false, {}},
                  {"park", "园区 park", false, {}},
                  {"district", "行政区 district", false, {}},
                  {"area_m2", "面积 m² area", false, {}},
                  {"area_mu", "面积 亩 mu", false, {}},
                  {"worst_verdict", "最差结论 worst", false, verdict_names()},
                  {"best_verdict", "最好结论 best", false, verdict_names()},
                  {"kind",
                   "类型 kind",
                   false,
                   {{"parcel", "整块 parcel"}, {"park", "园区用地 part of a park"}}}};
  return layer;
}

ProjectLayer conflict_layer(Language language) {
  ProjectLayer layer =
      named_layer("xuanzhi_result_conflict", "conflict", {"冲突部分", "Conflicts"}, language);
  LayerStyle& style = layer.style;
  style.category_field = "reach";
  style.categories = {
      named_category("prohibit_most", {"禁止（一半以上项目）", "Prohibited for most projects"},
                     {"#b71c1c", "#7f0000", Pattern::cross, 0.3, 1.8, 0.75}, language),
      named_category("prohibit_some", {"禁止（部分项目）", "Prohibited for some projects"},
                     {"#c62828", "", Pattern::backhatch, 0.12, 3.6, 0.45}, language),
      named_category("condition", {"有条件", "Conditional"},
                     {"", "#ef6c00", Pattern::outline, 0.2, 2.5, 1.0}, language)};
  style.map_tip =
      "<b>[% \"rule_id\" %]</b> [% \"title_zh\" %]<br>[% round(\"overlap_m2\",2) %] m²<br>[% "
      "\"basis\" %]";
  style.fields = {{"site_id", "地块编号 site", false, {}},
                  {"layer_id", "图层 layer", false, {}},
                  {"rule_id", "规则 rule", false, {}},
                  {"overlap_m2", "冲突面积 m² area", false, {}},
                  {"basis", "依据 basis", false, {}},
                  {"severity", "后果 severity", false, severity_names()},
                  {"reach", "范围 reach", true, {}},
                  {"projects", "涉及项目数 projects", false, {}}};
  return layer;
}

LayerStyle context_style(const Role& role, Language language) {
  LayerStyle style;
  style.kind = kind_of(role);
  style.single = symbol_of(role.style);
  if (!role.classes.empty()) {
    style.category_field = "class";
    for (const RoleClass& entry : role.classes) {
      style.categories.push_back(
          named_category(entry.id, entry.name, symbol_of(entry.style), language));
    }
  }
  if (role.label) style.label_expression = "\"name\"";
  style.label_size_pt = 8.0;
  style.label_priority = 3;
  // Areas that are few and wide may be named from afar; everything else crowds a city.
  style.label_scale_limit = role.gives_region ? 1000000.0 : 100000.0;
  style.fields = {{"feature_id", "编号 id", false, {}},
                  {"name", "名称 name", false, {}},
                  {"class", "类别 class", false, {}},
                  {"code", "代码 code", false, {}},
                  {"half_width_m", "半宽 m half width", false, {}}};
  return style;
}

Text context_title(const Layer& layer) {
  Text title = layer.config.name;
  if (!layer.config.version) return title;
  title.zh += layer.in_force ? "（采用）" : "（未采用）";
  title.en += layer.in_force ? " (in force)" : " (not in force)";
  return title;
}

std::vector<LayerGroup> context_groups(const workspace::Workspace& workspace, Language language) {
  std::vector<const Layer*> layers;
  for (const Layer& layer : workspace.layers) layers.push_back(&layer);
  std::stable_sort(layers.begin(), layers.end(),
                   [](const Layer* a, const Layer* b) { return a->role->order < b->role->order; });
  std::vector<LayerGroup> groups;
  for (const Layer* layer : layers) {
    const std::string name = both(layer->role->group);
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const LayerGroup& g) { return g.name == name; });
    if (group == groups.end()) {
      group = groups.insert(groups.end(), {name, false, true, {}, layer->role->group.in(language)});
    }
    ProjectLayer entry = named_layer("xuanzhi_context_" + layer->config.id, context_table(*layer),
                                     context_title(*layer), language);
    entry.visible = layer->role->visible && layer->in_force;
    entry.order = 100 + layer->role->order;
    entry.style = context_style(*layer->role, language);
    group->layers.push_back(std::move(entry));
  }
  return groups;
}

LayerGroup table_group() {
  const auto table = [](const char* name, const char* title, std::vector<FieldTitle> fields) {
    ProjectLayer layer;
    layer.id = std::string("xuanzhi_table_") + name;
    layer.table = name;
    layer.title = title;
    layer.visible = false;
    layer.style.kind = GeometryKind::none;
    layer.style.fields = std::move(fields);
    return layer;
  };
  const FieldTitle verdict{"verdict", "结论 verdict", false, verdict_names()};
  const FieldTitle severity{"severity", "后果 severity", false, severity_names()};
  return {"表格 Tables",
          false,
          true,
          {table("assessment", "合规性审查 Assessments", {verdict}),
           table("finding", "结论项 Findings", {verdict, severity}),
           table("project", "项目 Projects",
                 {{"best_verdict", "最好结论 best", false, verdict_names()}}),
           table("fact", "套合结果 Facts", {}), table("fact_class", "分类套合 Facts by class", {}),
           table("fact_feature", "压占要素 Overlapped features", {}),
           table("rule", "规则 Rules", {severity}),
           table("input_audit", "数据审查 Input audit", {}), table("run", "运行信息 Run", {})}};
}

Extent projected_extent(const geometry::Box& box, const std::string& crs) {
  static constexpr double kMargin = 0.06;
  const auto transform = geometry::CrsTransform::from_canonical(crs);
  Extent out{1e300, 1e300, -1e300, -1e300};
  for (const double x : {box.min_x, box.max_x}) {
    for (const double y : {box.min_y, box.max_y}) {
      const geometry::Point p = transform.apply(geometry::Point{x, y});
      out = {std::min(out.xmin, p.x), std::min(out.ymin, p.y), std::max(out.xmax, p.x),
             std::max(out.ymax, p.y)};
    }
  }
  const double grow = kMargin * std::max({out.xmax - out.xmin, out.ymax - out.ymin, 1000.0});
  return {out.xmin - grow, out.ymin - grow, out.xmax + grow, out.ymax + grow};
}

}  // namespace

ProjectMap result_map(const Result& result, const std::string& geopackage_file_name) {
  ProjectMap map;
  const Language language = result.language;
  const workspace::Manifest& manifest = result.workspace->manifest;
  map.title = manifest.name.in(result.language);
  map.geopackage_file_name = "./" + geopackage_file_name;
  const std::vector<SiteCluster> clusters = cluster_sites(result.workspace->sites);
  const geometry::Box home =
      clusters.empty() ? geometry::Box{106.6, 39.0, 107.2, 40.0} : clusters.front().box;
  map.crs_authid =
      geometry::national_zone({0.5 * (home.min_x + home.max_x), 0.5 * (home.min_y + home.max_y)});
  map.extent = projected_extent(home, map.crs_authid);
  for (const SiteCluster& cluster : clusters) {
    const geometry::Box& box = cluster.box;
    map.bookmarks.push_back(
        {fmt::format("{} 等 {} 个地块 sites", cluster.first_site_id, cluster.sites),
         {box.min_x - 0.02, box.min_y - 0.02, box.max_x + 0.02, box.max_y + 0.02},
         kCanonical});
  }
  std::vector<ProjectLayer> results;
  if (result.placement != nullptr) results = placement_map_layers(*result.workspace, language);
  results.push_back(conflict_layer(language));
  results.push_back(site_layer(language));
  map.groups.push_back({"审查结果 Results", true, true, std::move(results),
                        Text{"审查结果", "Results"}.in(language)});
  for (LayerGroup& group : context_groups(*result.workspace, language))
    map.groups.push_back(std::move(group));
  map.groups.push_back(table_group());
  if (result.placement != nullptr) {
    for (ProjectLayer& table : placement_map_tables(*result.placement))
      map.groups.back().layers.push_back(std::move(table));
  }
  map.relations = {
      {"site_assessment", "xuanzhi_result_site", "site_id", "xuanzhi_table_assessment", "site_id"},
      {"site_conflict", "xuanzhi_result_site", "site_id", "xuanzhi_result_conflict", "site_id"},
      {"site_fact", "xuanzhi_result_site", "site_id", "xuanzhi_table_fact", "site_id"}};
  map.footer = fmt::format(
      "{}审查日期 as of {}；规则 rulebook {} {}。仅供内部参考，不作为审批依据 For internal "
      "reference only.",
      manifest.schematic ? "示意图（示意数据，非法定边界） Schematic. " : "",
      to_string(manifest.as_of), result.rulebook->id, result.rulebook->version);
  return map;
}

}  // namespace xuanzhi::products
