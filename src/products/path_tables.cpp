// SPDX-License-Identifier: Apache-2.0
#include "path_tables.h"

#include <sstream>

#include "xuanzhi/products/path_text.h"

namespace xuanzhi::products {

using approvals::ApprovalPath;
using approvals::PathStep;
using dataset::Cell;
using dataset::ColumnType;

namespace {

Cell days_cell(const approvals::Days& days) {
  if (!days.count) return std::monostate{};
  return static_cast<long long>(*days.count);
}

std::string ids(const std::vector<const approvals::Relief*>& reliefs) {
  std::vector<std::string> out;
  for (const approvals::Relief* relief : reliefs) out.push_back(relief->id);
  return joined(out, ";");
}

std::vector<std::string> quotes_of(const PathStep& step) {
  std::vector<std::string> out =
      step.variant == nullptr ? std::vector<std::string>{} : step.variant->quotes;
  for (const approvals::Relief* relief : step.granted)
    out.insert(out.end(), relief->quotes.begin(), relief->quotes.end());
  return out;
}

std::string missing_of(const PathStep& step, Language language) {
  std::vector<std::string> out;
  out.reserve(step.missing.size());
  for (const Text& text : step.missing) out.push_back(text.in(language));
  return joined(out, language == Language::chinese ? "；" : "; ");
}

std::vector<Cell> row_of(const approvals::Procedures& procedures, const ApprovalPath& path,
                         std::size_t position) {
  const PathStep& step = path.steps[position];
  const approvals::Slot& slot = path.parallel.slots[position];
  const bool dated = step.counts();
  const approvals::Variant* variant = step.variant;
  return {path.project_id,
          path.site_id,
          static_cast<long long>(position + 1),
          step.step->id,
          procedures.procedure(step.step->procedure).title.zh,
          step.step->title.zh,
          to_string(step.outcome),
          text_cell(step.instrument.zh),
          text_cell(step.authority.zh),
          text_cell(step.level),
          to_string(step.mode),
          days_cell(step.ordinary_days),
          days_cell(step.expected_days),
          std::string(step.expected_days.calendar ? "calendar" : "working"),
          text_cell(joined(step.step->after, ";")),
          dated ? text_cell(to_string(slot.start)) : Cell{},
          dated ? text_cell(to_string(slot.finish)) : Cell{},
          static_cast<long long>(slot.critical),
          text_cell(joined(step.documents, "；")),
          text_cell(joined(step.deferred, "；")),
          text_cell(step.due.zh.empty() ? step.step->deadline.zh : step.due.zh),
          text_cell(ids(step.granted)),
          text_cell(ids(step.open)),
          text_cell(missing_of(step, Language::chinese)),
          text_cell(joined(step.layers, ";")),
          text_cell(variant == nullptr ? "" : variant->id),
          text_cell(variant == nullptr ? "" : variant->basis.zh),
          text_cell(variant == nullptr ? "" : variant->evidence.label()),
          text_cell(joined(quotes_of(step), "；")),
          static_cast<long long>(step.done),
          procedures.procedure(step.step->procedure).title.en,
          step.step->title.en,
          text_cell(step.instrument.en),
          text_cell(step.authority.en),
          text_cell(step.due.en.empty() ? step.step->deadline.en : step.due.en),
          text_cell(missing_of(step, Language::english)),
          text_cell(variant == nullptr ? "" : variant->basis.en)};
}

}  // namespace

TableData approval_step_table(const approvals::Procedures& procedures,
                              const std::vector<ApprovalPath>& paths) {
  TableData table;
  table.schema = {"approval_step",
                  "办理路径 approval path",
                  dataset::TableGeometry::none,
                  {{"project_id"},
                   {"site_id"},
                   {"position", ColumnType::integer},
                   {"step_id"},
                   {"procedure"},
                   {"title"},
                   {"outcome"},
                   {"instrument"},
                   {"authority"},
                   {"level"},
                   {"mode"},
                   {"statutory_days", ColumnType::integer},
                   {"expected_days", ColumnType::integer},
                   {"days_unit"},
                   {"after"},
                   {"start_date"},
                   {"finish_date"},
                   {"critical", ColumnType::integer},
                   {"documents"},
                   {"deferrable"},
                   {"due_event"},
                   {"reliefs"},
                   {"open_reliefs"},
                   {"missing"},
                   {"layers"},
                   {"variant"},
                   {"basis"},
                   {"evidence"},
                   {"quotes"},
                   {"done", ColumnType::integer},
                   {"procedure_en"},
                   {"step_en"},
                   {"instrument_en"},
                   {"authority_en"},
                   {"due_en"},
                   {"missing_en"},
                   {"basis_en"}}};
  for (const ApprovalPath& path : paths) {
    for (std::size_t i = 0; i < path.steps.size(); ++i)
      table.rows.push_back(row_of(procedures, path, i));
  }
  return table;
}

std::string path_csv(const approvals::Procedures& procedures,
                     const std::vector<ApprovalPath>& paths) {
  const TableData table = approval_step_table(procedures, paths);
  std::ostringstream out;
  print_csv(out, {table.schema, [&](const RowSink& sink) {
                    for (const std::vector<Cell>& row : table.rows) sink(row);
                  }});
  return out.str();
}

}  // namespace xuanzhi::products
