// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "project_table_header.h"
#include "xuanzhi/base/units.h"

namespace xuanzhi::formats {

namespace {

// A column that may hold a field: stated, or found by its title.
struct FittingColumn {
  std::size_t index = 0;
  TitleMatch match;
};

class Columns {
 public:
  Columns(const CellRows& cells, const Header& header, const ProjectDictionary* dictionary,
          const TableRequest& request, std::vector<Error>& faults)
      : header_(header), dictionary_(dictionary), request_(request), faults_(faults) {
    for (std::size_t i = 0; i < header.titles.size(); ++i) {
      TableColumn column;
      column.index = i;
      column.title = header.titles[i].text();
      // A title that is broken into lines in its cell is one line in messages and in a manifest.
      std::erase_if(column.title, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
      columns_.push_back(std::move(column));
    }
    find_sheet_units(cells);
  }

  std::vector<TableColumn> take() {
    take_stated();
    if (dictionary_ != nullptr && !request_.stated_only) take_synonyms();
    explain_ignored();
    if (dictionary_ != nullptr) demand_required();
    return std::move(columns_);
  }

 private:
  void take_stated();
  void take_one(const StatedColumn& stated, std::size_t index);
  void take_synonyms();
  void choose(const DictionaryField& field, std::vector<FittingColumn> candidates);
  void settle_unit(TableColumn& column, const std::string& from_title);
  void find_sheet_units(const CellRows& cells);
  void explain_ignored();
  void demand_required();
  bool is_taken(const std::string& field) const;
  std::string name_of(std::size_t index) const {
    return fmt::format("{} ({})", columns_[index].title, column_letters(index));
  }
  void fault(ErrorCode code, const std::string& where, Text message, const std::string& line) {
    faults_.emplace_back(code, request_.place + (where.empty() ? "" : ":" + where),
                         std::move(message),
                         Text{"在 workspace.toml 的 [projects.columns] 中写：" + line,
                              "write into [projects.columns] of workspace.toml: " + line});
  }

  const Header& header_;
  const ProjectDictionary* dictionary_;
  const TableRequest& request_;
  std::vector<Error>& faults_;
  std::vector<TableColumn> columns_;
  std::vector<std::string> sheet_units_;  ///< spellings of a line 单位：万元、亩
};

bool Columns::is_taken(const std::string& field) const {
  return std::any_of(columns_.begin(), columns_.end(),
                     [&](const TableColumn& c) { return c.field == field; });
}

void Columns::find_sheet_units(const CellRows& cells) {
  if (dictionary_ == nullptr) return;
  for (std::size_t row = 0; row < header_.row; ++row) {
    for (const std::string& cell : cells[row]) {
      const std::string text = plain_title(cell);
      const std::size_t at = text.find("单位:");
      if (at == std::string::npos) continue;
      std::string rest = text.substr(at + std::string_view("单位:").size());
      std::vector<std::string> words(1);
      for (const std::string_view mark : {"、", "，", ";", ")"}) {
        for (std::size_t i = rest.find(mark); i != std::string::npos; i = rest.find(mark, i))
          rest.replace(i, mark.size(), ",");
      }
      for (const char c : rest) {
        if (c == ',')
          words.emplace_back();
        else
          words.back() += c;
      }
      std::erase(words, "");
      // 单位：乌海市发改委 is an office, and 总投资为万元 no mere unit: all or nothing.
      const bool units = std::none_of(words.begin(), words.end(), [&](const std::string& word) {
        return dictionary_->units(word).empty();
      });
      if (units) sheet_units_.insert(sheet_units_.end(), words.begin(), words.end());
    }
  }
}

void Columns::settle_unit(TableColumn& column, const std::string& from_title) {
  const std::vector<std::string> allowed = allowed_units(dictionary_, column.field);
  if (!from_title.empty()) {
    column.unit = from_title;
    column.reason = {"单位见列名", "unit in the title"};
  } else {
    std::vector<std::string> found;
    for (const std::string& word : sheet_units_) {
      const auto unit = dictionary_->unit(word, allowed);
      if (unit && std::find(found.begin(), found.end(), *unit) == found.end())
        found.push_back(*unit);
    }
    if (found.size() == 1) {
      column.unit = found.front();
      column.reason = {"单位见表首“单位：”", "unit in the line 单位： above the header"};
    } else if (allowed.size() == 1) {
      column.unit = allowed.front();
      column.reason = {"该字段只有一种单位", "the field has only this unit"};
    } else {
      column.reason = {"单位见各单元格", "each cell states its unit"};
    }
  }
  column.factor = unit_factor(column.unit).value_or(1.0);
}

void Columns::take_one(const StatedColumn& stated, std::size_t index) {
  TableColumn& column = columns_[index];
  column.field = stated.field;
  column.kind = stated.kind;
  column.how = Understanding::stated;
  if (stated.kind != ColumnKind::number) return;
  const std::vector<std::string> allowed = allowed_units(dictionary_, stated.field);
  const auto in_title = dictionary_ == nullptr
                            ? std::nullopt
                            : unit_in_title(*dictionary_, header_.titles[index], allowed);
  if (stated.unit.empty()) {
    settle_unit(column, in_title.value_or(""));
    return;
  }
  if (std::find(allowed.begin(), allowed.end(), stated.unit) == allowed.end()) {
    fault(ErrorCode::unit_unclear, "[projects.columns." + stated.field + "]",
          {"单位 " + stated.unit + " 不能计量 " + stated.field,
           "the unit " + stated.unit + " does not measure " + stated.field},
          column_line(stated.field, stated.header, allowed.front()));
  }
  column.unit = stated.unit;
  column.factor = unit_factor(stated.unit).value_or(1.0);
  column.reason = {"单位见列映射", "unit of the column map"};
  if (in_title && *in_title != stated.unit) {
    column.reason = {
        "列映射的单位 " + stated.unit + " 取代列名中的 " + *in_title,
        "unit " + stated.unit + " of the column map instead of " + *in_title + " in the title"};
  }
}

void Columns::take_stated() {
  for (const StatedColumn& stated : request_.columns) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (is_title(header_.titles[i], stated.header)) found.push_back(i);
    }
    if (found.size() == 1) {
      take_one(stated, found.front());
      continue;
    }
    std::string titles;
    for (const TableColumn& column : columns_) {
      if (!column.title.empty()) titles += (titles.empty() ? "" : " | ") + column.title;
    }
    const std::string where = fmt::format("row {}", header_.row + 1);
    const std::string line = column_line(stated.field, "…", stated.unit);
    if (found.empty()) {
      fault(ErrorCode::column_missing, where,
            {"没有列 " + stated.header + "；列名：" + titles,
             "there is no column " + stated.header + "; titles: " + titles},
            line);
    } else {
      fault(ErrorCode::column_ambiguous, where,
            {"列名 " + stated.header + " 出现多次：" + name_of(found[0]) + "、" + name_of(found[1]),
             "the title " + stated.header + " stands several times: " + name_of(found[0]) + ", " +
                 name_of(found[1])},
            line + (header_.rows == 2 ? "  # 上级列名/下级列名 upper/lower" : ""));
    }
  }
}

void Columns::choose(const DictionaryField& field, std::vector<FittingColumn> candidates) {
  const auto why_not = [&](const FittingColumn& c, Text reason) {
    columns_[c.index].reason = std::move(reason);
  };
  if (is_taken(field.field)) {
    for (const FittingColumn& c : candidates)
      why_not(c, {field.field + " 已由列映射指定", field.field + " is given by the column map"});
    return;
  }
  // A clear title before an unclear one, a title of the field before a stand-in.
  const auto order = [](const FittingColumn& c) {
    return std::pair(!c.match.unclear.empty(), c.match.rank);
  };
  std::stable_sort(
      candidates.begin(), candidates.end(),
      [&](const FittingColumn& a, const FittingColumn& b) { return order(a) < order(b); });
  const FittingColumn& best = candidates.front();
  const std::string title = columns_[best.index].title;
  const std::string unit = field.units.empty() ? "" : field.units.front();
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    why_not(candidates[i],
            {field.field + " 取自 " + title, field.field + " is taken from " + title});
  }
  if (candidates.size() > 1 && order(candidates[1]) == order(best)) {
    fault(ErrorCode::column_ambiguous, name_of(best.index),
          {"两列都可作 " + field.field + "：" + name_of(best.index) + "、" +
               name_of(candidates[1].index),
           "two columns can be " + field.field + ": " + name_of(best.index) + ", " +
               name_of(candidates[1].index)},
          column_line(field.field, title, best.match.unit.empty() ? unit : best.match.unit));
  }
  if (!best.match.unclear.empty()) {
    why_not(best, {"列名中“" + best.match.unclear + "”的含义不明",
                   "\"" + best.match.unclear + "\" in the title is not understood"});
    fault(ErrorCode::unit_unclear, name_of(best.index),
          {"列 " + title + " 似为 " + field.field + "，但“" + best.match.unclear +
               "”不是该字段的单位（可用：" + joined(field.units) + "）",
           "column " + title + " looks like " + field.field + ", but \"" + best.match.unclear +
               "\" is no unit of it (known: " + joined(field.units) + ")"},
          column_line(field.field, title, unit) + "  # 或 or [projects] ignore = [\"" + title +
              "\"]");
    return;
  }
  TableColumn& column = columns_[best.index];
  column.field = field.field;
  column.kind = field.kind;
  column.how = Understanding::synonym;
  if (field.kind == ColumnKind::number) settle_unit(column, best.match.unit);
}

