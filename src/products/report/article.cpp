// SPDX-License-Identifier: Apache-2.0
#include "article.h"

#include <utility>

#include <fmt/format.h>

namespace xuanzhi::products::report {

HtmlCell words(std::string text) {
  return {std::move(text), HtmlCell::Look::text};
}

HtmlCell number_cell(std::string text) {
  return {std::move(text), HtmlCell::Look::number};
}

HtmlCell muted(std::string text) {
  return {std::move(text), HtmlCell::Look::muted};
}

std::string verdict_css(rules::Verdict verdict) {
  switch (verdict) {
    case rules::Verdict::compliant:
      return "ok";
    case rules::Verdict::conditional:
      return "if";
    case rules::Verdict::insufficient_data:
      return "unknown";
    case rules::Verdict::non_compliant:
      break;
  }
  return "no";
}

HtmlCell Article::verdict_cell(rules::Verdict verdict) const {
  return {say(rules::verdict_name(verdict)), HtmlCell::Look::verdict, verdict};
}

void Article::heading(int number, const Text& title) {
  const std::string& other = title.in(zh() ? Language::english : Language::chinese);
  xml_.element("h2", {}, [&] {
    if (number > 0) xml_.text("span", {{"class", "nr"}}, fmt::format("{}", number));
    xml_.text("span", say(title));
    xml_.text("span", {{"class", "other"}, {"lang", zh() ? "en" : "zh"}}, other);
  });
}

void Article::subheading(const Text& title) {
  xml_.text("h3", say(title));
}

void Article::paragraph(std::string_view text, std::string_view css) {
  if (css.empty()) return xml_.text("p", text);
  xml_.text("p", {{"class", std::string(css)}}, text);
}

void Article::list(const std::vector<std::string>& items) {
  xml_.element("ul", {}, [&] {
    for (const std::string& item : items) xml_.text("li", item);
  });
}

void Article::write_cell(const HtmlCell& cell) {
  switch (cell.look) {
    case HtmlCell::Look::text:
      return xml_.text("td", cell.text);
    case HtmlCell::Look::number:
      return xml_.text("td", {{"class", "number"}}, cell.text);
    case HtmlCell::Look::muted:
      return xml_.text("td", {{"class", "muted"}}, cell.text);
    case HtmlCell::Look::verdict:
      break;
  }
  xml_.element("td", {}, [&] {
    xml_.text("span", {{"class", "verdict " + verdict_css(cell.verdict)}}, cell.text);
  });
}

void Article::table(const HtmlTable& table) {
  // A column of numbers has its title above them.
  const auto title_css = [&](std::size_t column) -> XmlText::Attributes {
    for (const HtmlRow& row : table.rows) {
      if (column >= row.cells.size() || row.cells[column].look == HtmlCell::Look::muted) continue;
      if (row.cells[column].look == HtmlCell::Look::number) return {{"class", "number"}};
      return {};
    }
    return {};
  };
  xml_.element("div", {{"class", "scroll"}}, [&] {
    xml_.element("table", {{"class", table.css}}, [&] {
      xml_.element("thead", {}, [&] {
        xml_.element("tr", {}, [&] {
          for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const HtmlColumn& column = table.columns[i];
            XmlText::Attributes attributes = title_css(i);
            if (column.width_percent > 0.0)
              attributes.push_back({"style", fmt::format("width:{}%", column.width_percent)});
            xml_.text("th", attributes, say(column.title));
          }
        });
      });
      xml_.element("tbody", {}, [&] {
        for (const HtmlRow& row : table.rows) {
          xml_.element("tr", {{"class", row.css}}, [&] {
            for (const HtmlCell& cell : row.cells) write_cell(cell);
          });
        }
      });
    });
  });
}

void Article::properties(const std::vector<std::pair<Text, std::string>>& pairs) {
  xml_.element("table", {{"class", "properties"}}, [&] {
    xml_.element("tbody", {}, [&] {
      for (std::size_t i = 0; i < pairs.size(); i += 2) {
        xml_.element("tr", {}, [&] {
          for (std::size_t j = i; j < i + 2; ++j) {
            const bool there = j < pairs.size();
            xml_.text("th", there ? say(pairs[j].first) : "");
            xml_.text("td", there ? pairs[j].second : "");
          }
        });
      }
    });
  });
}

void Article::drawing(std::string_view svg, std::string_view caption) {
  xml_.element("figure", {}, [&] {
    xml_.embed(svg);
    if (!caption.empty()) xml_.text("figcaption", caption);
  });
}

}  // namespace xuanzhi::products::report
