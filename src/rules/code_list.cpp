// SPDX-License-Identifier: Apache-2.0
#include "code_list.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace xuanzhi::rules {

namespace {

bool is_code(const std::string& code) {
  return code.size() >= 2 && code.size() <= 4 && std::all_of(code.begin(), code.end(), [](char c) {
           return std::isdigit(static_cast<unsigned char>(c)) != 0;
         });
}

}  // namespace

std::string code_expression(const std::vector<std::string>& codes, const TomlTable& owner) {
  std::set<std::string> coarser;
  std::vector<std::string> below;
  for (const std::string& code : codes) {
    if (!is_code(code)) {
      throw owner.fault("codes", {"不是行业代码：" + code, "no industry code: " + code},
                        {"写 2 到 4 位数字", "write two to four digits"});
    }
    below.push_back(fmt::format("industry_code GLOB '{}*'", code));
    for (std::size_t digits = 2; digits < code.size(); ++digits)
      coarser.insert(fmt::format("'{}'", code.substr(0, digits)));
  }
  const std::string any = fmt::format("{}", fmt::join(below, " OR "));
  // A listed 26 holds a project of code 26 even where 2614 is listed too, so `any` is asked first.
  std::string out = fmt::format("CASE WHEN {} THEN 1", any);
  if (!coarser.empty())
    out += fmt::format(" WHEN industry_code IN ({}) THEN NULL", fmt::join(coarser, ", "));
  return out + " WHEN industry_code GLOB '[0-9][0-9]*' THEN 0 END";
}

}  // namespace xuanzhi::rules
