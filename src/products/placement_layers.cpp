// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "conflict_kind.h"
#include "placement_tables.h"
#include "xuanzhi/geometry/area_meter.h"

namespace xuanzhi::products {

using dataset::ColumnType;
using dataset::GeoPackageWriter;
using dataset::TableGeometry;
using placement::kNowhere;
using placement::LimitInfo;
using workspace::Site;
using workspace::SiteKind;

namespace {

// Everything of a site that the rules forbid a project, cut out of the ground.
void add_forbidden(const placement::RequestSource& source, const assessment::Assessor& assessor,
                   std::size_t project, std::size_t site, std::vector<geometry::Shape>& out) {
  const Site& where = source.workspace->sites[site];
  const auto pair = assessor.assess(where.info, source.evaluation->facts[site], project);
  for (const rules::Finding& finding : pair.findings) {
    const rules::Rule& rule = source.rulebook->rules[finding.rule];
    const auto kind = conflict_kind(rule.relation);
    const bool forbids =
        rule.severity == rules::Severity::prohibit &&
        finding.subject != rules::Finding::kNoSubject && kind &&
        source.evaluation->facts[site].subjects[finding.subject].overlap_m2 > 0.0 &&
        rule.relation == rules::Relation::overlap;
    if (!forbids) continue;
    geometry::Shape piece = assessor.screen().conflict(*source.workspace->geos, where,
                                                       finding.subject, *kind, rule.threshold);
    if (!piece.empty()) out.push_back(std::move(piece));
  }
}

std::vector<geometry::Shape> road_shapes(const placement::RequestSource& source) {
  std::vector<geometry::Shape> out;
  for (const workspace::Layer& layer : source.workspace->layers) {
    const auto& roles = source.planning->road_roles;
    if (std::find(roles.begin(), roles.end(), layer.role->id) == roles.end()) continue;
    for (geometry::Shape& shape : layer.shapes(*source.workspace->geos))
      out.push_back(std::move(shape));
  }
  return out;
}

placement::Outline whole_site(const geometry::Geos& geos, const Site& site, std::size_t project) {
  geometry::Shape shape = site.shape.in(geos);
  const bool whole = geometry::parts(shape).size() == 1;
  return {project, std::move(shape), site.info.area_m2, 0.0, whole, true};
}

}  // namespace

std::vector<placement::Outline> outlines_of(const placement::RequestSource& source,
                                            const assessment::Assessor& assessor,
                                            const placement::Request& request,
                                            const placement::Placed& placed) {
  const std::vector<geometry::Shape> roads = road_shapes(source);
  std::vector<std::vector<std::size_t>> at(request.problem.sites);
  for (std::size_t p = 0; p < placed.site_of.size(); ++p) {
    if (placed.site_of[p] != kNowhere) at[placed.site_of[p]].push_back(p);
  }
  std::vector<placement::Outline> out;
  // Parcels first: what they take of a park is no longer free there.
  for (const bool whole : {true, false}) {
    for (std::size_t s = 0; s < at.size(); ++s) {
      const Site& site = source.workspace->sites[s];
      if (at[s].empty() || (site.info.kind == SiteKind::parcel) != whole) continue;
      if (whole) {
        out.push_back(whole_site(*source.workspace->geos, site, at[s].front()));
        continue;
      }
      const geometry::Shape ground = site.shape.in(*source.workspace->geos);
      std::vector<geometry::Shape> taken;
      std::vector<placement::OutlineWish> wishes;
      for (const placement::Outline& other : out) {
        if (!other.shape.empty() && geometry::intersects(other.shape, ground))
          taken.push_back(other.shape.clone());
      }
      for (const std::size_t p : at[s]) {
        add_forbidden(source, assessor, p, s, taken);
        const workspace::Project& project = source.workspace->projects[p];
        wishes.push_back(
            {p, *project.number("land_m2"), project.number("land_width_m").value_or(0.0)});
      }
      for (placement::Outline& drawn : placement::draw_outlines(
               ground, taken, roads, wishes, source.workspace->manifest.area_basis))
        out.push_back(std::move(drawn));
    }
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.project < b.project; });
  return out;
}

