// SPDX-License-Identifier: Apache-2.0
#include "cover.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "figures.h"
#include "sections.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::products::report {

namespace {

using geometry::Box;
using rules::Verdict;

constexpr double kNeighbourhoodM = 6000.0;
constexpr std::size_t kMostReasons = 3;

// The sites and the land around them.
Box home_box(const std::vector<const ReportCase*>& cases) {
  Box home = cases.front()->site->shape.box();
  for (const ReportCase* one : cases) home = home.united(one->site->shape.box());
  return geometry::grown(home, kNeighbourhoodM);
}

std::string verdict_sentence(const Article& page, const ReportCase& one) {
  const bool zh = page.zh();
  switch (one.assessment.summary.verdict) {
    case Verdict::compliant:
      return zh ? "适用的规则全部通过。" : "All rules that apply are passed.";
    case Verdict::conditional:
      return zh ? "没有禁止事项；落实以下条件后可以推进："
                : "Nothing forbids it; it may proceed when these conditions are met:";
    case Verdict::insufficient_data:
      return zh ? "数据不足，无法判定：" : "Data are insufficient; it cannot be decided:";
    case Verdict::non_compliant:
      break;
  }
  return zh ? "该地块上存在禁止事项：" : "The site is forbidden to it:";
}

std::vector<std::string> reasons(const Article& page, const Result& result, const ReportCase& one) {
  std::vector<std::string> out{verdict_sentence(page, one)};
  std::size_t shown = 0;
  std::size_t same = 0;
  for (const NumberedFinding& entry : open_findings(result, one)) {
    if (entry.finding->verdict != one.assessment.summary.verdict ||
        entry.finding->verdict == Verdict::compliant)
      continue;
    ++same;
    if (shown == kMostReasons) continue;
    ++shown;
    out.push_back(fmt::format("{}. {}", entry.number, page.say(entry.rule->title)));
  }
  if (same > shown)
    out.push_back(
        fmt::format(fmt::runtime(page.zh() ? "另有 {} 项，见第 11 节。" : "{} more in section 11."),
                    same - shown));
  return out;
}

}  // namespace

std::string named(const std::string& id, const std::string& name) {
  return name.empty() || name == id ? id : id + " " + name;
}

Text report_kind() {
  return {"建设项目用地合规性审查报告", "Land compliance report"};
}

Text running_header(const Result& result) {
  const workspace::Manifest& manifest = result.workspace->manifest;
  Text header{report_kind().zh + " · 审查日期 " + to_string(manifest.as_of),
              report_kind().en + " · as of " + to_string(manifest.as_of)};
  if (manifest.schematic) header = {header.zh + " · 示意数据", header.en + " · schematic data"};
  return header;
}

void write_cover(Article& page, const Result& result, const Cover& cover) {
  XmlText& xml = page.xml();
  xml.element("header", {{"class", "cover"}}, [&] {
    xml.element("p", {{"class", "kind"}}, [&] {
      xml.text("span", page.say(cover.kind));
      xml.text("span", {{"class", "brand"}},
               "xuanzhi 选址 · " + to_string(result.workspace->manifest.as_of));
    });
    xml.text("h1", cover.title);
    xml.text("p", {{"class", "at"}}, cover.subtitle);
    if (cover.verdict) {
      xml.element("div", {{"class", "banner " + verdict_css(*cover.verdict)}}, [&] {
        xml.text("div", {{"class", "word"}}, page.say(rules::verdict_name(*cover.verdict)));
        xml.element("div", {{"class", "why"}}, [&] {
          for (const std::string& reason : cover.reasons) xml.text("p", reason);
        });
      });
    }
    xml.element("div", {{"class", "keys"}}, [&] {
      for (const KeyFigure& key : cover.figures) {
        xml.element("div", {}, [&] {
          xml.text("div", {{"class", "figure"}}, key.figure);
          xml.text("div", {{"class", "name"}}, page.say(key.name));
        });
      }
    });
    if (!cover.map_svg.empty()) page.drawing(cover.map_svg, cover.map_caption);
  });
}

Cover pair_cover(const Article& page, const Result& result, const ReportCase& one,
                 const std::vector<const ReportCase*>& others) {
  const bool zh = page.zh();
  const workspace::SiteInfo& site = one.site->info;
  const assessment::Assessment& sum = one.assessment.summary;
  Cover cover;
  cover.kind = report_kind();
  cover.title = one.project == nullptr ? named(site.id, site.name)
                                       : named(one.project->id(), one.project->name());
  cover.subtitle = one.project == nullptr
                       ? (zh ? "地块审查（未指定项目）" : "The site alone, no project given")
                       : (zh ? "拟用地块 " : "at site ") + named(site.id, site.name);
  cover.verdict = sum.verdict;
  cover.reasons = reasons(page, result, one);
  const AreaFigures area = area_figures(site.area_m2);
  cover.figures = {{area.ha, {"公顷，地块面积", "ha, area of the site"}},
                   {area.mu, {"亩，地块面积", "mu, area of the site"}},
                   {fmt::format("{}", sum.prohibitions), {"禁止", "prohibited"}},
                   {fmt::format("{}", sum.unknowns), {"数据不足", "insufficient data"}},
                   {fmt::format("{}", sum.conditions), {"有条件", "conditional"}},
                   {fmt::format("{}", sum.passes), {"通过", "passed"}}};
  const auto better = std::find_if(others.begin(), others.end(), [&](const ReportCase* other) {
    return other->assessment.summary.verdict < sum.verdict;
  });
  if (better != others.end())
    cover.figures.push_back({(*better)->site->info.id, {"更好的备选地块", "a better site"}});
  const DrawnMap map = detail_map(result, one, page.language(),
                                  std::string("cover-") + (zh ? "zh" : "en"), 112.0, false);
  cover.map_svg = map.svg;
  cover.map_caption =
      map_caption(map, {"地块与冲突部分", "The site and its conflicts"}, page.language());
  return cover;
}

DrawnMap detail_map(const Result& result, const ReportCase& one, Language language,
                    const std::string& id, double height_mm, bool with_corners) {
  static constexpr std::size_t kMostCorners = 40;
  const std::vector<MapConflict> conflicts = conflict_pieces(result, one);
  std::set<std::string> concerned;
  for (const NumberedFinding& entry : open_findings(result, one)) {
    if (entry.finding->verdict >= Verdict::insufficient_data) concerned.insert(entry.rule->role);
  }
  MapRequest request;
  request.workspace = result.workspace;
  request.language = language;
  request.id = id;
  request.focus = one.site->shape.box();
  request.height_mm = height_mm;
  request.sites = {{one.site->shape, one.site->info.id, one.assessment.summary.verdict}};
  request.conflicts = &conflicts;
  request.wanted = [&](const workspace::Layer& layer) {
    return layer.role->visible || concerned.contains(layer.role->id);
  };
  if (with_corners) {
    request.corners = site_corners(result, one);
    if (request.corners.size() > kMostCorners) request.corners.clear();
  }
  return draw_map(request);
}

DrawnMap location_map(const Result& result, const std::vector<const ReportCase*>& cases,
                      Language language, const std::string& id, double height_mm) {
  MapRequest request;
  request.workspace = result.workspace;
  request.language = language;
  request.id = id;
  request.focus = home_box(cases);
  request.height_mm = height_mm;
  request.pins = true;
  for (const ReportCase* one : cases)
    request.sites.push_back(
        {one->site->shape, one->site->info.id, one->assessment.summary.verdict});
  request.wanted = [](const workspace::Layer& layer) { return layer.role->locates; };
  return draw_map(request);
}

}  // namespace xuanzhi::products::report
