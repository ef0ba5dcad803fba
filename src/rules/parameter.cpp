// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/parameter.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/rules/rulebook.h"

namespace xuanzhi::rules {

namespace {

Parameter read_parameter(const TomlTable& table) {
  Parameter parameter;
  parameter.id = table.text("id");
  parameter.title = table.bilingual("title");
  parameter.unit = table.text("unit");
  parameter.quote = table.text_or("quote", "");
  parameter.note = table.bilingual_or_none("note");
  table.refuse_unknown_keys();
  return parameter;
}

}  // namespace

bool mentions(const std::string& text, const std::string& name) {
  const auto inside = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !inside(text[at - 1])) && (end == text.size() || !inside(text[end])))
      return true;
  }
  return false;
}

Text Parameter::label() const {
  if (!value) return {title.zh + "：未设定", title.in(Language::english) + ": not set"};
  return {fmt::format("{} = {:g} {}（{}，{}）", title.zh, *value, unit, year, source.zh),
          fmt::format("{} = {:g} {} ({}, {})", title.in(Language::english), *value, unit, year,
                      source.in(Language::english))};
}

void read_parameters(const TomlTable& root, Rulebook& book) {
  for (const TomlTable& table : root.tables("parameter")) {
    Parameter parameter = read_parameter(table);
    book.terms.push_back(
        {parameter.id, parameter.title, "NULL", {"plan", {}}, table.fault("id", {}).place()});
    book.parameters.push_back(std::move(parameter));
  }
}

void set_parameters(Rulebook& book, const std::vector<workspace::ParameterSetting>& settings) {
  for (const workspace::ParameterSetting& setting : settings) {
    const auto found = std::find_if(book.parameters.begin(), book.parameters.end(),
                                    [&](const Parameter& p) { return p.id == setting.id; });
    if (found == book.parameters.end()) {
      std::vector<std::string> known;
      for (const Parameter& parameter : book.parameters) known.push_back(parameter.id);
      throw Error(ErrorCode::manifest_invalid, setting.place,
                  {"规则集没有参数 " + setting.id, "no rulebook has a parameter " + setting.id},
                  {"可用：" + joined(known), "allowed: " + joined(known)});
    }
    if (setting.unit != found->unit) {
      throw Error(ErrorCode::manifest_invalid, setting.place,
                  {"参数 " + setting.id + " 的单位应为 " + found->unit,
                   "the unit of " + setting.id + " is " + found->unit});
    }
    found->value = setting.value;
    found->year = setting.year;
    found->source = setting.source;
    const auto term = std::find_if(book.terms.begin(), book.terms.end(),
                                   [&](const Term& t) { return t.id == setting.id; });
    term->when = fmt::format("{}", setting.value);
  }
}

std::vector<const Parameter*> parameters_of(const Rulebook& book, const Rule& rule) {
  std::vector<const Parameter*> out;
  for (const Parameter& parameter : book.parameters) {
    if (mentions(rule.when, parameter.id)) out.push_back(&parameter);
  }
  return out;
}

}  // namespace xuanzhi::rules
