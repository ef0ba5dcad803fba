// SPDX-License-Identifier: Apache-2.0
#include "site_map.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "figures.h"
#include "map_layers.h"

namespace xuanzhi::products::report {

namespace {

using geometry::Point;
using geometry::Shape;

constexpr double kGridMargin = 5.0;  // for the numbers left of the frame and below it
constexpr double kSiteLine = 0.55;
constexpr const char* kSiteColour = "#10222f";
constexpr std::size_t kLegendColumns = 4;

const Symbol kProhibits{"#c62828", "#8e1c1c", Pattern::cross, 0.3, 2.4, 0.6};
const Symbol kConditions{"#ef6c00", "#b35300", Pattern::backhatch, 0.25, 2.4, 0.7};

// Draws one request; the parts are written in the order in which they lie upon each other.
class Drawing {
 public:
  explicit Drawing(const MapRequest& request)
      : request_(request),
        frame_(request.focus, request.width_mm - kGridMargin - 0.5, request.height_mm),
        pen_(body_, request.id) {}

  DrawnMap finish() {
    draw_ground();
    draw_sites();
    draw_words();
    draw_furniture();
    return {whole(), frame_.denominator(), frame_.crs()};
  }

 private:
  void draw_ground() {
    body_.element("g", {{"clip-path", "url(#" + request_.id + "-frame)"}}, [&] {
      body_.leaf("rect", {{"width", mm(frame_.width_mm())},
                          {"height", mm(frame_.height_mm())},
                          {"fill", "#fdfdfb"}});
      layers_ = draw_layers(pen_, frame_, *request_.workspace, request_.wanted, request_.language);
    });
    if (request_.grid) write_grid(body_, frame_);
  }

  void draw_sites() {
    body_.element("g", {{"clip-path", "url(#" + request_.id + "-frame)"}}, [&] {
      for (const MapSite& site : request_.sites) draw_site(site);
      draw_conflicts();
      draw_corners();
    });
  }

  void draw_site(const MapSite& site) {
    Symbol look = verdict_symbol(rules::to_string(site.verdict));
    const Shape on_paper = frame_.on_paper(site.shape.in(*request_.workspace->geos));
    if (on_paper.empty()) return;
    note_verdict(site.verdict, look);
    if (request_.pins) return draw_pin(label_point(on_paper), look);
    look.width_mm = kSiteLine;
    look.opacity = look.pattern == Pattern::solid ? 0.38 : 1.0;
    look.line = kSiteColour;
    pen_.area(path_data(on_paper), look);
  }

  void draw_pin(Point at, Symbol look) {
    look.pattern = Pattern::circle;
    look.size_mm = 3.4;
    look.line = kSiteColour;
    look.opacity = 1.0;
    pen_.point(at, look);
  }

  void note_verdict(rules::Verdict verdict, const Symbol& look) {
    const std::string name =
        Text{"地块：" + rules::verdict_name(verdict).zh, "Site: " + rules::verdict_name(verdict).en}
            .in(request_.language);
    add_legend(name, [this, swatch = look](Point corner) mutable {
      if (request_.pins) return draw_pin({corner.x + 3.5, corner.y + 1.7}, swatch);
      swatch.opacity = swatch.pattern == Pattern::solid ? 0.38 : 1.0;
      swatch.line = kSiteColour;
      pen_.area(fmt::format("M{:.2f} {:.2f}h7v3.4h-7Z", corner.x, corner.y), swatch);
    });
  }

  void draw_conflicts() {
    if (request_.conflicts == nullptr) return;
    // What forbids lies on top.
    for (const bool prohibits : {false, true}) {
      for (const MapConflict& conflict : *request_.conflicts) {
        if (conflict.prohibits != prohibits) continue;
        const Shape on_paper = frame_.on_paper(conflict.shape);
        if (on_paper.empty()) continue;
        const Symbol& look = prohibits ? kProhibits : kConditions;
        pen_.area(path_data(on_paper), look);
        const Text name = prohibits ? Text{"冲突部分：禁止", "Conflict: prohibited"}
                                    : Text{"冲突部分：有条件", "Conflict: conditional"};
        add_legend(name.in(request_.language), [this, &look](Point corner) {
          pen_.area(fmt::format("M{:.2f} {:.2f}h7v3.4h-7Z", corner.x, corner.y), look);
        });
      }
    }
  }

  void draw_corners() {
    for (const MapCorner& corner : request_.corners) {
      const Point at = frame_.paper(corner.lon_lat);
      body_.leaf("circle", {{"cx", mm(at.x)},
                            {"cy", mm(at.y)},
                            {"r", "0.70"},
                            {"fill", "#ffffff"},
                            {"stroke", kSiteColour},
                            {"stroke-width", "0.30"}});
    }
  }

  void draw_words() {
    LabelPlaces places;
    places.claim({frame_.width_mm() - 13.5, 1.0, frame_.width_mm() - 1.0, 15.5}, frame_);
    places.claim({1.0, 1.0, 24.0, 10.0}, frame_);
    places.claim({1.0, frame_.height_mm() - 11.0, 60.0, frame_.height_mm() - 1.0}, frame_);
    draw_numbers(places);
    for (const MapSite& site : request_.sites) draw_site_label(site, places);
    for (const MapCorner& corner : request_.corners) {
      const Point at = frame_.paper(corner.lon_lat);
      const double width = width_of(corner.label, 2.0);
      if (!places.claim({at.x + 0.9, at.y - 2.6, at.x + 0.9 + width, at.y - 0.6}, frame_)) continue;
      write_words(body_, {{at.x + 0.9, at.y - 0.8}, corner.label, 2.0, kSiteColour});
    }
    write_labels(body_, layers_.labels, places, frame_);
  }

