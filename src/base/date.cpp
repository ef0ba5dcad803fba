// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/date.h"

#include <charconv>

#include <fmt/format.h>

namespace xuanzhi {

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  unsigned year = 0;  // unsigned: "-023" is no year
  unsigned month = 0;
  unsigned day = 0;
  const auto read = [&](std::size_t at, std::size_t length, auto& value) {
    const char* end = text.data() + at + length;
    return std::from_chars(text.data() + at, end, value).ptr == end;
  };
  if (!read(0, 4, year) || !read(5, 2, month) || !read(8, 2, day)) return std::nullopt;
  const Date date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{month},
                  std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::string to_string(const std::optional<Date>& date) {
  return date ? to_string(*date) : "";
}

std::string to_string(const Date& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

bool Period::contains(const Date& day) const {
  return (!from || *from <= day) && (!to || day <= *to);
}

}  // namespace xuanzhi
