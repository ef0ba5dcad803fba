// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/rulebook_difference.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace xuanzhi::rules {

namespace {

using Words = std::map<std::string, std::string>;

Words words_of(const Rule& rule) {
  const auto all = described(rule);
  return {all.begin(), all.end()};
}

std::vector<FieldChange> changes(const Rule& before, const Rule& after) {
  Words was = words_of(before);
  Words is = words_of(after);
  std::set<std::string> fields;
  for (const auto& [field, word] : was) fields.insert(field);
  for (const auto& [field, word] : is) fields.insert(field);
  std::vector<FieldChange> out;
  for (const std::string& field : fields) {
    if (was[field] != is[field]) out.push_back({field, was[field], is[field]});
  }
  return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> described(const Rule& rule) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto say = [&](const char* field, const std::string& word) {
    if (!word.empty()) out.emplace_back(field, word);
  };
  say("id", rule.id);
  say("title_zh", rule.title.zh);
  say("title_en", rule.title.en);
  say("role", rule.role);
  say("classes", joined(rule.classes));
  say("relation", to_string(rule.relation));
  say("threshold", fmt::format("{}", rule.threshold));
  say("unit", rule.unit);
  say("severity", to_string(rule.severity));
  say("when", rule.when);
  say("regions", joined(rule.regions));
  say("effective_from", rule.effective.from ? xuanzhi::to_string(*rule.effective.from) : "");
  say("effective_to", rule.effective.to ? xuanzhi::to_string(*rule.effective.to) : "");
  say("evidence", rule.evidence.label());
  say("basis_zh", rule.basis.citation().zh);
  say("basis_en", rule.basis.citation().en);
  say("remedy_zh", rule.remedy.zh);
  say("remedy_en", rule.remedy.en);
  say("note_zh", rule.note.zh);
  say("note_en", rule.note.en);
  return out;
}

std::vector<RuleChange> difference(const Rulebook& before, const Rulebook& after) {
  using enum RuleChange::Kind;
  std::vector<RuleChange> out;
  for (const Rule& rule : before.rules) {
    const Rule* same = after.find(rule.id);
    if (same == nullptr) {
      out.push_back({removed, rule.id, rule.title, {}});
      continue;
    }
    std::vector<FieldChange> fields = changes(rule, *same);
    if (!fields.empty()) out.push_back({changed, rule.id, same->title, std::move(fields)});
  }
  for (const Rule& rule : after.rules) {
    if (before.find(rule.id) == nullptr) out.push_back({added, rule.id, rule.title, {}});
  }
  return out;
}

}  // namespace xuanzhi::rules
