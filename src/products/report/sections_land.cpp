// SPDX-License-Identifier: Apache-2.0
// The ground itself: boundary points, land classes, the three lines and all other controls.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "figures.h"
#include "land_classes.h"
#include "sections.h"
#include "site_zone.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/gauss_zone.h"

namespace xuanzhi::products::report {

namespace {

using screening::Fact;
using workspace::Layer;

// 三区三线: the lines that every report of this kind gives a table of their own.
constexpr std::array kThreeLines{"ecological_redline", "permanent_basic_farmland",
                                 "urban_development_boundary"};
constexpr std::size_t kMostCorners = 240;

bool is_three_line(const std::string& role) {
  return std::find(kThreeLines.begin(), kThreeLines.end(), role) != kThreeLines.end();
}

bool in_china(const geometry::Box& box) {
  return geometry::zone_at(0.5 * (box.min_x + box.max_x)).has_value();
}

// The site as a survey text holds it, so that the table and the exported file agree.
formats::SurveyParcel surveyed(const ReportCase& one, const ZoneShape& own) {
  formats::SurveyFeature feature;
  feature.shape = &own.shape;
  feature.number = one.site->info.id;
  const Date any{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
  return formats::make_survey_file(std::span(&feature, 1), own.plane, "xuanzhi", any)
      .parcels.front();
}

// The first point stands twice in a ring: at its start and where it closes.
bool closes_ring(const formats::SurveyParcel& parcel, std::size_t i) {
  const auto& points = parcel.points;
  if (i == 0 || points[i - 1].ring != points[i].ring) return false;
  const bool last = i + 1 == points.size() || points[i + 1].ring != points[i].ring;
  if (!last) return false;
  std::size_t first = i;
  while (first > 0 && points[first - 1].ring == points[i].ring) --first;
  return points[first].x_north == points[i].x_north && points[first].y_east == points[i].y_east;
}

// The cells of each point, up to `kMostCorners`; `count` is the number of all.
std::vector<std::vector<HtmlCell>> corner_cells(const formats::SurveyParcel& parcel,
                                                std::size_t& count) {
  std::vector<std::vector<HtmlCell>> cells;
  for (std::size_t i = 0; i < parcel.points.size(); ++i) {
    if (closes_ring(parcel, i) || ++count > kMostCorners) continue;
    const formats::SurveyPoint& point = parcel.points[i];
    const formats::SurveyPoint& next = parcel.points[std::min(i + 1, parcel.points.size() - 1)];
    const double edge = std::hypot(next.x_north - point.x_north, next.y_east - point.y_east);
    cells.push_back({words(point.number), muted(fmt::format("{}", point.ring)),
                     number_cell(fmt::format("{:.3f}", point.x_north)),
                     number_cell(fmt::format("{:.3f}", point.y_east)),
                     number_cell(fmt::format("{:.2f}", edge))});
  }
  return cells;
}

std::size_t features_of(const ReportCase& one, std::size_t layer, const std::string& class_id) {
  std::size_t count = 0;
  for (const screening::FeatureFact& feature : one.facts.features) {
    count += feature.layer == layer && (class_id.empty() || feature.class_id == class_id) ? 1U : 0U;
  }
  return count;
}

std::string share_words(const Fact& fact) {
  return fact.overlap_m2 > 0.0 && fact.share < 0.00005 ? "<0.01" : percent(fact.share);
}

// What a layer tells of the site: it overlaps it, or vouches for at least a part of it.
bool tells(const Fact& fact) {
  return fact.overlap_m2 > 0.0 || fact.covered_share > 0.0;
}

std::vector<HtmlCell> area_cells(const ReportCase& one, const Fact& fact) {
  if (fact.overlap_m2 <= 0.0) {
    return {number_cell("0.00"), number_cell("0.0000"), number_cell("0.00"), number_cell("0.00"),
            number_cell("0")};
  }
  const AreaFigures area = area_figures(fact.overlap_m2);
  return {number_cell(area.m2), number_cell(area.ha), number_cell(area.mu),
          number_cell(share_words(fact)),
          number_cell(figure(features_of(one, fact.layer, fact.class_id)))};
}

HtmlCell verdict_or_dash(const Article& page, std::optional<rules::Verdict> verdict) {
  return verdict ? page.verdict_cell(*verdict) : muted("—");
}

// Classes of a layer that the site overlaps, below the row of the layer.
void add_class_rows(const Article& page, const ReportCase& one, const Layer& layer,
                    std::size_t position, HtmlTable& table, std::size_t empty_cells) {
  for (const Fact& fact : one.facts.classes) {
    if (fact.layer != position || fact.overlap_m2 <= 0.0 || fact.class_id.empty()) continue;
    const workspace::RoleClass* entry = layer.role->find_class(fact.class_id);
    HtmlRow row{{words(entry == nullptr ? fact.class_id : page.say(entry->name))}, "part"};
    for (HtmlCell& cell : area_cells(one, fact)) row.cells.push_back(std::move(cell));
    for (std::size_t i = 0; i < empty_cells; ++i) row.cells.push_back(words(""));
    table.rows.push_back(std::move(row));
  }
}

void add_line_rows(const Article& page, const Result& result, const ReportCase& one,
                   const std::string& role_id, HtmlTable& table) {
  const workspace::Role* role = result.workspace->roles.find(role_id);
  if (role == nullptr) return;
  const auto verdict = verdict_on_role(result, one, role_id);
  bool any = false;
  for (const Fact& fact : one.facts.layers) {
    const Layer& layer = result.workspace->layers[fact.layer];
    if (layer.role != role || !layer.in_force || !tells(fact)) continue;
    any = true;
    HtmlRow row{{words(page.say(layer.config.name))}};
    for (HtmlCell& cell : area_cells(one, fact)) row.cells.push_back(std::move(cell));
    row.cells.push_back(verdict_or_dash(page, verdict));
    table.rows.push_back(std::move(row));
    add_class_rows(page, one, layer, fact.layer, table, 1);
  }
  if (any) return;
  const HtmlCell none = muted(page.zh() ? "无数据" : "no data");
  table.rows.push_back({{words(page.say(role->name)), none, muted("—"), muted("—"), muted("—"),
                         muted("—"), verdict_or_dash(page, verdict)}});
}

std::string nearest_words(const Layer& layer, const Fact& fact) {
  static constexpr double kRounding = 1e-6;
  if (fact.overlap_m2 > 0.0) return "";
  for (const workspace::Feature& feature : layer.features) {
    if (feature.id != fact.nearest_feature_id) continue;
    // The edge of a wider one may be nearer, and the distance that stands beside the name be its.
    const double edge = std::max(0.0, fact.distance_m - feature.half_width_m);
    return edge <= fact.edge_distance_m + kRounding ? feature.name : "";
  }
  return "";
}

}  // namespace

std::optional<rules::Verdict> verdict_on_role(const Result& result, const ReportCase& one,
                                              const std::string& role) {
  std::optional<rules::Verdict> worst;
  for (const rules::Finding& finding : one.assessment.findings) {
    if (result.rulebook->rules[finding.rule].role != role) continue;
    if (!worst || finding.verdict > *worst) worst = finding.verdict;
  }
  return worst;
}

ZoneShape own_zone(const Result& result, const ReportCase& one) {
  return in_own_zone(one.site->shape.in(*result.workspace->geos), one.site->info.id);
}

std::vector<MapCorner> site_corners(const Result& result, const ReportCase& one) {
  std::vector<MapCorner> corners;
  if (!in_china(one.site->shape.box())) return corners;
  const ZoneShape own = own_zone(result, one);
  const auto back = geometry::CrsTransform::to_canonical(formats::crs_of(own.plane));
  const formats::SurveyParcel parcel = surveyed(one, own);
  for (std::size_t i = 0; i < parcel.points.size(); ++i) {
    if (closes_ring(parcel, i)) continue;
    const formats::SurveyPoint& point = parcel.points[i];
    corners.push_back({back.apply(geometry::Point{point.y_east, point.x_north}), point.number});
  }
  return corners;
}

void write_corners(Article& page, const Result& result, const ReportCase& one) {
  page.heading(4, {"界址点成果表", "Boundary points"});
  if (!in_china(one.site->shape.box())) {
    return page.paragraph(page.zh()
                              ? "地块不在国家 3° 带范围，不列界址点坐标。"
                              : "The site lies in no national 3° zone; no coordinates are listed.",
                          "absent");
  }
  const ZoneShape own = own_zone(result, one);
  const formats::SurveyParcel parcel = surveyed(one, own);
  HtmlTable table;
  table.css = "small points";
  // Two points in a row of the table.
  for (int half = 0; half < 2; ++half) {
    for (const HtmlColumn& column :
         {HtmlColumn{{"点号", "Point"}, 6}, HtmlColumn{{"圈", "Ring"}, 5},
          HtmlColumn{{"X（北）m", "X (north) m"}, 14}, HtmlColumn{{"Y（东）m", "Y (east) m"}, 15},
          HtmlColumn{{"边长 m", "Edge m"}, 10}})
      table.columns.push_back(column);
  }
  std::size_t count = 0;
  const std::vector<std::vector<HtmlCell>> cells = corner_cells(parcel, count);
  const std::size_t rows = (cells.size() + 1) / 2;
  for (std::size_t i = 0; i < rows; ++i) {
    HtmlRow row{cells[i]};
    if (i + rows < cells.size()) {
      row.cells.insert(row.cells.end(), cells[i + rows].begin(), cells[i + rows].end());
    } else {
      row.cells.resize(table.columns.size(), words(""));
    }
    table.rows.push_back(std::move(row));
  }
  page.table(table);
  const AreaFigures area = area_figures(one.site->info.area_m2);
  page.note(fmt::format(
      fmt::runtime(
          page.zh()
              ? "2000国家大地坐标系，3° 带第 {} 带，Y 坐标含带号；边长为平面距离，指至下一点。共 "
                "{} 点，地块面积 {} m²（{} 公顷，{} 亩）。"
              : "CGCS2000, 3° zone {}, Y with the zone's number; edges are plane lengths to the "
                "next point. {} points; area of the site {} m² ({} ha, {} mu)."),
      own.plane.zone.number, count, area.m2, area.ha, area.mu));
  if (count > kMostCorners) {
    page.note(fmt::format(
        fmt::runtime(page.zh()
                         ? "只列前 {} 点；全部点见 xuanzhi export --format txt 的坐标交换文件。"
                         : "Only the first {} are listed; all stand in the survey text of xuanzhi "
                           "export --format txt."),
        kMostCorners));
  }
}

void write_land_classes(Article& page, const Result& result, const ReportCase& one) {
  static const std::array<std::pair<const char*, Text>, 4> kGroups{
      {{"agricultural", {"农用地", "Agricultural land"}},
       {"construction", {"建设用地", "Construction land"}},
       {"unused", {"未利用地", "Unused land"}},
       {"", {"未说明", "Not described"}}}};
  page.heading(5, {"地类面积汇总表", "Land classes"});
  const std::vector<LandShare> shares = land_shares(*result.workspace, *one.site);
  std::vector<double> parts;
  std::vector<double> percents;
  const double total = one.site->info.area_m2;
  for (const LandShare& share : shares) {
    parts.push_back(share.area_m2);
    percents.push_back(100.0 * share.area_m2 / total);
  }
  const std::vector<AreaPart> areas = area_parts(parts, total);
  const std::vector<double> rounded = rounded_parts(percents, 100.0, 2);
  HtmlTable table;
  table.columns = {{{"大类", "Group"}, 20},      {{"编码", "Code"}, 7}, {{"地类", "Class"}, 0},
                   {{"面积 m²", "Area m²"}, 16}, {{"公顷", "ha"}, 12},  {{"亩", "mu"}, 11},
                   {{"占比 %", "Share %"}, 10}};
  const auto add = [&](std::vector<HtmlCell> cells, const AreaFigures& area, double share,
                       const char* css) {
    for (const std::string& number : {area.m2, area.ha, area.mu, figure(share, 2)})
      cells.push_back(number_cell(number));
    table.rows.push_back({std::move(cells), css});
  };
  for (const auto& [group, title] : kGroups) {
    AreaPart sum;
    double sum_percent = 0.0;
    std::size_t classes = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const workspace::Role* role = shares[i].role;
      if ((role == nullptr ? "" : role->land_group) != group) continue;
      add({words(page.say(title)), muted(role == nullptr ? "" : role->land_class),
           words(role == nullptr ? (page.zh() ? "图层未说明地类" : "not described by any layer")
                                 : page.say(role->name))},
          area_figures(areas[i]), rounded[i], "");
      sum = sum + areas[i];
      sum_percent += rounded[i];
      ++classes;
    }
    if (classes > 0 && *group != '\0')
      add({words(page.say(title) + (page.zh() ? "小计" : " subtotal")), words(""), words("")},
          area_figures(sum), sum_percent, "group");
  }
  add({words(page.zh() ? "合计" : "Total"), words(""), words("")}, area_figures(total), 100.0,
      "total");
  page.table(table);
  page.note(
      page.zh()
          ? "由专题图层按叠放顺序切分（重叠处只计一次），不代替国土变更调查；图层不含权属。各项按最"
            "大余额法取舍，分项之和等于合计。"
          : "Cut from the thematic layers, topmost first (ground counts once); it replaces no land "
            "survey, and the layers hold no ownership. Parts are rounded by largest remainder so "
            "that they add up to the total.");
}

void write_three_lines(Article& page, const Result& result, const ReportCase& one) {
  page.heading(6, {"三区三线套合", "Three lines"});
  HtmlTable table;
  table.columns = {{{"控制线", "Line"}, 30},   {{"压占 m²", "Overlap m²"}, 15},
                   {{"公顷", "ha"}, 11},       {{"亩", "mu"}, 10},
                   {{"占比 %", "Share %"}, 9}, {{"图斑数", "Pieces"}, 8},
                   {{"结论", "Finding"}, 0}};
  for (const char* role : kThreeLines) add_line_rows(page, result, one, role, table);
  page.table(table);
  page.note(page.zh()
                ? "城镇开发边界一行为界内面积。占比以地块面积为底；各线之间可能重叠，不可相加。"
                : "For the urban development boundary the area inside is given. Shares are of the "
                  "site; the lines may overlap each other and do not add up.");
}

void write_controls(Article& page, const Result& result, const ReportCase& one) {
  page.heading(7, {"其他管控要素", "Other controls"});
  HtmlTable table;
  table.css = "small";
  table.columns = {{{"要素（最近的一处）", "Control (the nearest one)"}, 30},
                   {{"压占 m²", "Overlap m²"}, 13},
                   {{"公顷", "ha"}, 10},
                   {{"亩", "mu"}, 9},
                   {{"占比 %", "Share %"}, 8},
                   {{"图斑数", "Pieces"}, 7},
                   {{"最近距离 m", "Nearest m"}, 11},
                   {{"结论", "Finding"}, 0}};
  std::set<std::string> blind;
  std::set<std::string> seen;
  for (const Fact& fact : one.facts.layers) {
    const Layer& layer = result.workspace->layers[fact.layer];
    if (is_three_line(layer.role->id) || !layer.in_force) continue;
    if (!tells(fact)) {
      blind.insert(layer.role->id);
      continue;
    }
    seen.insert(layer.role->id);
    const std::string nearest = nearest_words(layer, fact);
    HtmlRow row{{words(page.say(layer.config.name) +
                       (nearest.empty() ? "" : (page.zh() ? "：" : ": ") + nearest))}};
    for (HtmlCell& cell : area_cells(one, fact)) row.cells.push_back(std::move(cell));
    row.cells.push_back(fact.edge_distance_m < 0.0 ? muted("—")
                                                   : number_cell(figure(fact.edge_distance_m, 2)));
    row.cells.push_back(verdict_or_dash(page, verdict_on_role(result, one, layer.role->id)));
    table.rows.push_back(std::move(row));
    add_class_rows(page, one, layer, fact.layer, table, 2);
  }
  page.table(table);
  std::vector<std::string> names;
  for (const workspace::Role& role : result.workspace->roles.all()) {
    const bool asked = verdict_on_role(result, one, role.id).has_value();
    if (!is_three_line(role.id) && !seen.contains(role.id) && (asked || blind.contains(role.id)))
      names.push_back(page.say(role.name));
  }
  if (!names.empty()) {
    page.paragraph((page.zh() ? "没有数据覆盖本地块的要素："
                              : "Controls of which no layer covers the site: ") +
                       joined(names, page.zh() ? "、" : ", ") +
                       (page.zh() ? "。缺少数据不等于没有压占。" : ". No data is not no conflict."),
                   "absent");
  }
  page.note(page.zh()
                ? "距离为椭球面上两者最近点间的距离，已扣除线状设施的半宽；“—”表示图层内无要素或没"
                  "有适用的规则。"
                : "Distances run between the nearest points on the ellipsoid, half widths of lines "
                  "deducted; a dash means no feature in the layer, or no rule about it.");
}

}  // namespace xuanzhi::products::report
