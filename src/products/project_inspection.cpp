// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/project_inspection.h"

#include <array>
#include <map>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace xuanzhi::products {

using formats::RowFate;
using formats::TableColumn;
using formats::TableRow;
using formats::Understanding;
using nlohmann::json;

namespace {

constexpr std::array kFates{RowFate::used,      RowFate::repaired, RowFate::rejected,
                            RowFate::duplicate, RowFate::total,    RowFate::heading,
                            RowFate::blank};

Text fate_name(RowFate fate) {
  switch (fate) {
    case RowFate::used:
      return {"采用", "used"};
    case RowFate::repaired:
      return {"采用（有留空）", "used, with blanks"};
    case RowFate::rejected:
      return {"拒绝", "rejected"};
    case RowFate::duplicate:
      return {"重复", "duplicate"};
    case RowFate::total:
      return {"合计行", "total row"};
    case RowFate::heading:
      return {"标题行", "heading"};
    case RowFate::blank:
      break;
  }
  return {"空行", "blank"};
}

Text how_name(Understanding how) {
  switch (how) {
    case Understanding::stated:
      return {"列映射", "column map"};
    case Understanding::synonym:
      return {"词典", "dictionary"};
    case Understanding::ignored:
      break;
  }
  return {"未用", "ignored"};
}

std::map<RowFate, std::size_t> count_fates(const workspace::ProjectList& list) {
  std::map<RowFate, std::size_t> out;
  for (const TableRow& row : list.table.rows) ++out[row.fate];
  return out;
}

// Title, meaning, unit and its reason, in columns that line up on a terminal.
std::string column_text(const TableColumn& column, Language language) {
  const std::string unit =
      column.unit.empty() ? "" : fmt::format("{} ×{:g}", column.unit, column.factor);
  return fmt::format(
      "  {} {} {} {} {} {}\n", padded(formats::column_letters(column.index), 3),
      padded(column.title, 26), padded(column.field.empty() ? "-" : column.field, 20),
      padded(how_name(column.how).in(language), 10), padded(unit, 18), column.reason.in(language));
}

std::string row_text(const TableRow& row, Language language) {
  std::string out =
      fmt::format("  {} {} {} {}", padded(std::to_string(row.number), 9),
                  padded(fate_name(row.fate).in(language), 17), padded(row.id, 10), row.name);
  for (const Text& text : {row.reason, row.remark}) {
    if (!text.zh.empty()) out += "\n              " + text.in(language);
  }
  return out + "\n";
}

// All rows: those with something to say one by one, runs of others by their first and last number.
std::string rows_text(const std::vector<TableRow>& rows, Language language) {
  std::string out;
  const auto is_plain = [](const TableRow& row) {
    return row.reason.zh.empty() && row.remark.zh.empty();
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::size_t last = i;
    while (is_plain(rows[i]) && last + 1 < rows.size() && is_plain(rows[last + 1]) &&
           rows[last + 1].fate == rows[i].fate)
      ++last;
    if (last == i) {
      out += row_text(rows[i], language);
      continue;
    }
    out +=
        fmt::format("  {} {}\n", padded(fmt::format("{}–{}", rows[i].number, rows[last].number), 9),
                    fate_name(rows[i].fate).in(language));
    i = last;
  }
  return out;
}

json text_json(const Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

json value_json(const dataset::Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return {};
}

}  // namespace

std::string project_inspection_text(const workspace::ProjectList& list, Language language) {
  const bool zh = language == Language::chinese;
  const formats::ProjectTable& table = list.table;
  std::string out = fmt::format("{}:{}\n", list.file, list.sheet);
  if (table.header_row > 0) {
    out +=
        fmt::format(fmt::runtime(zh ? "表头：第 {} 行起，{} 行\n" : "header: row {}, {} row(s)\n"),
                    table.header_row, table.header_rows);
  }
  out += zh ? "\n列\n" : "\nColumns\n";
  for (const TableColumn& column : table.columns) out += column_text(column, language);
  out += fmt::format("\n{} {}", zh ? "行" : "Rows", table.rows.size());
  const auto counts = count_fates(list);
  std::string_view sign = " = ";
  for (const RowFate fate : kFates) {
    const auto found = counts.find(fate);
    if (found == counts.end()) continue;
    out += fmt::format("{}{} {}", sign, fate_name(fate).in(language), found->second);
    sign = " + ";
  }
  out += "\n" + rows_text(table.rows, language);
  if (table.faults.empty()) return out;
  out += zh ? "\n须先解决\n" : "\nTo be settled first\n";
  for (const Error& fault : table.faults) {
    out += fmt::format("  {}\n    {}\n    {}\n", fault.place(), fault.message().in(language),
                       fault.remedy().in(language));
  }
  return out;
}

std::string project_inspection_json(const workspace::ProjectList& list) {
  json out{{"file", list.file},
           {"sheet", list.sheet},
           {"header_row", list.table.header_row},
           {"header_rows", list.table.header_rows},
           {"counts", json::object()},
           {"columns", json::array()},
           {"rows", json::array()},
           {"faults", json::array()}};
  for (const RowFate fate : kFates) out["counts"][formats::to_string(fate)] = 0;
  for (const auto& [fate, count] : count_fates(list))
    out["counts"][formats::to_string(fate)] = count;
  for (const TableColumn& column : list.table.columns) {
    out["columns"].push_back({{"column", formats::column_letters(column.index)},
                              {"title", column.title},
                              {"field", column.field.empty() ? json() : json(column.field)},
                              {"how", formats::to_string(column.how)},
                              {"unit", column.unit.empty() ? json() : json(column.unit)},
                              {"factor", column.unit.empty() ? json() : json(column.factor)},
                              {"reason", text_json(column.reason)}});
  }
  for (const TableRow& row : list.table.rows) {
    json values = json::object();
    for (const auto& [field, value] : row.values) values[field] = value_json(value);
    out["rows"].push_back({{"row", row.number},
                           {"project_id", row.id},
                           {"name", row.name},
                           {"fate", formats::to_string(row.fate)},
                           {"reason", text_json(row.reason)},
                           {"remark", text_json(row.remark)},
                           {"values", values}});
  }
  for (const Error& fault : list.table.faults) {
    out["faults"].push_back({{"code", static_cast<int>(fault.code())},
                             {"place", fault.place()},
                             {"message", text_json(fault.message())},
                             {"remedy", text_json(fault.remedy())}});
  }
  // A file name is bytes, and need not be text.
  return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace xuanzhi::products
