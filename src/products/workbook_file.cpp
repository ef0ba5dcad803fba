// SPDX-License-Identifier: Apache-2.0
#include "workbook_file.h"

#include <array>
#include <ctime>
#include <utility>
#include <vector>

#include <xlsxwriter.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/written_file.h"
#include "xuanzhi/rules/finding.h"

namespace xuanzhi::products {

namespace {

constexpr std::size_t kMostBytes = 32000;  // a cell holds 32,767 characters
constexpr std::size_t kLooks = 8;

lxw_row_t row_number(std::size_t row) {
  return static_cast<lxw_row_t>(row);
}
lxw_col_t column_number(std::size_t column) {
  return static_cast<lxw_col_t>(column);
}

// Ends before a character that would not fit whole.
std::string fitting(const std::string& text) {
  if (text.size() <= kMostBytes) return text;
  std::size_t end = kMostBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

struct VerdictColour {
  rules::Verdict verdict;
  lxw_color_t ink;
  lxw_color_t ground;
};

constexpr std::array kColours{VerdictColour{rules::Verdict::compliant, 0x1E6B33, 0xDDF0E0},
                              VerdictColour{rules::Verdict::conditional, 0x7A4700, 0xFDEFD0},
                              VerdictColour{rules::Verdict::insufficient_data, 0x2F4656, 0xDFE7EC},
                              VerdictColour{rules::Verdict::non_compliant, 0x9B1C15, 0xF9DEDB}};

}  // namespace

struct WorkbookSheet::State {
  lxw_worksheet* sheet = nullptr;
  WorkbookFile::State* book = nullptr;
};

struct WorkbookFile::State {
  explicit State(const std::filesystem::path& target) : file(target) {}

  dataset::PendingFile file;
  lxw_workbook* book = nullptr;
  std::array<lxw_format*, kLooks> looks{};
  std::array<lxw_format*, kColours.size()> verdicts{};
  std::vector<std::unique_ptr<WorkbookSheet::State>> sheets;
  std::string failed;  ///< what libxlsxwriter said of the first failure

