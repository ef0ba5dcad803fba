// SPDX-License-Identifier: Apache-2.0
#include "gantt.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "figures.h"
#include "map_furniture.h"
#include "xml_text.h"

namespace xuanzhi::products::report {

namespace {

constexpr double kStepNames = 58.0;  // mm for the names of the steps
constexpr double kStepRow = 6.2;
constexpr double kHead = 6.0;
constexpr double kMark = 1.6;  // half the height of a mark

// Days between two marks of the axis: 1, 2, 5 × 10^n, so that there are about ten.
double axis_step(double days) {
  const double rough = std::max(days / 10.0, 1.0);
  const double decade = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (step * decade >= rough) return step * decade;
  }
  return 10.0 * decade;
}

// No length is known: an empty diamond where the step may begin at the earliest.
void write_mark(XmlText& svg, const GanttBar& step, double top, double x) {
  const double middle = top + kStepRow / 2;
  svg.leaf("path", {{"d", "M" + mm(x) + " " + mm(middle - kMark) + "L" + mm(x + kMark) + " " +
                              mm(middle) + "L" + mm(x) + " " + mm(middle + kMark) + "L" +
                              mm(x - kMark) + " " + mm(middle) + "Z"},
                    {"data-step", step.id},
                    {"fill", "#ffffff"},
                    {"stroke", "#8a5a00"},
                    {"stroke-width", "0.30"}});
  write_words(svg, {{x + kMark + 1.0, top + 4.0}, "?", 2.4, "#8a5a00", "start", false, false});
}

void write_bar(XmlText& svg, const GanttBar& step, double top, double mm_per_day) {
  const double x = kStepNames + step.start_day * mm_per_day;
  if (!step.limit_known) return write_mark(svg, step, top, x);
  const double width = std::max(step.days * mm_per_day, 0.6);
  svg.leaf("rect", {{"x", mm(x)},
                    {"y", mm(top + 1.0)},
                    {"width", mm(width)},
                    {"height", mm(kStepRow - 2.0)},
                    {"data-step", step.id},
                    {"rx", "0.60"},
                    {"fill", step.critical ? "#1f4e79" : "#9fb8cf"}});
  const bool fits = width > 9.0;
  write_words(svg, {{fits ? x + width / 2 : x + width + 1.0, top + 4.0},
                    figure(step.days, 0),
                    2.4,
                    fits && step.critical ? "#ffffff" : "#1d2733",
                    fits ? "middle" : "start",
                    false,
                    false});
}

}  // namespace

std::string gantt_svg(const std::vector<GanttBar>& bars, double total_days, Language language) {
  const double days = std::max(total_days, 1.0);
  const double mm_per_day = (kDrawingWidth - kStepNames - 8.0) / days;
  const double height = kHead + kStepRow * static_cast<double>(bars.size()) + 1.0;
  XmlText svg(4);
  svg.element(
      "svg",
      {{"viewBox", fmt::format("0 0 {:.2f} {:.2f}", kDrawingWidth, height)},
       {"role", "img"},
       {"class", "gantt"}},
      [&] {
        const double step_days = axis_step(days);
        for (double day = 0.0; day <= days + 1e-9; day += step_days) {
          const double x = kStepNames + day * mm_per_day;
          svg.leaf("path", {{"d", "M" + mm(x) + " " + mm(kHead - 1.0) + "V" + mm(height)},
                            {"stroke", "#d3dae0"},
                            {"stroke-width", "0.15"}});
          write_words(svg,
                      {{x, kHead - 2.0}, figure(day, 0), 2.3, "#5b6874", "middle", false, false});
        }
        double top = kHead;
        for (const GanttBar& step : bars) {
          const std::string& name = step.name.in(language);
          const double natural = width_of(name, 2.7);
          const double size = natural > kStepNames - 2.0 ? 2.7 * (kStepNames - 2.0) / natural : 2.7;
          write_words(svg, {{0.0, top + 4.1}, name, size, "#1d2733", "start", false, false});
          write_bar(svg, step, top, mm_per_day);
          top += kStepRow;
        }
      });
  return svg.str();
}

}  // namespace xuanzhi::products::report