namespace {

void write_outlines(GeoPackageWriter& writer, const Result& result) {
  const PlacementProduct& product = *result.placement;
  writer.begin({"placement",
                "落位方案 placement",
                TableGeometry::polygon,
                {{"project_id"},
                 {"site_id"},
                 {"area_m2", ColumnType::real},
                 {"score", ColumnType::real},
                 {"name"},
                 {"industry"},
                 {"direction"},
                 {"park"},
                 {"district"},
                 {"verdict"},
                 {"priority"},
                 {"kind"},
                 {"land_need_m2", ColumnType::real},
                 {"width_m", ColumnType::real},
                 {"contiguous", ColumnType::integer},
                 {"least_width_m", ColumnType::real}}});
  for (const placement::Outline& outline : product.outlines) {
    const std::size_t p = outline.project;
    const std::size_t s = product.placed->site_of[p];
    const workspace::Project& project = result.workspace->projects[p];
    const workspace::SiteInfo& site = result.workspace->sites[s].info;
    const std::size_t pair = product.request->pair(p, s);
    const auto need = project.number("land_m2");
    const auto least_width = project.number("land_width_m");
    writer.add(
        outline.fits ? geometry::to_wkb(outline.shape) : std::string(),
        {project.id(), site.id, outline.area_m2, product.request->scores[pair].value_or(0.0),
         text_cell(project.name()), text_cell(project.text("industry")),
         text_cell(project.text("direction")), text_cell(site.park), text_cell(site.district),
         to_string(result.evaluation->assessments[pair].verdict),
         text_cell(product.request->priority_ids[p]),
         site.kind == SiteKind::parcel ? "parcel" : "park",
         need ? dataset::Cell(*need) : dataset::Cell(std::monostate{}),
         outline.width_m > 0.0 ? dataset::Cell(outline.width_m) : dataset::Cell(std::monostate{}),
         static_cast<long long>(outline.contiguous),
         least_width ? dataset::Cell(*least_width) : dataset::Cell(std::monostate{})});
  }
}

std::string line_wkb(const Site& from, const Site& to) {
  const auto centre = [](const Site& site) {
    const geometry::Box b = site.shape.box();
    return geometry::Point{0.5 * (b.min_x + b.max_x), 0.5 * (b.min_y + b.max_y)};
  };
  const geometry::Point a = centre(from);
  const geometry::Point b = centre(to);
  std::string wkb;
  const auto put = [&](const auto& value) {
    wkb.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  wkb.push_back(1);  // little-endian, as this machine is
  put(std::uint32_t{2});
  put(std::uint32_t{2});
  for (const double v : {a.x, a.y, b.x, b.y}) put(v);
  return wkb;
}

void write_links(GeoPackageWriter& writer, const Result& result) {
  writer.begin({"unplaced_link",
                "未落位项目 → 最接近可行的地块 unplaced → nearest feasible",
                TableGeometry::line,
                {{"project_id"}, {"from_site"}, {"to_site"}, {"change_zh"}, {"change_en"}}});
  for (const Unplaced& one : unplaced_of(*result.placement)) {
    if (one.best_site == kNowhere || one.nearest_site == kNowhere ||
        one.best_site == one.nearest_site)
      continue;
    const Site& from = result.workspace->sites[one.best_site];
    const Site& to = result.workspace->sites[one.nearest_site];
    const Text change = reason_text(one.reason, *result.placement->source);
    writer.add(line_wkb(from, to), {result.workspace->projects[one.project].id(), from.info.id,
                                    to.info.id, change.zh, change.en});
  }
}

// How full the budgets of one park are, by resource.
struct ParkUse {
  std::map<std::string, double> share;
  double most = 0.0;
};

const char* fullness(double share) {
  if (share >= 0.95) return "full";
  if (share >= 0.75) return "high";
  return share >= 0.4 ? "medium" : "low";
}

void write_parks(GeoPackageWriter& writer, const Result& result) {
  const PlacementProduct& product = *result.placement;
  writer.begin({"park_budget",
                "园区要素使用 budgets of parks",
                TableGeometry::polygon,
                {{"park"},
                 {"land_share", ColumnType::real},
                 {"water_share", ColumnType::real},
                 {"energy_share", ColumnType::real},
                 {"most_share", ColumnType::real},
                 {"fullness"}}});
  std::map<std::string, ParkUse> parks;
  for (std::size_t k = 0; k < product.request->limits.size(); ++k) {
    const LimitInfo& info = product.request->limits[k];
    if (info.kind != LimitInfo::Kind::budget || info.level != "park") continue;
    const double share =
        info.supply > 0.0 ? (info.committed + product.placed->limits[k].used) / info.supply : 1.0;
    ParkUse& park = parks[info.scope];
    park.share[info.resource] = share;
    park.most = std::max(park.most, share);
  }
  for (const auto& [name, use] : parks) {
    std::vector<geometry::Shape> shapes;
    for (const Site& site : result.workspace->sites) {
      if (site.info.park == name) shapes.push_back(site.shape.in(*result.workspace->geos));
    }
    if (shapes.empty()) continue;
    const geometry::Geos& geos = shapes.front().geos();
    const auto cell = [&use = use](const char* resource) {
      const auto found = use.share.find(resource);
      return found == use.share.end() ? dataset::Cell(std::monostate{})
                                      : dataset::Cell(found->second);
    };
    writer.add(geometry::to_wkb(geometry::union_of(geos, std::move(shapes))),
               {name, cell("land_m2"), cell("water_total_m3"), cell("energy_tce"), use.most,
                fullness(use.most)});
  }
}

}  // namespace

void write_placement_layers(GeoPackageWriter& writer, const Result& result) {
  write_links(writer, result);
  write_outlines(writer, result);
  write_parks(writer, result);
}

namespace {

ProjectLayer map_layer(const char* id, const char* table, const Text& title, Language language,
                       GeometryKind kind) {
  ProjectLayer layer;
  layer.id = id;
  layer.table = table;
  layer.title = title.zh + " " + title.en;
  layer.print_title = title.in(language);
  layer.authid = "EPSG:4490";
  layer.style.kind = kind;
  return layer;
}

}  // namespace

std::vector<ProjectLayer> placement_map_layers(const workspace::Workspace& workspace,
                                               Language language) {
  ProjectLayer links = map_layer("xuanzhi_result_unplaced", "unplaced_link",
                                 {"未落位 → 最接近可行", "Unplaced, nearest feasible"}, language,
                                 GeometryKind::line);
  links.visible = false;
  links.style.single = {"#8e24aa", "#8e24aa", Pattern::dash, 0.35, 2.5, 0.8};
  links.style.map_tip = R"(<b>[% "project_id" %]</b> [% "change_zh" %])";
  ProjectLayer placed = map_layer("xuanzhi_result_placement", "placement",
                                  {"落位方案", "Placement"}, language, GeometryKind::polygon);
  placed.style.single = {"#1e88e5", "#0d47a1", Pattern::solid, 0.4, 2.5, 0.65};
  placed.style.category_field = "direction";
  // As many as eyes tell apart, none of them a verdict's; then they begin again.
  static constexpr std::array kColours{"#1565c0", "#6a1b9a", "#00838f", "#ad1457",
                                       "#4e342e", "#283593", "#00acc1", "#9e9d24"};
  std::set<std::string> directions;
  for (const workspace::Project& project : workspace.projects) {
    if (!project.text("direction").empty()) directions.insert(project.text("direction"));
  }
  std::size_t colour = 0;
  for (const std::string& direction : directions) {
    placed.style.categories.push_back(
        {direction,
         "落位 placed " + direction,
         {kColours[colour++ % kColours.size()], "#263238", Pattern::solid, 0.3, 2.5, 0.75},
         direction});
  }
  placed.style.other_label = "落位 placed";
  placed.style.label_expression =
      R"("project_id" || '\n' || format_number("area_m2"/666.6667,0) || ' mu')";
  placed.style.label_size_pt = 7.0;
  placed.style.label_scale_limit = 80000.0;
  placed.style.label_priority = 8;
  placed.style.map_tip =
      "<b>[% \"project_id\" %] [% \"name\" %]</b><br>[% \"site_id\" %]，[% round(\"score\",1) %]";
  placed.style.fields = {
      {"project_id", "项目 project", false, {}},
      {"site_id", "地块 site", false, {}},
      {"area_m2", "面积 m² area", false, {}},
      {"score", "得分 score", false, {}},
      {"name", "名称 name", false, {}},
      {"width_m", "宽 m width", false, {}},
      {"contiguous", "连片 contiguous", false, {{"1", "是 yes"}, {"0", "否 no"}}}};
  ProjectLayer parks =
      map_layer("xuanzhi_result_park_budget", "park_budget", {"园区要素使用", "Budgets of parks"},
                language, GeometryKind::polygon);
  parks.visible = false;
  parks.style.category_field = "fullness";
  parks.style.categories = {
      {"low", "< 40 %", {"#c8e6c9", "#2e7d32", Pattern::solid, 0.5, 2.5, 0.6}, "< 40 %"},
      {"medium", "40–75 %", {"#fff59d", "#f9a825", Pattern::solid, 0.5, 2.5, 0.6}, "40–75 %"},
      {"high", "75–95 %", {"#ffb74d", "#ef6c00", Pattern::solid, 0.5, 2.5, 0.6}, "75–95 %"},
      {"full", "≥ 95 %", {"#e57373", "#b71c1c", Pattern::solid, 0.5, 2.5, 0.6}, "≥ 95 %"}};
  parks.style.label_expression = R"("park" || '\n' || format_number(100*"most_share",0) || ' %')";
  return {std::move(links), std::move(placed), std::move(parks)};
}

}  // namespace xuanzhi::products
