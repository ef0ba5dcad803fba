// SPDX-License-Identifier: Apache-2.0
#include "answers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

using nlohmann::json;
using rules::Verdict;

std::string Request::asked(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

Answer json_answer(const json& body) {
  return {200, "application/json", body.dump(-1, ' ', false, json::error_handler_t::replace)};
}

std::string with_members(std::string object, const std::string& members) {
  object.erase(object.find_last_of('}'));
  return object + "," + members + "}";
}

json standing_json(const Standing& standing) {
  json out = json::object();
  for (std::size_t i = 0; i < standing.tally.size(); ++i)
    out[rules::to_string(static_cast<Verdict>(i))] = standing.tally[i];
  const auto best = standing.best();
  const auto worst = standing.worst();
  out["best"] = best ? json(rules::to_string(*best)) : json();
  out["worst"] = worst ? json(rules::to_string(*worst)) : json();
  return out;
}

namespace {

Error malformed(const std::string& name, const std::string& value, Text wanted) {
  return {ErrorCode::request_malformed,
          "?" + name,
          {fmt::format("{}={} 无法理解，{}", name, value, wanted.zh),
           fmt::format("{}={} is not understood, {}", name, value, wanted.en)}};
}

std::size_t whole_number(const Request& request, const std::string& name, std::size_t fallback) {
  const std::string word = request.asked(name);
  if (word.empty()) return fallback;
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size())
    throw malformed(name, word, {"应为非负整数", "a whole number from 0 up is wanted"});
  return value;
}

}  // namespace

Page page_of(const Request& request, const Limits& limits) {
  Page page{whole_number(request, "limit", 1000), whole_number(request, "offset", 0)};
  if (page.limit == 0 || page.limit > limits.page_items) {
    throw malformed("limit", std::to_string(page.limit),
                    {fmt::format("应在 1 与 {} 之间", limits.page_items),
                     fmt::format("1 to {} is wanted", limits.page_items)});
  }
  return page;
}

std::optional<geometry::Box> bbox_of(const Request& request) {
  const std::string text = request.asked("bbox");
  if (text.empty()) return std::nullopt;
  const Error fault = malformed(
      "bbox", text, {"应为 西,南,东,北（度）", "west,south,east,north in degrees is wanted"});
  std::array<double, 4> values{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ',')) throw fault;
    const auto [next, error] = std::from_chars(at, end, values[i]);
    if (error != std::errc{} || !std::isfinite(values[i])) throw fault;
    at = next;
  }
  const auto [west, south, east, north] = values;
  if (at != end || west > east || south > north || south < -90.0 || north > 90.0) throw fault;
  return geometry::Box{west, south, east, north};
}

std::optional<Verdict> verdict_of(const Request& request) {
  const std::string word = request.asked("verdict");
  if (word.empty()) return std::nullopt;
  std::string all;
  for (const Verdict verdict : {Verdict::compliant, Verdict::conditional,
                                Verdict::insufficient_data, Verdict::non_compliant}) {
    const std::string known = rules::to_string(verdict);
    if (known == word) return verdict;
    all += (all.empty() ? "" : ", ") + known;
  }
  throw malformed("verdict", word, {"可用：" + all, "known are: " + all});
}

}  // namespace xuanzhi::service
