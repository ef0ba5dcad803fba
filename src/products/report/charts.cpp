// SPDX-License-Identifier: Apache-2.0
#include "charts.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include <fmt/format.h>

#include "figures.h"
#include "map_furniture.h"
#include "xml_text.h"
#include "xuanzhi/rules/finding.h"

namespace xuanzhi::products::report {

namespace {

constexpr double kNames = 52.0;
constexpr double kNumbers = 16.0;  // right of the bars
constexpr double kRow = 6.4;
constexpr double kBar = 4.4;
constexpr std::array kColours{"#5b9a63", "#e0a93b", "#8397a6", "#c8504a"};
constexpr std::array kInk{"#ffffff", "#1d2733", "#ffffff", "#ffffff"};

std::size_t total(const VerdictShare& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

void write_name(XmlText& svg, const std::string& name, double top) {
  const double natural = width_of(name, 2.7);
  const double size = natural > kNames - 3.0 ? 2.7 * (kNames - 3.0) / natural : 2.7;
  write_words(svg, {{kNames - 2.0, top + 3.9}, name, size, "#1d2733", "end", false, false});
}

void write_key(XmlText& svg, Language language) {
  double x = kNames;
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    const std::string name = rules::verdict_name(static_cast<rules::Verdict>(i)).in(language);
    svg.leaf("rect", {{"x", mm(x)},
                      {"y", "0.60"},
                      {"width", "3.20"},
                      {"height", "3.20"},
                      {"fill", kColours[i]}});
    write_words(svg, {{x + 4.4, 3.3}, name, 2.5, "#33414e", "start", false, false});
    x += 10.0 + width_of(name, 2.5);
  }
}

void write_box(XmlText& svg, double x, double top, double width, const std::string& fill) {
  svg.leaf("rect", {{"x", mm(x)},
                    {"y", mm(top + 0.9)},
                    {"width", mm(width)},
                    {"height", mm(kBar)},
                    {"fill", fill}});
}

void write_bar(XmlText& svg, const VerdictBar& bar, double top, double length) {
  const std::size_t all = total(bar.counts);
  double x = kNames;
  for (std::size_t i = 0; i < bar.counts.size() && all > 0; ++i) {
    const double width = length * static_cast<double>(bar.counts[i]) / static_cast<double>(all);
    if (width <= 0.0) continue;
    write_box(svg, x, top, width, kColours[i]);
    const std::string number = figure(bar.counts[i]);
    if (width > width_of(number, 2.3) + 1.6)
      write_words(svg, {{x + width / 2, top + 3.9}, number, 2.3, kInk[i], "middle", false, false});
    x += width;
  }
  write_words(svg, {{x + 1.6, top + 3.9}, figure(all), 2.4, "#5b6874", "start", false, false});
}

constexpr double kShares = 68.0;  // length of a full bar
constexpr const char* kCommitted = "#a9b4be";
constexpr const char* kUsed = "#3f7cac";
constexpr const char* kFull = "#1f4e79";

void write_share_bar(XmlText& svg, const ShareBar& bar, double top) {
  static constexpr double kFullFrom = 0.95;
  const double before = std::clamp(bar.committed, 0.0, 1.0);
  const double now = std::clamp(bar.used, 0.0, 1.0 - before);
  write_box(svg, kNames, top, kShares, "#eef1f4");
  write_box(svg, kNames, top, before * kShares, kCommitted);
  write_box(svg, kNames + before * kShares, top, now * kShares,
            bar.committed + bar.used >= kFullFrom ? kFull : kUsed);
  const std::string share = fmt::format("{:.1f} %", 100.0 * (bar.committed + bar.used));
  write_words(svg,
              {{kNames + kShares + 12.0, top + 3.9}, share, 2.4, "#1d2733", "end", false, false});
  write_words(
      svg,
      {{kNames + kShares + 14.0, top + 3.9}, bar.amount, 2.3, "#5b6874", "start", false, false});
}

void write_share_key(XmlText& svg, Language language) {
  const bool zh = language == Language::chinese;
  double x = kNames;
  for (const auto& [colour, name] :
       {std::pair{kCommitted, zh ? "已承诺" : "committed"},
        std::pair{kUsed, zh ? "本方案" : "placed"},
        std::pair{kFull, zh ? "本方案（用满95%以上）" : "placed (95 % or more)"}}) {
    write_box(svg, x, -0.3, 3.2, colour);
    write_words(svg, {{x + 4.4, 3.6}, name, 2.5, "#33414e", "start", false, false});
    x += 10.0 + width_of(name, 2.5);
  }
}

// A row for each bar under a key, where there is one.
template <typename Bar, typename Draw>
std::string chart(const std::vector<Bar>& bars, const std::function<void(XmlText&)>& key,
                  const Draw& draw) {
  const double head = key ? 6.0 : 0.0;
  const double height = head + kRow * static_cast<double>(bars.size()) + 0.6;
  XmlText svg(4);
  svg.element("svg",
              {{"viewBox", fmt::format("0 0 {:.2f} {:.2f}", kDrawingWidth, height)},
               {"role", "img"},
               {"class", "chart"}},
              [&] {
                if (key) key(svg);
                double top = head;
                for (const Bar& bar : bars) {
                  write_name(svg, bar.name, top);
                  draw(svg, bar, top);
                  top += kRow;
                }
              });
  return svg.str();
}

}  // namespace

const char* verdict_colour(std::size_t verdict) {
  return kColours[verdict];
}

std::string verdict_bars_svg(const std::vector<VerdictBar>& bars, Language language,
                             bool of_whole) {
  std::size_t most = 1;
  for (const VerdictBar& bar : bars) most = std::max(most, total(bar.counts));
  return chart(
      bars, [&](XmlText& svg) { write_key(svg, language); },
      [&](XmlText& svg, const VerdictBar& bar, double top) {
        const double share =
            of_whole ? 1.0 : static_cast<double>(total(bar.counts)) / static_cast<double>(most);
        write_bar(svg, bar, top, share * (kDrawingWidth - kNames - kNumbers));
      });
}

std::string count_bars_svg(const std::vector<CountBar>& bars) {
  std::size_t most = 1;
  for (const CountBar& bar : bars) most = std::max(most, bar.count);
  return chart(bars, nullptr, [&](XmlText& svg, const CountBar& bar, double top) {
    const double width = (kDrawingWidth - kNames - kNumbers) * static_cast<double>(bar.count) /
                         static_cast<double>(most);
    write_box(svg, kNames, top, std::max(width, 0.3), bar.colour);
    write_words(svg, {{kNames + width + 1.6, top + 3.9},
                      figure(bar.count),
                      2.4,
                      "#33414e",
                      "start",
                      false,
                      false});
  });
}

std::string share_bars_svg(const std::vector<ShareBar>& bars, Language language) {
  return chart(
      bars, [&](XmlText& svg) { write_share_key(svg, language); }, write_share_bar);
}

}  // namespace xuanzhi::products::report
