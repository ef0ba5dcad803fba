// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xml_text.h"
#include "xuanzhi/base/text.h"
#include "xuanzhi/rules/finding.h"

namespace xuanzhi::products::report {

/// A cell: plain text (escaped when written) and how it looks. Numbers stand to the right.
struct HtmlCell {
  enum class Look { text, number, muted, verdict };

  std::string text;
  Look look = Look::text;
  rules::Verdict verdict = rules::Verdict::compliant;  ///< of Look::verdict
};

HtmlCell words(std::string text);
HtmlCell number_cell(std::string text);
HtmlCell muted(std::string text);

/// A row of a table; `css` is a class of the style sheet, such as `total`.
struct HtmlRow {
  std::vector<HtmlCell> cells;
  std::string css = {};
};

struct HtmlColumn {
  Text title;
  double width_percent = 0.0;  ///< 0: as the content wants
};

struct HtmlTable {
  std::vector<HtmlColumn> columns;
  std::vector<HtmlRow> rows;
  std::string css = {};
};

/// One article of a report in one language: well-formed HTML, every text escaped.
class Article {
 public:
  explicit Article(Language language) : language_(language) {}

  Language language() const { return language_; }
  bool zh() const { return language_ == Language::chinese; }
  const std::string& say(const Text& text) const { return text.in(language_); }
  XmlText& xml() { return xml_; }

  /// The word of a verdict as a cell with its colour.
  HtmlCell verdict_cell(rules::Verdict verdict) const;

  /// Headings carry the other language in small letters beside them.
  void heading(int number, const Text& title);
  void subheading(const Text& title);
  void paragraph(std::string_view text, std::string_view css = {});
  void note(std::string_view text) { paragraph(text, "note"); }
  void list(const std::vector<std::string>& items);
  void table(const HtmlTable& table);
  /// Pairs of name and value, two pairs in a row.
  void properties(const std::vector<std::pair<Text, std::string>>& pairs);
  /// An SVG drawing with the words under it.
  void drawing(std::string_view svg, std::string_view caption);

 private:
  void write_cell(const HtmlCell& cell);

  Language language_;
  XmlText xml_{2};
};

/// The class of the style sheet that colours a verdict: `ok`, `if`, `unknown`, `no`.
std::string verdict_css(rules::Verdict verdict);

}  // namespace xuanzhi::products::report
