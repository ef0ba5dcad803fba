// SPDX-License-Identifier: Apache-2.0
#include "workbook_scores.h"

#include <algorithm>

#include <fmt/format.h>

namespace xuanzhi::products {

namespace {

// Columns of the sheet of scores: project, site, score, rank, then one per criterion.
constexpr std::size_t kScore = 2;
constexpr std::size_t kRank = 3;
constexpr std::size_t kFirstUtility = 4;
constexpr double kFullScore = 100.0;
const Text kWeights{"权重", "Weights"};

// A, B … Z, AA …
std::string column_letters(std::size_t column) {
  std::string out;
  for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
  return out;
}

std::string weight_range(const ScoreTable& scores, Language language) {
  return fmt::format("'{}'!$B$2:${}$2", kWeights.in(language),
                     column_letters(scores.criteria.size()));
}

void write_weights(WorkbookFile& book, const ScoreTable& scores, Language language) {
  const bool zh = language == Language::chinese;
  WorkbookSheet sheet = book.add_sheet(kWeights.in(language));
  sheet.fit_to_paper();
  sheet.row_height(0, 46.0);
  sheet.column_width(0, 26.0);
  sheet.text(0, 0, zh ? "指标" : "Criterion", CellLook::header);
  for (std::size_t c = 0; c < scores.criteria.size(); ++c) {
    sheet.text(0, c + 1, scores.criteria[c].title.in(language), CellLook::header);
    sheet.column_width(c + 1, 14.0);
  }
  sheet.text(1, 0, zh ? "权重（可修改）" : "Weight (may be changed)");
  for (std::size_t c = 0; c < scores.criteria.size(); ++c)
    sheet.number(1, c + 1, scores.criteria[c].weight, CellLook::decimal);
}

void write_row(WorkbookSheet& sheet, const ScoreTable& scores, std::size_t r, std::size_t first,
               std::size_t last, Language language) {
  const ScoreTable::Row& row = scores.rows[r];
  const std::size_t line = r + 1;  // below the header; formulas count from 1
  const std::string weights = weight_range(scores, language);
  const std::string utilities =
      fmt::format("{0}{2}:{1}{2}", column_letters(kFirstUtility),
                  column_letters(kFirstUtility + scores.criteria.size() - 1), line + 1);
  const std::string known = fmt::format("SUMPRODUCT({}*({}<>\"\"))", weights, utilities);
  const auto score = score_of(scores, row);
  sheet.text(line, 0, row.project_id);
  sheet.text(line, 1, row.site_id);
  sheet.formula(line, kScore,
                fmt::format("=IF({0}=0,\"\",{3}*SUMPRODUCT({1},{2})/{0})", known, weights,
                            utilities, kFullScore),
                score.value_or(0.0), CellLook::area);
  const std::string cell = column_letters(kScore) + fmt::format("{}", line + 1);
  const std::string among =
      fmt::format("{0}${1}:{0}${2}", column_letters(kScore), first + 2, last + 2);
  std::size_t better = 0;
  for (std::size_t other = first; other <= last; ++other)
    better += score && score_of(scores, scores.rows[other]) > score ? 1U : 0U;
  sheet.formula(line, kRank, fmt::format("=IF({0}=\"\",\"\",RANK({0},{1}))", cell, among),
                static_cast<double>(better + 1), CellLook::whole);
  for (std::size_t c = 0; c < row.utilities.size(); ++c) {
    if (row.utilities[c])
      sheet.number(line, kFirstUtility + c, *row.utilities[c], CellLook::decimal);
  }
}

}  // namespace

std::optional<double> score_of(const ScoreTable& table, const ScoreTable::Row& row) {
  double sum = 0.0;
  double known = 0.0;
  for (std::size_t c = 0; c < row.utilities.size(); ++c) {
    if (!row.utilities[c]) continue;
    sum += table.criteria[c].weight * *row.utilities[c];
    known += table.criteria[c].weight;
  }
  if (known <= 0.0) return std::nullopt;
  return kFullScore * sum / known;
}

void write_score_sheets(WorkbookFile& book, const ScoreTable& scores, Language language) {
  const bool zh = language == Language::chinese;
  write_weights(book, scores, language);
  WorkbookSheet sheet = book.add_sheet(zh ? "得分" : "Scores");
  sheet.fit_to_paper();
  sheet.row_height(0, 46.0);
  const std::vector<std::string> titles{zh ? "项目编号" : "Project", zh ? "地块编号" : "Site",
                                        zh ? "得分" : "Score", zh ? "名次" : "Rank"};
  for (std::size_t c = 0; c < titles.size(); ++c) sheet.text(0, c, titles[c], CellLook::header);
  for (std::size_t c = 0; c < scores.criteria.size(); ++c) {
    sheet.text(0, kFirstUtility + c, scores.criteria[c].title.in(language), CellLook::header);
    sheet.column_width(kFirstUtility + c, 14.0);
  }
  std::size_t first = 0;
  for (std::size_t r = 0; r < scores.rows.size(); ++r) {
    if (scores.rows[r].project_id != scores.rows[first].project_id) first = r;
    std::size_t last = r;
    while (last + 1 < scores.rows.size() &&
           scores.rows[last + 1].project_id == scores.rows[first].project_id)
      ++last;
    write_row(sheet, scores, r, first, last, language);
  }
  sheet.freeze(1, 2);
  sheet.filter(std::max<std::size_t>(scores.rows.size(), 1),
               kFirstUtility + scores.criteria.size() - 1);
}

}  // namespace xuanzhi::products
