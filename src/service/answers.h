// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "xuanzhi/geometry/shape.h"
#include "xuanzhi/products/json_words.h"
#include "xuanzhi/rules/finding.h"
#include "xuanzhi/service/limits.h"
#include "xuanzhi/service/message.h"
#include "xuanzhi/service/model.h"

namespace xuanzhi::service {

using products::bilingual;

/// A JSON answer; texts of the input that are no UTF-8 are mended.
Answer json_answer(const nlohmann::json& body);

/// A JSON object as text with further members, which are text already: `"name":value,…`.
std::string with_members(std::string object, const std::string& members);

/// `{"compliant": 3, …}` and, where there is one, the best and the worst verdict.
nlohmann::json standing_json(const Standing& standing);

/// Which part of a list is wanted: `limit` (at most `page_items`) and `offset`.
struct Page {
  std::size_t limit = 0;
  std::size_t offset = 0;

  /// True for the n-th of the rows that match, counted from 0.
  bool shows(std::size_t n) const { return n >= offset && n - offset < limit; }
};

/// Throws `Error` (request_malformed) for what is no whole number from 0 up (`limit` from 1).
Page page_of(const Request& request, const Limits& limits);

/// `bbox=west,south,east,north` in degrees; nothing where it is not asked for. Throws `Error`
/// (request_malformed).
std::optional<geometry::Box> bbox_of(const Request& request);

/// `verdict=…`; nothing where it is not asked for. Throws `Error` (request_malformed).
std::optional<rules::Verdict> verdict_of(const Request& request);

}  // namespace xuanzhi::service
