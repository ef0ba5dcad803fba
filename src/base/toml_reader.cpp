// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/toml_reader.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace xuanzhi {

TomlTable::TomlTable(const toml::table& table, std::string file, std::string key, ErrorCode code)
    : table_(&table), file_(std::move(file)), key_(std::move(key)), code_(code) {}

const toml::node* TomlTable::find(const std::string& key) const {
  asked_.insert(key);
  return table_->get(key);
}

const toml::node& TomlTable::need(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr)
    throw fault("", {"缺少 " + key, "`" + key + "` is missing"}, {"补充该项", "add it"});
  return *node;
}

Error TomlTable::fault(const std::string& key, Text message, Text remedy) const {
  const toml::node* node = key.empty() ? nullptr : table_->get(key);
  const toml::source_region& at = node != nullptr ? node->source() : table_->source();
  std::string name = key_;
  if (!key.empty()) name += (name.empty() ? "" : ".") + key;
  return {code_, fmt::format("{}:{}:{}: [{}]", file_, at.begin.line, at.begin.column, name),
          std::move(message), std::move(remedy)};
}

bool TomlTable::has(const std::string& key) const {
  return find(key) != nullptr;
}

std::string TomlTable::text(const std::string& key) const {
  if (const auto value = need(key).value_exact<std::string>()) return *value;
  throw fault(key, {"应为文字", "text is wanted"}, {"写成 \"…\"", "write it in quotes"});
}

std::string TomlTable::text_or(const std::string& key, std::string fallback) const {
  return has(key) ? text(key) : std::move(fallback);
}

double TomlTable::number(const std::string& key) const {
  if (const auto value = need(key).value<double>(); value && need(key).is_number()) return *value;
  throw fault(key, {"应为数字", "a number is wanted"});
}

std::optional<double> TomlTable::optional_number(const std::string& key) const {
  if (!has(key)) return std::nullopt;
  return number(key);
}

long long TomlTable::whole_or(const std::string& key, long long fallback) const {
  if (!has(key)) return fallback;
  if (const auto value = need(key).value_exact<std::int64_t>()) return *value;
  throw fault(key, {"应为整数", "a whole number is wanted"});
}

bool TomlTable::flag_or(const std::string& key, bool fallback) const {
  if (!has(key)) return fallback;
  if (const auto value = need(key).value_exact<bool>()) return *value;
  throw fault(key, {"应为 true 或 false", "true or false is wanted"});
}

std::optional<Date> TomlTable::optional_date(const std::string& key) const {
  if (!has(key)) return std::nullopt;
  return date(key);
}

Date TomlTable::date(const std::string& key) const {
  if (const auto value = need(key).value_exact<toml::date>()) {
    const Date day{std::chrono::year{value->year}, std::chrono::month{value->month},
                   std::chrono::day{value->day}};
    if (day.ok()) return day;
  }
  throw fault(key, {"应为日期", "a date is wanted"},
              {"写成 2023-01-30（不加引号）", "write 2023-01-30, without quotes"});
}

std::vector<std::string> TomlTable::texts_or_none(const std::string& key) const {
  std::vector<std::string> out;
  if (!has(key)) return out;
  const toml::array* array = need(key).as_array();
  if (array == nullptr) throw fault(key, {"应为文字列表", "a list of texts is wanted"});
  for (const toml::node& node : *array) {
    const auto value = node.value_exact<std::string>();
    if (!value) throw fault(key, {"应为文字列表", "a list of texts is wanted"});
    out.push_back(*value);
  }
  return out;
}

std::vector<double> TomlTable::numbers_or_none(const std::string& key) const {
  std::vector<double> out;
  const toml::node* node = find(key);
  if (node == nullptr) return out;
  const toml::array* array = node->as_array();
  if (array == nullptr) throw fault(key, {"应为数的数组", "an array of numbers is wanted"});
  for (const toml::node& item : *array) {
    const auto value = item.value<double>();
    if (!value) throw fault(key, {"应为数的数组", "an array of numbers is wanted"});
    out.push_back(*value);
  }
  return out;
}

Text TomlTable::bilingual(const std::string& key) const {
  return {text(key + "_zh"), text_or(key + "_en", "")};
}

Text TomlTable::bilingual_or_none(const std::string& key) const {
  return {text_or(key + "_zh", ""), text_or(key + "_en", "")};
}

std::string TomlTable::one_of(const std::string& key, const std::vector<std::string>& words) const {
  std::string value = text(key);
  if (std::find(words.begin(), words.end(), value) != words.end()) return value;
  const std::string all = joined(words);
  throw fault(key, {"未知的取值 \"" + value + "\"", "unknown value \"" + value + "\""},
              {"可用：" + all, "allowed: " + all});
}

std::optional<TomlTable> TomlTable::table(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_table()) throw fault(key, {"应为表", "a table is wanted"});
  return TomlTable(*node->as_table(), file_, key_.empty() ? key : key_ + "." + key, code_);
}

std::vector<TomlTable> TomlTable::tables(const std::string& key) const {
  std::vector<TomlTable> out;
  const toml::node* node = find(key);
  if (node == nullptr) return out;
  const toml::array* array = node->as_array();
  if (array == nullptr) throw fault(key, {"应为 [[" + key + "]]", "[[" + key + "]] is wanted"});
  for (const toml::node& item : *array) {
    if (!item.is_table()) throw fault(key, {"应为 [[" + key + "]]", "[[" + key + "]] is wanted"});
    const toml::table& table = *item.as_table();
    const std::string id =
        table.get("id") != nullptr ? table.get("id")->value_or(std::string()) : "";
    std::string name = key_.empty() ? "" : key_ + ".";
    name += id.empty() ? fmt::format("{}#{}", key, out.size() + 1) : fmt::format("{} {}", key, id);
    out.emplace_back(table, file_, name, code_);
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> TomlTable::text_pairs() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& key : keys()) out.emplace_back(key, text(key));
  return out;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> out;
  for (const auto& [key, node] : *table_) out.emplace_back(key.str());
  std::sort(out.begin(), out.end());
  return out;
}

void TomlTable::refuse_unknown_keys() const {
  for (const std::string& key : keys()) {
    if (asked_.contains(key)) continue;
    const std::string all = fmt::format("{}", fmt::join(asked_, ", "));
    throw fault(key, {"未知的键", "unknown key"}, {"可用：" + all, "allowed: " + all});
  }
}

toml::table parse_toml_file(const std::filesystem::path& file, ErrorCode code) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw Error(ErrorCode::file_missing, file.string(),
                {"文件不存在或无法读取", "no such file, or not readable"},
                {"用 --workspace 指定含 workspace.toml 的文件夹；xuanzhi init DIR 可生成示例",
                 "name the folder that holds workspace.toml with --workspace; `xuanzhi init DIR` "
                 "makes one"});
  }
  std::ostringstream text;
  text << in.rdbuf();
  try {
    return toml::parse(text.str(), std::string_view{file.native()});
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    throw Error(code, fmt::format("{}:{}:{}", file.string(), at.line, at.column),
                {"TOML 语法错误：" + std::string(error.description()),
                 "TOML syntax: " + std::string(error.description())});
  }
}

}  // namespace xuanzhi
