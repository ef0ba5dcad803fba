// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace xuanzhi {

/// A calendar day; laws, boundary versions and evaluations carry them.
using Date = std::chrono::year_month_day;

/// Reads `YYYY-MM-DD`; nothing where the text is no real day.
std::optional<Date> parse_date(std::string_view text);

/// Writes `YYYY-MM-DD`.
std::string to_string(const Date& date);
/// Nothing for no day.
std::string to_string(const std::optional<Date>& date);

/// The days from one day to another, both included; an absent end is open.
struct Period {
  std::optional<Date> from;
  std::optional<Date> to;

  bool contains(const Date& day) const;
};

}  // namespace xuanzhi
