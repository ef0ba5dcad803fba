// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/formats/project_table.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "project_table_cell.h"
#include "project_table_header.h"

namespace xuanzhi::formats {

namespace {

constexpr std::string_view kId = "project_id";
constexpr std::string_view kName = "name";

using Row = std::vector<std::string>;

std::string cell_at(const Row& row, std::size_t index) {
  return index < row.size() ? trimmed(row[index]) : std::string();
}

// Reads the rows after the header, one after the other.
class RowReader {
 public:
  RowReader(const CellRows& cells, const Header& header, const ProjectTable& table,
            const ProjectDictionary* dictionary, const TableRequest& request)
      : table_(table), dictionary_(dictionary) {
    for (const StatedColumn& column : request.columns) {
      if (!column.values.empty()) words_[column.field] = &column.values;
    }
    for (const TableColumn& column : table.columns) {
      if (column.field == kId) id_ = &column;
      if (column.field == kName) name_ = &column;
      if (!column.field.empty() && column.kind == ColumnKind::number)
        allowed_[column.field] = allowed_units(dictionary, column.field);
    }
    for (std::size_t i = 0; i < header.rows; ++i) titles_.push_back(cells[header.row + i]);
  }

  TableRow read(const Row& row, std::size_t number);

 private:
  bool is_heading(const Row& row, const TableRow& read) const;
  bool is_total(const Row& row, const TableRow& read) const;
  bool stays_out(const Row& row, TableRow& out) const;
  CellReading read_cell(const TableColumn& column, const std::string& cell) const;
  bool read_values(const Row& row, TableRow& out) const;
  void look_for_duplicates(const TableRow& row, TableRow& out);
  Text at(const TableColumn& column, const Text& reason) const;

