// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "project_table_cell.h"
#include "xuanzhi/base/date.h"

namespace xuanzhi::formats {

namespace {

struct DateReading {
  std::string iso;
  bool one_digit_fraction = false;  ///< 2023.1: a number cell also shows 2023.10 so
};

// Reads from the left what a date is made of.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  bool take(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  /// Digits at the front, `least` to `most` of them and no more.
  std::optional<int> digits(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count < text_.size() && text_[count] >= '0' && text_[count] <= '9') ++count;
    if (count < least || count > most) return std::nullopt;
    int value = 0;
    std::from_chars(text_.data(), text_.data() + count, value);
    text_.remove_prefix(count);
    last_count_ = count;
    return value;
  }
  std::size_t last_count() const { return last_count_; }

 private:
  std::string_view text_;
  std::size_t last_count_ = 0;
};

std::optional<std::string> iso(int year, int month, int day) {
  // Plans of our time; anything else is a typing error or a serial number.
  if (year < 1950 || year > 2150) return std::nullopt;
  if (month == 0) return fmt::format("{:04}", year);
  if (month < 1 || month > 12) return std::nullopt;
  if (day == 0) return fmt::format("{:04}-{:02}", year, month);
  return parse_date(fmt::format("{:04}-{:02}-{:02}", year, month, day))
             ? std::optional(fmt::format("{:04}-{:02}-{:02}", year, month, day))
             : std::nullopt;
}

// The time of day that a date cell of a workbook brings along.
bool take_midnight(Scanner& scanner) {
  if (scanner.done()) return true;
  if (!scanner.take("t") && !scanner.take(" ")) return false;
  for (const std::string_view midnight : {"00:00:00", "00:00", "0:00:00", "0:00"}) {
    if (scanner.take(midnight)) break;
  }
  scanner.take("z");
  return scanner.done();
}

std::optional<DateReading> compact_date(std::string_view text) {
  Scanner scanner(text);
  const auto number = scanner.digits(6, 8);
  if (!number || !scanner.done() || scanner.last_count() == 7) return std::nullopt;
  const auto day = scanner.last_count() == 8
                       ? iso(*number / 10000, *number / 100 % 100, *number % 100)
                       : iso(*number / 100, *number % 100, 0);
  // A nought for month or day is no "left out" here.
  if (!day || *number % 100 == 0 || day->size() < 7) return std::nullopt;
  return DateReading{*day, false};
}

std::optional<DateReading> parse_day(std::string_view raw) {
  const std::string text = trimmed(raw);
  if (auto compact = compact_date(text)) return compact;
  Scanner scanner(text);
  const auto year = scanner.digits(4, 4);
  if (!year) return std::nullopt;
  const auto finished = [&](int month, int day, bool doubt) -> std::optional<DateReading> {
    const auto word = iso(*year, month, day);
    if (!word) return std::nullopt;
    return DateReading{*word, doubt};
  };
  if (scanner.done()) return finished(0, 0, false);
  const bool chinese = scanner.take("年");
  if (chinese && scanner.done()) return finished(0, 0, false);
  const bool dot = !chinese && scanner.take(".");
  if (!chinese && !dot && !scanner.take("-") && !scanner.take("/")) return std::nullopt;
  const auto month = scanner.digits(1, 2);
  if (!month || *month == 0) return std::nullopt;
  const bool doubt = dot && scanner.last_count() == 1 && *month == 1;
  const bool chinese_month = scanner.take("月");
  if (scanner.done()) return finished(*month, 0, doubt);
  if (!chinese_month && !scanner.take(".") && !scanner.take("-") && !scanner.take("/"))
    return std::nullopt;
  const auto day = scanner.digits(1, 2);
  if (!day || *day == 0) return std::nullopt;
  if (!scanner.take("日")) scanner.take("号");
  if (!take_midnight(scanner)) return std::nullopt;
  return finished(*month, *day, false);
}

CellReading refused(const std::string& cell, const Text& expected) {
  const std::string text = trimmed(plain_text(cell));
  Scanner scanner(text);
  const auto number = scanner.digits(5, 5);
  if (number && scanner.done()) {
    return {{},
            {"应为日期，实为 " + text + "（似为 Excel 日期序号，但单元格不是日期格式）",
             "a date was expected, found " + text +
                 " (perhaps a serial day of Excel, but the cell is not formatted as a date)"},
            {}};
  }
  return {{},
          {"应为" + expected.zh + "，实为“" + cell + "”",
           expected.en + " was expected, found \"" + cell + "\""},
          {}};
}

CellReading accepted(const std::string& value, bool doubt, const std::string& cell) {
  if (!doubt) return {value, {}, {}};
  return {value,
          {},
          {"“" + cell + "”按 1 月读；若为 10 月，请写成 2023-10 的形式",
           "\"" + cell + "\" is read as January; for October write it like 2023-10"}};
}

const Text kDate{"日期（如 2023.3、2023年3月、2023-03-15）", "a date such as 2023.3 or 2023-03-15"};
const Text kPeriod{"起止时间（如 2023-2025、2023.3-2024.12）",
                   "a period such as 2023-2025 or 2023.3-2024.12"};

}  // namespace

CellReading read_date(const std::string& cell) {
  const std::string text = trimmed(plain_text(cell));
  if (text.empty()) return {};
  if (const auto date = parse_day(text)) return accepted(date->iso, date->one_digit_fraction, cell);
  return refused(cell, kDate);
}

CellReading read_period(const std::string& cell) {
  const std::string text = trimmed(plain_text(cell));
  if (text.empty()) return {};
  if (const auto date = parse_day(text)) return accepted(date->iso, date->one_digit_fraction, cell);
  std::string value;
  bool doubt = false;
  // No period is longer, and every place to cut it costs a look at the whole.
  if (text.size() > 80) return refused(cell, kPeriod);
  for (const std::string_view mark : {"-", "~", "至", "到", "/"}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      const auto from = parse_day(std::string_view(text).substr(0, at));
      const auto to = parse_day(std::string_view(text).substr(at + mark.size()));
      if (!from || !to || to->iso < from->iso) continue;
      if (!value.empty()) return refused(cell, kPeriod);  // two ways to cut it
      value = from->iso + "/" + to->iso;
      doubt = from->one_digit_fraction || to->one_digit_fraction;
    }
  }
  if (value.empty()) return refused(cell, kPeriod);
  return accepted(value, doubt, cell);
}

}  // namespace xuanzhi::formats