  void draw_site_label(const MapSite& site, LabelPlaces& places) {
    if (site.label.empty()) return;
    const Shape on_paper = frame_.on_paper(site.shape.in(*request_.workspace->geos));
    if (on_paper.empty()) return;
    const Point middle = label_point(on_paper);
    const double height = request_.pins ? 2.6 : 2.9;
    const double width = width_of(site.label, height);
    // Beside a pin; in the middle of an area, or over it where the middle is taken.
    for (const Point& at : request_.pins
                               ? std::vector<Point>{{middle.x + 2.6, middle.y + 1.0},
                                                    {middle.x - 2.6 - width, middle.y + 1.0}}
                               : std::vector<Point>{{middle.x - width / 2, middle.y + 1.0},
                                                    {middle.x - width / 2, middle.y - 4.0},
                                                    {middle.x - width / 2, middle.y + 6.0}}) {
      if (!places.claim({at.x, at.y - height, at.x + width, at.y + 0.5}, frame_)) continue;
      return write_words(body_, {at, site.label, height, kSiteColour, "start", true});
    }
  }

  void draw_numbers(LabelPlaces& places) {
    if (request_.conflicts == nullptr) return;
    for (const MapConflict& conflict : *request_.conflicts) {
      const Shape on_paper = frame_.on_paper(conflict.shape);
      if (on_paper.empty()) continue;
      Point at = label_point(on_paper);
      bool placed = false;
      // Several pieces may share one middle: their numbers stand side by side.
      for (int shift = 0; shift < 8 && !placed; ++shift) {
        placed = places.claim({at.x - 2.1, at.y - 2.1, at.x + 2.1, at.y + 2.1}, frame_);
        if (!placed) at.x += 4.5;
      }
      if (!placed) continue;
      body_.leaf("circle", {{"cx", mm(at.x)},
                            {"cy", mm(at.y)},
                            {"r", "2.00"},
                            {"fill", conflict.prohibits ? "#b3261e" : "#b35300"},
                            {"stroke", "#ffffff"},
                            {"stroke-width", "0.35"}});
      write_words(body_, {{at.x, at.y + 0.9},
                          fmt::format("{}", conflict.number),
                          2.6,
                          "#ffffff",
                          "middle",
                          true,
                          false});
    }
  }

  void draw_furniture() {
    write_scale_bar(body_, frame_);
    write_north_arrow(body_, frame_);
    if (request_.workspace->manifest.schematic)
      write_schematic_mark(body_, frame_, request_.language);
    body_.leaf("rect", {{"width", mm(frame_.width_mm())},
                        {"height", mm(frame_.height_mm())},
                        {"fill", "none"},
                        {"stroke", "#33414e"},
                        {"stroke-width", "0.35"}});
    if (!request_.legend) return;
    own_legend_.insert(own_legend_.end(), layers_.legend.begin(), layers_.legend.end());
    write_legend(body_, own_legend_, kLegendColumns, {0.0, frame_.height_mm() + legend_top()},
                 frame_.width_mm());
  }

  double legend_top() const { return request_.grid ? 5.4 : 2.4; }

  void add_legend(const std::string& name, std::function<void(Point)> swatch) {
    if (std::any_of(own_legend_.begin(), own_legend_.end(),
                    [&](const LegendEntry& entry) { return entry.name == name; }))
      return;
    own_legend_.push_back({name, std::move(swatch)});
  }

  std::string whole() {
    const double below = request_.legend
                             ? legend_top() + legend_height(own_legend_.size(), kLegendColumns)
                             : (request_.grid ? 3.6 : 0.4);
    XmlText svg(4);
    svg.element("svg",
                {{"viewBox", fmt::format("{:.2f} -0.30 {:.2f} {:.2f}", -kGridMargin,
                                         request_.width_mm, frame_.height_mm() + below + 0.3)},
                 {"role", "img"},
                 {"class", "map"},
                 {"data-scale", fmt::format("{:.0f}", frame_.denominator())}},
                [&] {
                  svg.element("clipPath", {{"id", request_.id + "-frame"}}, [&] {
                    svg.leaf("rect", {{"width", mm(frame_.width_mm())},
                                      {"height", mm(frame_.height_mm())}});
                  });
                  pen_.write_definitions(svg);
                  svg.embed(body_.str());
                });
    return svg.str();
  }

  const MapRequest& request_;
  MapFrame frame_;
  XmlText body_{6};
  SymbolPen pen_;
  DrawnLayers layers_;
  std::vector<LegendEntry> own_legend_;
};

}  // namespace

DrawnMap draw_map(const MapRequest& request) {
  return Drawing(request).finish();
}

std::string map_caption(const DrawnMap& map, const Text& title, Language language) {
  const bool zh = language == Language::chinese;
  return fmt::format(
      fmt::runtime(zh ? "{}　1:{}（A4 原大打印）　格网为 {} 坐标，单位 km"
                      : "{} · 1:{} when printed on A4 at full size · grid in km of {}"),
      title.in(language), figure(map.denominator, 0), map.crs);
}

}  // namespace xuanzhi::products::report