  void keep(lxw_error error) {
    if (error != LXW_NO_ERROR && failed.empty()) failed = lxw_strerror(error);
  }
  lxw_format* look(CellLook look) const { return looks[static_cast<std::size_t>(look)]; }
  void make_looks();
};

void WorkbookFile::State::make_looks() {
  for (lxw_format*& look : looks) {
    look = workbook_add_format(book);
    format_set_font_name(look, "Microsoft YaHei");
    format_set_font_size(look, 10);
    format_set_align(look, LXW_ALIGN_VERTICAL_TOP);
  }
  lxw_format* title = look(CellLook::title);
  format_set_bold(title);
  format_set_font_size(title, 14);
  lxw_format* header = look(CellLook::header);
  format_set_bold(header);
  format_set_text_wrap(header);
  format_set_bg_color(header, 0x1F4E79);
  format_set_font_color(header, 0xFFFFFF);
  format_set_align(header, LXW_ALIGN_VERTICAL_CENTER);
  format_set_text_wrap(look(CellLook::wrapped));
  format_set_num_format(look(CellLook::whole), "#,##0");
  format_set_num_format(look(CellLook::area), "#,##0.00");
  format_set_num_format(look(CellLook::decimal), "#,##0.00##");
  format_set_num_format(look(CellLook::percent), "0.00%");
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    verdicts[i] = workbook_add_format(book);
    format_set_font_color(verdicts[i], kColours[i].ink);
    format_set_bg_color(verdicts[i], kColours[i].ground);
  }
}

void WorkbookSheet::text(std::size_t row, std::size_t column, const std::string& value,
                         CellLook look) {
  state_->book->keep(worksheet_write_string(state_->sheet, row_number(row), column_number(column),
                                            fitting(value).c_str(), state_->book->look(look)));
}

void WorkbookSheet::number(std::size_t row, std::size_t column, double value, CellLook look) {
  state_->book->keep(worksheet_write_number(state_->sheet, row_number(row), column_number(column),
                                            value, state_->book->look(look)));
}

void WorkbookSheet::formula(std::size_t row, std::size_t column, const std::string& expression,
                            std::optional<double> value, CellLook look) {
  if (!value) {
    state_->book->keep(worksheet_write_formula_str(state_->sheet, row_number(row),
                                                   column_number(column), expression.c_str(),
                                                   state_->book->look(look), ""));
    return;
  }
  state_->book->keep(worksheet_write_formula_num(state_->sheet, row_number(row),
                                                 column_number(column), expression.c_str(),
                                                 state_->book->look(look), *value));
}

void WorkbookSheet::column_width(std::size_t column, double characters) {
  state_->book->keep(worksheet_set_column(state_->sheet, column_number(column),
                                          column_number(column), characters, nullptr));
}

void WorkbookSheet::row_height(std::size_t row, double points) {
  state_->book->keep(worksheet_set_row(state_->sheet, row_number(row), points, nullptr));
}

void WorkbookSheet::freeze(std::size_t rows, std::size_t columns) {
  worksheet_freeze_panes(state_->sheet, row_number(rows), column_number(columns));
  worksheet_repeat_rows(state_->sheet, 0, row_number(rows - 1));
}

void WorkbookSheet::fit_to_paper() {
  worksheet_set_landscape(state_->sheet);
  worksheet_set_paper(state_->sheet, 9);  // A4
  worksheet_fit_to_pages(state_->sheet, 1, 0);
  worksheet_set_footer(state_->sheet, "&L&8仅供内部参考，不作为审批依据&R&8&P / &N");
}

void WorkbookSheet::filter(std::size_t last_row, std::size_t last_column) {
  state_->book->keep(
      worksheet_autofilter(state_->sheet, 0, 0, row_number(last_row), column_number(last_column)));
}

void WorkbookSheet::colour_verdicts(std::size_t column, std::size_t first_row, std::size_t last_row,
                                    Language language) {
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    std::string word = "\"" + rules::verdict_name(kColours[i].verdict).in(language) + "\"";
    lxw_conditional_format rule{};
    rule.type = LXW_CONDITIONAL_TYPE_CELL;
    rule.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
    rule.value_string = word.data();
    rule.format = state_->book->verdicts[i];
    state_->book->keep(worksheet_conditional_format_range(
        state_->sheet, row_number(first_row), column_number(column), row_number(last_row),
        column_number(column), &rule));
  }
}

WorkbookFile::WorkbookFile(const std::filesystem::path& target, const Date& stamp)
    : state_(std::make_unique<State>(target)) {
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  state_->book = workbook_new_opt(state_->file.path().c_str(), &options);
  if (state_->book == nullptr) {
    throw Error(ErrorCode::output_failed, target.string(),
                {"无法建立工作簿", "cannot make the workbook"});
  }
  std::tm day{};
  day.tm_year = static_cast<int>(stamp.year()) - 1900;
  day.tm_mon = static_cast<int>(static_cast<unsigned>(stamp.month())) - 1;
  day.tm_mday = static_cast<int>(static_cast<unsigned>(stamp.day()));
  lxw_doc_properties properties{};
  properties.created = timegm(&day);
  workbook_set_properties(state_->book, &properties);
  state_->make_looks();
}

WorkbookFile::~WorkbookFile() {
  // Closing is the only way to free a workbook; the file under its temporary name goes with it.
  if (state_->book != nullptr) workbook_close(state_->book);
}

WorkbookSheet WorkbookFile::add_sheet(const std::string& name) {
  auto sheet = std::make_unique<WorkbookSheet::State>();
  sheet->sheet = workbook_add_worksheet(state_->book, name.c_str());
  sheet->book = state_.get();
  if (sheet->sheet == nullptr) {
    throw Error(ErrorCode::internal_fault, name,
                {"工作表名称无效", "the name of the sheet is not valid"});
  }
  state_->sheets.push_back(std::move(sheet));
  return WorkbookSheet(state_->sheets.back().get());
}

void WorkbookFile::close() {
  const lxw_error error = workbook_close(std::exchange(state_->book, nullptr));
  state_->keep(error);
  if (!state_->failed.empty()) {
    throw Error(
        ErrorCode::output_failed, state_->file.path().string(),
        {"写入工作簿失败：" + state_->failed, "cannot write the workbook: " + state_->failed});
  }
  state_->file.commit();
}

}  // namespace xuanzhi::products
