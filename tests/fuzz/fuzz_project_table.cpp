// SPDX-License-Identifier: Apache-2.0
// Feeds any bytes to the reader of project lists as a delimited text: whatever stands in the cells
// ends in faults and fates, never in an exception or a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "xuanzhi/formats/project_table.h"
#include "xuanzhi/formats/table_file.h"

namespace {

namespace formats = xuanzhi::formats;

const formats::ProjectDictionary& dictionary() {
  static const formats::ProjectDictionary kDictionary = formats::ProjectDictionary::load(
      XUANZHI_SOURCE_DIR "/gisdata/rulebooks/project_columns.toml");
  return kDictionary;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto cells = formats::parse_delimited(bytes);
  formats::understand_projects(cells, &dictionary(), {});
  formats::TableRequest whole;
  whole.header_row = 1;
  whole.header_rows = 2;
  whole.stated_only = true;
  whole.columns = {{"project_id", formats::ColumnKind::text, "编号", "", {}},
                   {"land_m2", formats::ColumnKind::number, "面积", "mu", {}}};
  const auto table = formats::understand_projects(cells, nullptr, whole);
  // Every row after the header has one fate.
  if (table.header_row > 0 && table.rows.size() + 2 != cells.size()) std::abort();
  return 0;
}