void Columns::take_synonyms() {
  std::map<const DictionaryField*, std::vector<FittingColumn>> by_field;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    TableColumn& column = columns_[i];
    if (!column.field.empty() || column.title.empty()) continue;
    const bool ignored =
        std::any_of(request_.ignore.begin(), request_.ignore.end(),
                    [&](const std::string& title) { return is_title(header_.titles[i], title); });
    if (ignored) {
      column.reason = {"workspace.toml 要求忽略", "ignored by workspace.toml"};
      continue;
    }
    if (const auto match = match_title(*dictionary_, header_.titles[i]))
      by_field[match->field].push_back({i, *match});
  }
  // In the order of the dictionary, so that faults do not depend on addresses.
  for (const DictionaryField& field : dictionary_->fields()) {
    if (const auto found = by_field.find(&field); found != by_field.end())
      choose(field, found->second);
  }
}

void Columns::explain_ignored() {
  for (TableColumn& column : columns_) {
    if (!column.field.empty() || !column.reason.zh.empty()) continue;
    column.reason = column.title.empty()
                        ? Text{"没有列名", "no title"}
                        : (request_.stated_only ? Text{"列映射未提及", "not in the column map"}
                                                : Text{"词典中没有", "not in the dictionary"});
  }
}

void Columns::demand_required() {
  for (const DictionaryField& field : dictionary_->fields()) {
    const bool stated =
        std::any_of(request_.columns.begin(), request_.columns.end(),
                    [&](const StatedColumn& column) { return column.field == field.field; });
    if (!field.required || stated || is_taken(field.field)) continue;
    fault(ErrorCode::column_missing, fmt::format("row {}", header_.row + 1),
          {"没有可作 " + field.field + " 的列", "no column can be " + field.field},
          column_line(field.field, "…", ""));
  }
}

}  // namespace

std::vector<TableColumn> understand_columns(const CellRows& cells, const Header& header,
                                            const ProjectDictionary* dictionary,
                                            const TableRequest& request,
                                            std::vector<Error>& faults) {
  return Columns(cells, header, dictionary, request, faults).take();
}

std::string column_line(const std::string& field, const std::string& found,
                        const std::string& unit) {
  std::string title;
  for (const char c : found) {
    if (c == '"' || c == '\\') title += '\\';  // as TOML has it
    title += c;
  }
  if (unit.empty()) return fmt::format("{} = \"{}\"", field, title);
  return fmt::format("{} = {{ header = \"{}\", unit = \"{}\" }}", field, title, unit);
}

std::vector<std::string> allowed_units(const ProjectDictionary* dictionary,
                                       const std::string& field) {
  const DictionaryField* known = dictionary == nullptr ? nullptr : dictionary->field(field);
  if (known != nullptr && !known->units.empty()) return known->units;
  return units_measuring(field);
}

}  // namespace xuanzhi::formats