  const ProjectTable& table_;
  const ProjectDictionary* dictionary_;
  const TableColumn* id_ = nullptr;
  const TableColumn* name_ = nullptr;
  std::map<std::string, const std::map<std::string, std::string>*> words_;
  std::map<std::string, std::vector<std::string>> allowed_;
  std::vector<Row> titles_;
  std::map<std::string, TableRow> by_id_;
  std::map<std::string, std::string> id_by_name_;
};

Text RowReader::at(const TableColumn& column, const Text& reason) const {
  const std::string letters = column_letters(column.index);
  return {fmt::format("{}（{} 列）：{}", column.title, letters, reason.zh),
          fmt::format("{} (column {}): {}", column.title, letters, reason.en)};
}

// A section such as 一、（二）, numbered in Chinese where projects are numbered in digits.
bool is_section_number(const std::string& cell) {
  std::string word = plain_title(cell);
  for (const std::string_view mark : {"(", ")", "、", ".", "第", "类"}) {
    for (std::size_t i = word.find(mark); i != std::string::npos; i = word.find(mark, i))
      word.erase(i, mark.size());
  }
  if (word.empty()) return false;
  static constexpr std::string_view kNumerals = "一二三四五六七八九十";
  for (std::size_t i = 0; i < word.size(); i += 3) {
    const std::size_t found = kNumerals.find(std::string_view(word).substr(i, 3));
    if (i + 3 > word.size() || found == std::string_view::npos || found % 3 != 0) return false;
  }
  return true;
}

// Titles again (as on each printed page), column numbers 1 2 3 4, or a section with nothing but its
// title.
bool RowReader::is_heading(const Row& row, const TableRow& read) const {
  std::vector<std::string> words;
  for (const std::string& cell : row) {
    if (std::string word = plain_title(cell); !word.empty()) words.push_back(std::move(word));
  }
  for (const Row& title : titles_) {
    std::vector<std::string> same;
    for (const std::string& cell : title) {
      if (std::string word = plain_title(cell); !word.empty()) same.push_back(std::move(word));
    }
    if (words.size() >= 2 && words == same) return true;
  }
  bool counts = words.size() >= 3;
  for (std::size_t i = 0; counts && i < words.size(); ++i)
    counts = words[i] == std::to_string(i + 1);
  if (counts) return true;
  if (is_section_number(read.id)) return true;
  if (name_ == nullptr || words.size() != 1 || (!read.id.empty() && !read.name.empty()))
    return false;
  // A lone cell under 总投资 is a project whose id was forgotten, not a title.
  return std::none_of(table_.columns.begin(), table_.columns.end(), [&](const TableColumn& column) {
    return !column.field.empty() && &column != id_ && &column != name_ &&
           !cell_at(row, column.index).empty();
  });
}

bool RowReader::is_total(const Row& row, const TableRow& read) const {
  if (dictionary_ == nullptr) return false;
  if (dictionary_->is_total(read.id) || dictionary_->is_total(read.name)) return true;
  if (!read.id.empty() && !read.name.empty()) return false;
  const auto first = std::find_if(row.begin(), row.end(),
                                  [](const std::string& cell) { return !trimmed(cell).empty(); });
  return first != row.end() && dictionary_->is_total(*first);
}

// Rows that are no project.
bool RowReader::stays_out(const Row& row, TableRow& out) const {
  const bool blank = std::all_of(row.begin(), row.end(),
                                 [](const std::string& cell) { return trimmed(cell).empty(); });
  if (blank) {
    out.fate = RowFate::blank;
  } else if (is_total(row, out)) {
    out.fate = RowFate::total;
    out.reason = {"合计行", "a total row"};
  } else if (is_heading(row, out)) {
    out.fate = RowFate::heading;
    out.reason = {"标题或分组行", "a heading, no project"};
  } else if (is_blank_cell(out.id, dictionary_)) {
    out.fate = RowFate::rejected;
    const std::string title = id_ == nullptr ? "" : id_->title;
    out.reason = {"没有项目编号（" + title + "）", "there is no project id (" + title + ")"};
  } else {
    return false;
  }
  return true;
}

CellReading RowReader::read_cell(const TableColumn& column, const std::string& cell) const {
  std::string word = cell;
  const auto words = words_.find(column.field);
  if (words != words_.end() && !cell.empty()) {
    const auto mapped = words->second->find(cell);
    if (mapped == words->second->end()) {
      return {{},
              {"取值“" + cell + "”未在 values 中说明；在 workspace.toml 的 " + column.field +
                   ".values 中写：\"" + cell + "\" = \"…\"",
               "the value \"" + cell + "\" is not in its `values`; write into " + column.field +
                   ".values of workspace.toml: \"" + cell + "\" = \"…\""},
              {}};
    }
    word = mapped->second;
    if (column.kind == ColumnKind::code) return {word, {}, {}};
  }
  const DictionaryField* field =
      dictionary_ == nullptr ? nullptr : dictionary_->field(column.field);
  switch (column.kind) {
    case ColumnKind::number:
      return read_number(word, {dictionary_, allowed_.at(column.field), column.unit});
    case ColumnKind::flag:
      return read_flag(word, dictionary_);
    case ColumnKind::code:
      return read_code(word, field);
    case ColumnKind::date:
      return read_date(word);
    case ColumnKind::period:
      return read_period(word);
    case ColumnKind::text:
      break;
  }
  if (word.empty()) return {};
  return {word, {}, {}};
}

void append(Text& to, const Text& more) {
  to.zh += (to.zh.empty() ? "" : "；") + more.zh;
  to.en += (to.en.empty() ? "" : "; ") + more.en;
}

// A number that cannot be read takes the row out: the budgets would miss it in silence. A word or a
// date that is not understood leaves its field open, and rules that ask for it are undecided.
bool RowReader::read_values(const Row& row, TableRow& out) const {
  for (const TableColumn& column : table_.columns) {
    if (column.field.empty()) continue;
    const CellReading reading = read_cell(column, cell_at(row, column.index));
    if (!reading.remark.zh.empty()) append(out.remark, at(column, reading.remark));
    if (reading.fault.zh.empty()) {
      if (!std::holds_alternative<std::monostate>(reading.value))
        out.values[column.field] = reading.value;
      continue;
    }
    if (column.kind == ColumnKind::number || words_.contains(column.field)) {
      out.fate = RowFate::rejected;
      out.reason = at(column, reading.fault);
      out.values.clear();
      return false;
    }
    out.fate = RowFate::repaired;
    append(out.reason,
           at(column, {reading.fault.zh + "，留空", reading.fault.en + "; left blank"}));
  }
  return true;
}

void RowReader::look_for_duplicates(const TableRow& row, TableRow& out) {
  const auto [first, fresh] = by_id_.emplace(row.id, row);
  if (!fresh) {
    std::vector<std::string> differing;
    for (const TableColumn& column : table_.columns) {
      const auto value = [&](const TableRow& r) {
        const auto found = r.values.find(column.field);
        return found == r.values.end() ? dataset::Value() : found->second;
      };
      if (!column.field.empty() && value(row) != value(first->second))
        differing.push_back(column.title);
    }
    out.fate = RowFate::duplicate;
    const std::size_t other = first->second.number;
    out.reason = {
        fmt::format("项目编号与第 {} 行重复，", other) +
            (differing.empty() ? "内容相同" : "以该行为准；不同的列：" + joined(differing, "、")),
        fmt::format("the project id stands in row {} already", other) +
            (differing.empty() ? ", all else is equal"
                               : ", which counts; columns that differ: " + joined(differing))};
    return;
  }
  if (row.name.empty()) return;
  const auto [named, unseen] = id_by_name_.emplace(plain_title(row.name), row.id);
  if (unseen) return;
  const std::size_t other = by_id_.at(named->second).number;
  append(out.remark, {fmt::format("项目名称与第 {} 行相同，编号不同", other),
                      fmt::format("the same name as in row {}, with another id", other)});
}

TableRow RowReader::read(const Row& row, std::size_t number) {
  TableRow out;
  out.number = number;
  if (id_ != nullptr) out.id = cell_at(row, id_->index);
  if (name_ != nullptr) out.name = cell_at(row, name_->index);
  if (stays_out(row, out) || !read_values(row, out)) return out;
  look_for_duplicates(TableRow(out), out);
  return out;
}

// Columns that state no unit, and a cell of them that states none either.
void demand_units(const CellRows& cells, const ProjectDictionary* dictionary,
                  const TableRequest& request, ProjectTable& table) {
  const std::size_t first = table.header_row - 1 + table.header_rows;
  for (const TableColumn& column : table.columns) {
    if (column.field.empty() || column.kind != ColumnKind::number || !column.unit.empty()) continue;
    for (const TableRow& row : table.rows) {
      const bool counts = row.fate == RowFate::used || row.fate == RowFate::repaired ||
                          row.fate == RowFate::rejected || row.fate == RowFate::duplicate;
      const std::string cell = cell_at(cells[row.number - 1], column.index);
      if (row.number <= first || !counts || !is_bare_number(cell)) continue;
      const std::vector<std::string> units = allowed_units(dictionary, column.field);
      table.faults.emplace_back(
          ErrorCode::unit_unclear,
          fmt::format("{}:{} ({})", request.place, column.title, column_letters(column.index)),
          Text{fmt::format("列 {} 没有写明单位，第 {} 行为 {}，可能是 {}", column.title, row.number,
                           cell, joined(units)),
               fmt::format("column {} states no unit; row {} says {}, which may be in {}",
                           column.title, row.number, cell, joined(units))},
          Text{"在 workspace.toml 的 [projects.columns] 中写：" +
                   column_line(column.field, column.title, units.front()) + "（单位按实际改）",
               "write into [projects.columns] of workspace.toml: " +
                   column_line(column.field, column.title, units.front()) +
                   " with the unit that is right"});
      break;
    }
  }
}

Error no_header(const CellRows& cells, const TableRequest& request) {
  if (request.header_row > 0) {
    return {ErrorCode::column_missing,
            request.place,
            {fmt::format("表只有 {} 行，表头应在第 {} 行", cells.size(), request.header_row),
             fmt::format("the sheet has {} rows, the header should be row {}", cells.size(),
                         request.header_row)},
            {"改正 workspace.toml 中 [projects] 的 header_row",
             "correct header_row in [projects] of workspace.toml"}};
  }
  return {
      ErrorCode::column_missing,
      request.place,
      {"找不到表头：前 40 行中没有一行含两个以上能识别的列名",
       "no header found: none of the first 40 rows holds two titles that are understood"},
      {"在 workspace.toml 的 [projects] 中写：header_row = 行号，并在 [projects.columns] 中写列名",
       "write into [projects] of workspace.toml: header_row = N, and the titles into "
       "[projects.columns]"}};
}

}  // namespace

ProjectTable understand_projects(const CellRows& cells, const ProjectDictionary* dictionary,
                                 const TableRequest& request) {
  ProjectTable table;
  const Header header = find_header(cells, dictionary, request);
  if (header.rows == 0) {
    table.faults.push_back(no_header(cells, request));
    return table;
  }
  table.header_row = header.row + 1;
  table.header_rows = header.rows;
  table.columns = understand_columns(cells, header, dictionary, request, table.faults);
  RowReader reader(cells, header, table, dictionary, request);
  for (std::size_t i = header.row + header.rows; i < cells.size(); ++i)
    table.rows.push_back(reader.read(cells[i], i + 1));
  demand_units(cells, dictionary, request, table);
  return table;
}

std::string to_string(RowFate fate) {
  static const std::array<std::string, 7> kWords{"used",  "repaired", "rejected", "blank",
                                                 "total", "heading",  "duplicate"};
  return kWords[static_cast<std::size_t>(fate)];
}

std::string to_string(Understanding how) {
  static const std::array<std::string, 3> kWords{"stated", "synonym", "ignored"};
  return kWords[static_cast<std::size_t>(how)];
}

std::string column_letters(std::size_t index) {
  std::string out;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return out;
}

}  // namespace xuanzhi::formats
