// SPDX-License-Identifier: Apache-2.0
#include "project_table_header.h"

#include <algorithm>
#include <set>

namespace xuanzhi::formats {

namespace {

// Titles stand near the top; a search through all rows would find some word everywhere.
constexpr std::size_t kRowsToSearch = 40;
// More columns than any list has; a sheet that is wider is searched no further.
constexpr std::size_t kColumnsToSearch = 1000;

const std::string& title_cell(const std::vector<std::string>& row, std::size_t index) {
  static const std::string kBlank;
  return index < row.size() ? row[index] : kBlank;
}

std::vector<TitleLevels> titles_of(const CellRows& cells, std::size_t row, std::size_t rows) {
  static const std::vector<std::string> kNoRow;
  const std::vector<std::string>& upper = cells[row];
  const std::vector<std::string>& lower = rows == 2 ? cells[row + 1] : kNoRow;
  std::vector<TitleLevels> out;
  std::string carried;
  for (std::size_t i = 0; i < std::max(upper.size(), lower.size()); ++i) {
    const std::string above = trimmed(title_cell(upper, i));
    const std::string below = trimmed(title_cell(lower, i));
    // A merged title stands in its first cell only; it reaches as far right as it has titles below.
    if (!above.empty()) {
      carried = below.empty() ? "" : above;
      out.push_back({above, below});
    } else {
      if (below.empty()) carried.clear();
      out.push_back({carried, below});
    }
  }
  return out;
}

bool is_stated(const TitleLevels& title, const TableRequest& request) {
  return std::any_of(request.columns.begin(), request.columns.end(),
                     [&](const StatedColumn& c) { return is_title(title, c.header); });
}

// How much of a list the titles explain; 0 where they cannot be a header.
int score(const std::vector<TitleLevels>& titles, const ProjectDictionary* dictionary,
          const TableRequest& request) {
  int sum = 0;
  std::set<std::string> fields;
  std::size_t stated = 0;
  for (std::size_t i = 0; i < std::min(titles.size(), kColumnsToSearch); ++i) {
    if (is_stated(titles[i], request)) {
      sum += 4, ++stated;
      continue;
    }
    if (dictionary == nullptr) continue;
    const auto match = match_title(*dictionary, titles[i]);
    if (!match) continue;
    fields.insert(match->field->field);
    // A list without ids or names is none, whatever else its titles say.
    if (match->field->required || match->field->field == "name") sum += 4;
    // A title that is not understood in full explains little.
    sum += match->rank > 0 || !match->unclear.empty() ? 1 : match->unit.empty() ? 2 : 3;
  }
  const bool enough = stated + fields.size() >= 2;
  return enough ? sum : 0;
}

// An upper row of group titles has several of them; a single one is the title of the sheet.
bool may_be_upper(const std::vector<std::string>& row) {
  return std::count_if(row.begin(), row.end(), [](const std::string& cell) {
           const std::string word = plain_title(cell);
           return !word.empty() && !word.starts_with("单位");
         }) >= 2;
}

}  // namespace

Header find_header(const CellRows& cells, const ProjectDictionary* dictionary,
                   const TableRequest& request) {
  if (request.header_row > 0) {
    const std::size_t row = request.header_row - 1;
    const std::size_t rows = request.header_rows == 2 ? 2 : 1;
    if (row + rows > cells.size()) return {};
    return {row, rows, titles_of(cells, row, rows)};
  }
  Header best;
  int most = 0;
  // One row first: a second one must explain more.
  for (const std::size_t rows : {std::size_t{1}, std::size_t{2}}) {
    for (std::size_t row = 0; row < std::min(cells.size(), kRowsToSearch); ++row) {
      if (row + rows > cells.size() || (rows == 2 && !may_be_upper(cells[row]))) continue;
      std::vector<TitleLevels> titles = titles_of(cells, row, rows);
      const int found = score(titles, dictionary, request);
      if (found <= most) continue;
      most = found;
      best = {row, rows, std::move(titles)};
    }
  }
  return best;
}

}  // namespace xuanzhi::formats
