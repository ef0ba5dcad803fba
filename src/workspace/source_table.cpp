// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/source_table.h"

#include <utility>

#include <fmt/format.h>

#include "survey_source.h"
#include "xuanzhi/base/fingerprint.h"

namespace xuanzhi::workspace {

namespace {

std::string encoding_text(const dataset::VectorTable& table) {
  if (table.encoding_used.empty()) return {};
  if (table.encoding_declared.empty()) return table.encoding_used;
  return fmt::format("{} (declared {})", table.encoding_used, table.encoding_declared);
}

void note_encoding(const SourceTable& source, const dataset::VectorTable& table,
                   SourceAudit& audit) {
  audit.encoding = encoding_text(table);
  const std::string& used = table.encoding_used;
  const std::string declared = table.encoding_declared.empty() ? "—" : table.encoding_declared;
  if (!source.encoding.empty()) {
    audit.notes.push_back({"文字编码由配置指定：" + source.encoding,
                           "the encoding is stated by the settings: " + source.encoding});
  } else if (table.format == "ESRI Shapefile" && used == "GB18030") {
    audit.notes.push_back({"文字编码：声明 " + declared + "，实用 " + used,
                           "encoding: declared " + declared + ", used " + used});
  }
}

// Rows that the header promises and the reader does not give are lost, not absent.
void note_lost_rows(const dataset::VectorTable& table, SourceAudit& audit) {
  const auto read = static_cast<std::int64_t>(table.rows.size());
  for (std::int64_t missing = read; missing < table.promised_rows; ++missing) {
    audit.reject({fmt::format("#{}", missing + 1),
                  true,
                  {"文件头声明有此行，但读不出来（文件损坏）",
                   "the header promises this row, but it cannot be read"},
                  0.0,
                  0.0});
  }
}

// The digest of the file, or of the rows where there is no file to look at.
std::string fingerprint_of(const SourceTable& source, const dataset::VectorTable& table,
                           FileDigests* digests) {
  if (!dataset::is_virtual_source(source.source))
    return digests == nullptr ? file_fingerprint(source.source) : digests->of(source.source);
  Fingerprint print;
  print.add(joined(table.columns));
  for (const dataset::VectorRow& row : table.rows) {
    print.add(fmt::format("\n{}:{}:", row.number, row.wkb.size()));
    print.add(row.wkb);
    for (const auto& value : row.values)
      print.add(value ? fmt::format("{}:{}", value->size(), *value) : "-");
  }
  return print.hex();
}

}  // namespace

std::string short_name_of(const SourceTable& source) {
  const std::string name = source.source.string();
  const bool connection = dataset::is_virtual_source(source.source) && !name.starts_with("/vsi");
  if (!connection) return source.source.stem().string();
  return source.table.empty() ? name.substr(0, name.find(':')) : source.table;
}

std::string place_of(const SourceTable& source) {
  return dataset::shown_source(source.source) + (source.table.empty() ? "" : ":" + source.table);
}

dataset::VectorTable read_source_table(const SourceTable& source, SourceAudit& audit,
                                       FileDigests* digests) {
  std::optional<dataset::VectorTable> survey = read_survey_source(source, audit);
  dataset::VectorTable table =
      survey ? std::move(*survey)
             : dataset::read_vector({source.source, source.table, source.where, source.encoding});
  audit.path = dataset::shown_source(source.source);
  audit.table = table.name;
  audit.fingerprint = fingerprint_of(source, table, digests);
  note_encoding(source, table, audit);
  for (const Text& warning : table.warnings)
    audit.notes.push_back({"读取警告：" + warning.zh, "reader: " + warning.en});
  if (table.reader_failed) {
    audit.reader_failed = true;
    audit.notes.push_back(
        {"读取中出错，可能缺行", "the reader met an error, so rows may be missing"});
  }
  note_lost_rows(table, audit);
  return table;
}

}  // namespace xuanzhi::workspace
