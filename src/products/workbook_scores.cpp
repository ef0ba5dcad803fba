// SPDX-License-Identifier: Apache-2.0
#include "workbook_scores.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace xuanzhi::products {

namespace {

// Columns of the sheet of scores: project, site, verdict, score, rank, then one per criterion. A
// number is known, a word is a gap, and an empty cell does not concern the project.
constexpr std::size_t kVerdict = 2;
constexpr std::size_t kScore = 3;
constexpr std::size_t kRank = 4;
constexpr std::size_t kFirstUtility = 5;
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

// The rows of one project and their scores.
struct Group {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<std::optional<double>> scores;  ///< by row from the first
};

Group group_from(const ScoreTable& scores, std::size_t first) {
  Group group{first, first, {}};
  for (std::size_t r = first; r < scores.rows.size(); ++r) {
    if (scores.rows[r].project_id != scores.rows[first].project_id) break;
    group.last = r;
    group.scores.push_back(score_of(scores, scores.rows[r]));
  }
  return group;
}

std::size_t rank_in(const Group& group, double score) {
  const auto better = [&](const std::optional<double>& other) { return other && *other > score; };
  return 1U +
         static_cast<std::size_t>(std::count_if(group.scores.begin(), group.scores.end(), better));
}

void write_row(WorkbookSheet& sheet, const ScoreTable& scores, std::size_t r, const Group& group,
               Language language) {
  const ScoreTable::Row& row = scores.rows[r];
  const std::size_t line = r + 1;  // below the header; formulas count from 1
  const std::string weights = weight_range(scores, language);
  const std::string utilities =
      fmt::format("{0}{2}:{1}{2}", column_letters(kFirstUtility),
                  column_letters(kFirstUtility + scores.criteria.size() - 1), line + 1);
  const std::string known = fmt::format("SUMPRODUCT({}*ISNUMBER({}))", weights, utilities);
  const std::string concerned = fmt::format("SUMPRODUCT({}*({}<>\"\"))", weights, utilities);
  const auto score = group.scores[r - group.first];
  sheet.text(line, 0, row.project_id);
  sheet.text(line, 1, row.site_id);
  if (row.verdict) sheet.text(line, kVerdict, rules::verdict_name(*row.verdict).in(language));
  sheet.formula(line, kScore,
                fmt::format("=IF(OR({0}=0,{0}<{4}*{5}),\"\",{3}*SUMPRODUCT({1},{2})/{0})", known,
                            weights, utilities, kFullScore, scores.least_known, concerned),
                score, CellLook::area);
  const std::string cell = column_letters(kScore) + fmt::format("{}", line + 1);
  const std::string among =
      fmt::format("{0}${1}:{0}${2}", column_letters(kScore), group.first + 2, group.last + 2);
  std::optional<double> rank;
  if (score) rank = static_cast<double>(rank_in(group, *score));
  sheet.formula(line, kRank, fmt::format("=IF({0}=\"\",\"\",RANK({0},{1}))", cell, among), rank,
                CellLook::whole);
  for (std::size_t c = 0; c < row.utilities.size(); ++c) {
    if (row.utilities[c])
      sheet.number(line, kFirstUtility + c, *row.utilities[c], CellLook::decimal);
    else if (c < row.gaps.size() && row.gaps[c])
      sheet.text(line, kFirstUtility + c, language == Language::chinese ? "未知" : "unknown");
  }
}

}  // namespace

std::optional<double> score_of(const ScoreTable& table, const ScoreTable::Row& row) {
  double sum = 0.0;
  double known = 0.0;
  double concerned = 0.0;
  for (std::size_t c = 0; c < row.utilities.size(); ++c) {
    if (row.utilities[c] || (c < row.gaps.size() && row.gaps[c]))
      concerned += table.criteria[c].weight;
    if (!row.utilities[c]) continue;
    sum += table.criteria[c].weight * *row.utilities[c];
    known += table.criteria[c].weight;
  }
  if (known <= 0.0 || known < table.least_known * concerned) return std::nullopt;
  return kFullScore * sum / known;
}

std::optional<ScoreTable> score_table(const suitability::Scorer& scorer,
                                      const workspace::Workspace& workspace,
                                      std::vector<assessment::Assessment> pairs) {
  const suitability::Criteria& criteria = scorer.criteria();
  if (criteria.method == suitability::Method::topsis || pairs.size() > kMostScoredPairs) return {};
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const auto& a, const auto& b) { return a.project < b.project; });
  ScoreTable table;
  table.least_known = criteria.least_known_weight;
  for (const suitability::Criterion& one : criteria.list)
    table.criteria.push_back({one.title, one.weight});
  for (const assessment::Assessment& pair : pairs) {
    ScoreTable::Row row{workspace.projects[pair.project].id(),
                        workspace.sites[pair.site].info.id,
                        {},
                        {},
                        pair.verdict};
    for (const suitability::Part& part : scorer.score(pair.project, pair.site).parts) {
      row.utilities.push_back(part.utility);
      row.gaps.push_back(part.concerns && !part.utility);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

void write_score_sheets(WorkbookFile& book, const ScoreTable& scores, Language language) {
  const bool zh = language == Language::chinese;
  write_weights(book, scores, language);
  WorkbookSheet sheet = book.add_sheet(zh ? "得分" : "Scores");
  sheet.fit_to_paper();
  sheet.row_height(0, 46.0);
  const std::vector<std::string> titles{zh ? "项目编号" : "Project", zh ? "地块编号" : "Site",
                                        zh ? "结论" : "Verdict", zh ? "得分" : "Score",
                                        zh ? "名次" : "Rank"};
  for (std::size_t c = 0; c < titles.size(); ++c) sheet.text(0, c, titles[c], CellLook::header);
  for (std::size_t c = 0; c < scores.criteria.size(); ++c) {
    sheet.text(0, kFirstUtility + c, scores.criteria[c].title.in(language), CellLook::header);
    sheet.column_width(kFirstUtility + c, 14.0);
  }
  for (std::size_t r = 0; r < scores.rows.size();) {
    const Group group = group_from(scores, r);
    for (; r <= group.last; ++r) write_row(sheet, scores, r, group, language);
  }
  sheet.colour_verdicts(kVerdict, 1, std::max<std::size_t>(scores.rows.size(), 1), language);
  sheet.freeze(1, 2);
  sheet.filter(std::max<std::size_t>(scores.rows.size(), 1),
               kFirstUtility + scores.criteria.size() - 1);
}

}  // namespace xuanzhi::products
