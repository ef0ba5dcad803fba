// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/rules_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace xuanzhi::products {

using nlohmann::json;
using rules::Rule;
using rules::Rulebook;
using rules::RuleChange;

namespace {

json rule_object(const Rulebook& book, const Rule& rule) {
  json out = json::object();
  for (const auto& [field, word] : rules::described(rule)) out[field] = word;
  out["threshold"] = rule.threshold;
  out["classes"] = rule.classes;
  out["regions"] = rule.regions;
  out["parameters"] = json::array();
  for (const rules::Parameter* parameter : rules::parameters_of(book, rule)) {
    out["parameters"].push_back(
        {{"id", parameter->id},
         {"unit", parameter->unit},
         {"value", parameter->value ? json(*parameter->value) : json()},
         {"source", parameter->value ? json(parameter->source.zh) : json()}});
  }
  return out;
}

const char* kind_word(RuleChange::Kind kind) {
  switch (kind) {
    case RuleChange::Kind::added:
      return "added";
    case RuleChange::Kind::removed:
      return "removed";
    case RuleChange::Kind::changed:
      break;
  }
  return "changed";
}

}  // namespace

std::string rule_list_text(const Rulebook& book, const std::vector<std::size_t>& positions,
                           Language language) {
  const bool zh = language == Language::chinese;
  std::string out = fmt::format("{} {}  {} {}\n", book.id, book.version, positions.size(),
                                zh ? "条规则" : "rules");
  for (const std::size_t position : positions) {
    const Rule& rule = book.rules[position];
    out +=
        fmt::format("{} {} {} {} {}\n", padded(rule.id, 30), padded(to_string(rule.severity), 10),
                    padded(to_string(rule.effective.from) + "→" + to_string(rule.effective.to), 22),
                    padded(rule.evidence.label(), 16), rule.title.in(language));
  }
  return out;
}

std::string rule_list_json(const Rulebook& book, const std::vector<std::size_t>& positions) {
  json out{{"rulebook", book.id}, {"version", book.version}, {"rules", json::array()}};
  for (const std::size_t position : positions)
    out["rules"].push_back(rule_object(book, book.rules[position]));
  return out.dump(2) + "\n";
}

std::string rule_text(const Rulebook& book, const Rule& rule, Language language) {
  std::string out;
  for (const auto& [field, word] : rules::described(rule))
    out += fmt::format("{} {}\n", padded(field, 15), word);
  for (const rules::Parameter* parameter : rules::parameters_of(book, rule))
    out += fmt::format("{} {}\n", padded("parameter", 15), parameter->label().in(language));
  for (const rules::Term& term : book.terms) {
    if (!rules::mentions(rule.when, term.id) || term.when == "NULL") continue;
    out += fmt::format("{} {} [{}] {}\n", padded("term", 15), term.id, term.evidence.label(),
                       term.codes.empty() ? term.when : joined(term.codes));
  }
  return out;
}

std::string rule_json(const Rulebook& book, const Rule& rule) {
  return rule_object(book, rule).dump(2) + "\n";
}

std::string rule_changes_text(const std::vector<RuleChange>& changes, Language language) {
  const bool zh = language == Language::chinese;
  if (changes.empty()) return zh ? "没有差别\n" : "no difference\n";
  std::string out;
  for (const RuleChange& change : changes) {
    const char* mark = change.kind == RuleChange::Kind::added     ? "+"
                       : change.kind == RuleChange::Kind::removed ? "-"
                                                                  : "~";
    out += fmt::format("{} {}  {}\n", mark, change.rule_id, change.title.in(language));
    for (const rules::FieldChange& field : change.fields)
      out +=
          fmt::format("    {}: {} → {}\n", field.field, field.before.empty() ? "—" : field.before,
                      field.after.empty() ? "—" : field.after);
  }
  return out;
}

std::string rule_changes_json(const std::vector<RuleChange>& changes) {
  json out = json::array();
  for (const RuleChange& change : changes) {
    json one{{"rule_id", change.rule_id},
             {"kind", kind_word(change.kind)},
             {"title", {{"zh", change.title.zh}, {"en", change.title.en}}},
             {"fields", json::array()}};
    for (const rules::FieldChange& field : change.fields)
      one["fields"].push_back(
          {{"field", field.field}, {"before", field.before}, {"after", field.after}});
    out.push_back(std::move(one));
  }
  return json{{"changes", out}}.dump(2) + "\n";
}

}  // namespace xuanzhi::products
