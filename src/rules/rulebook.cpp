// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/rulebook.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "code_list.h"
#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/rules/condition.h"

namespace xuanzhi::rules {

namespace {

struct RelationWord {
  std::string_view word;
  std::string_view unit;
  bool needs_role;
};

// In the order of `Relation`.
constexpr std::array<RelationWord, 7> kRelations{{
    {"overlap", "m2", true},
    {"overlap_share", "share", true},
    {"outside", "m2", true},
    {"distance", "m", true},
    {"area", "m2", false},
    {"land_shortfall", "m2", false},
    {"attribute", "none", false},
}};

const std::vector<std::string> kSeverities{"prohibit", "condition", "inform"};

Relation read_relation(const TomlTable& table) {
  std::vector<std::string> words;
  words.reserve(kRelations.size());
  for (const RelationWord& entry : kRelations) words.emplace_back(entry.word);
  const std::string word = table.one_of("relation", words);
  return static_cast<Relation>(std::find(words.begin(), words.end(), word) - words.begin());
}

Severity read_severity(const TomlTable& table) {
  const std::string word = table.one_of("severity", kSeverities);
  return static_cast<Severity>(std::find(kSeverities.begin(), kSeverities.end(), word) -
                               kSeverities.begin());
}

Basis read_basis(const TomlTable& owner) {
  const auto table = owner.table("basis");
  if (!table) throw owner.fault("", {"缺少 basis（依据）", "`basis` is missing"});
  Basis basis;
  basis.law = table->bilingual("law");
  basis.number = table->text_or("number", "");
  basis.article = table->text_or("article", "");
  basis.year = table->whole_or("year", 0);
  table->refuse_unknown_keys();
  return basis;
}

Period read_period(const TomlTable& table) {
  Period period{table.date("effective_from"), table.optional_date("effective_to")};
  if (period.to && *period.to < *period.from) {
    throw table.fault(
        "effective_to", {"止日早于起日", "it ends before it begins"},
        {"检查 effective_from 与 effective_to", "check effective_from and effective_to"});
  }
  return period;
}

void check_role(const TomlTable& table, const std::string& key, const std::string& role_id,
                const std::vector<std::string>& classes, const workspace::RoleCatalogue& roles) {
  const workspace::Role* role = roles.find(role_id);
  if (role == nullptr) {
    throw table.fault(key, {"未知的角色 " + role_id, "unknown role " + role_id},
                      {"可用：" + roles.ids(), "allowed: " + roles.ids()});
  }
  for (const std::string& id : classes) {
    if (role->find_class(id) != nullptr) continue;
    throw table.fault("classes", {role_id + " 没有类 " + id, role_id + " has no class " + id},
                      {"可用：" + role->class_ids(), "allowed: " + role->class_ids()});
  }
}

// The role and unit of a rule must fit its relation.
void check_relation(const TomlTable& table, const Rule& rule,
                    const workspace::RoleCatalogue& roles) {
  const RelationWord& relation = kRelations[static_cast<std::size_t>(rule.relation)];
  const std::string unit(relation.unit);
  if (rule.unit != unit) {
    throw table.fault("unit", {"关系 " + std::string(relation.word) + " 的单位应为 " + unit,
                               "the unit of " + std::string(relation.word) + " is " + unit});
  }
  if (relation.needs_role) {
    check_role(table, "role", rule.role, rule.classes, roles);
  } else if (!rule.role.empty()) {
    throw table.fault("role", {"该关系不用角色", "this relation asks no role"});
  }
  if (rule.threshold < 0.0) throw table.fault("threshold", {"不能为负", "it cannot be negative"});
}

Rule read_rule(const TomlTable& table, const workspace::RoleCatalogue& roles) {
  Rule rule;
  rule.id = table.text("id");
  rule.title = table.bilingual("title");
  rule.relation = read_relation(table);
  rule.role = table.text_or("role", "");
  rule.classes = table.texts_or_none("classes");
  std::sort(rule.classes.begin(), rule.classes.end());
  rule.threshold = table.number("threshold");
  rule.unit = table.text("unit");
  rule.severity = read_severity(table);
  rule.when = table.text_or("when", "");
  rule.regions = table.texts_or_none("regions");
  rule.effective = read_period(table);
  rule.evidence = read_evidence(table);
  rule.basis = read_basis(table);
  rule.remedy = table.bilingual("remedy");
  rule.note = table.bilingual_or_none("note");
  rule.place = table.fault("when", {}).place();
  check_relation(table, rule, roles);
  table.refuse_unknown_keys();
  return rule;
}

Term read_term(const TomlTable& table) {
  Term term;
  term.id = table.text("id");
  term.title = table.bilingual("title");
  term.codes = table.texts_or_none("codes");
  if (term.codes.empty()) {
    term.when = table.text("when");
  } else {
    term.when = code_expression(term.codes, table);
  }
  term.evidence = read_evidence(table);
  table.text_or("source_zh", "");
  term.place = table.fault("when", {}).place();
  table.refuse_unknown_keys();
  return term;
}

BoundaryFallback read_fallback(const TomlTable& table, const workspace::RoleCatalogue& roles) {
  static const std::vector<std::string> kStatuses{"approved", "pending", "expired"};
  BoundaryFallback fallback;
  fallback.id = table.text("id");
  fallback.title = table.bilingual("title");
  fallback.roles = table.texts_or_none("roles");
  fallback.statuses = table.texts_or_none("statuses");
  fallback.regions = table.texts_or_none("regions");
  fallback.effective = read_period(table);
  fallback.basis = read_basis(table);
  read_evidence(table);
  for (const std::string& role : fallback.roles) check_role(table, "roles", role, {}, roles);
  for (const std::string& status : fallback.statuses) {
    if (std::find(kStatuses.begin(), kStatuses.end(), status) == kStatuses.end()) {
      throw table.fault("statuses", {"未知的状态 " + status, "unknown status " + status},
                        {"可用：" + joined(kStatuses), "allowed: " + joined(kStatuses)});
    }
  }
  table.refuse_unknown_keys();
  return fallback;
}

void read_file(const std::filesystem::path& file, const workspace::RoleCatalogue& roles,
               Rulebook& book) {
  const toml::table parsed = parse_toml_file(file, ErrorCode::rulebook_invalid);
  const TomlTable root(parsed, file.string(), "", ErrorCode::rulebook_invalid);
  const auto head = root.table("rulebook");
  if (!head) throw root.fault("", {"缺少 [rulebook]", "[rulebook] is missing"});
  const std::string joint = book.id.empty() ? "" : "+";
  book.id += joint + head->text("id");
  book.version += joint + head->text("version");
  head->bilingual("title");
  head->refuse_unknown_keys();
  for (const TomlTable& table : root.tables("term")) book.terms.push_back(read_term(table));
  read_parameters(root, book);
  for (const TomlTable& table : root.tables("boundary_fallback")) {
    book.fallbacks.push_back(read_fallback(table, roles));
  }
  for (const TomlTable& table : root.tables("rule")) {
    Rule rule = read_rule(table, roles);
    if (book.find(rule.id) != nullptr) {
      throw table.fault("id", {"规则编号重复", "the rule id stands twice"},
                        {"改用另一编号", "use another id"});
    }
    book.rules.push_back(std::move(rule));
  }
  root.refuse_unknown_keys();
}

}  // namespace

Text Basis::citation() const {
  std::string source = number;
  if (year > 0 && number.empty()) source = std::to_string(year);
  Text out{"《" + law.zh + "》", law.in(Language::english)};
  if (!source.empty()) {
    out.zh += "（" + source + "）";
    out.en += " (" + source + ")";
  }
  if (article.empty()) return out;
  const bool number_first = std::isdigit(static_cast<unsigned char>(article.front())) != 0;
  out.zh += number_first ? "第" + article + "条" : article;
  out.en += ", Art. " + article;
  return out;
}

const Rule* Rulebook::find(const std::string& rule_id) const {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == rule_id; });
  return found == rules.end() ? nullptr : &*found;
}

const Parameter* Rulebook::parameter(const std::string& parameter_id) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const Parameter& p) { return p.id == parameter_id; });
  return found == parameters.end() ? nullptr : &*found;
}

Rulebook load_rulebooks(const std::vector<std::filesystem::path>& files,
                        const workspace::RoleCatalogue& roles) {
  Rulebook book;
  for (const auto& file : files) read_file(file, roles, book);
  Conditions conditions(book.terms);
  for (const Rule& rule : book.rules) conditions.check(rule.when, rule.place);
  return book;
}

std::string to_string(Relation relation) {
  return std::string(kRelations[static_cast<std::size_t>(relation)].word);
}

std::string to_string(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)];
}

bool region_matches(const std::vector<std::string>& prefixes,
                    const std::vector<std::string>& codes) {
  if (prefixes.empty()) return true;
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return std::any_of(codes.begin(), codes.end(),
                       [&](const std::string& code) { return code.starts_with(prefix); });
  });
}

std::vector<std::string> usable_statuses(const Rulebook& book, const std::string& role,
                                         const std::string& region, const Date& as_of) {
  for (const BoundaryFallback& fallback : book.fallbacks) {
    const bool concerns =
        std::find(fallback.roles.begin(), fallback.roles.end(), role) != fallback.roles.end();
    if (concerns && fallback.effective.contains(as_of) &&
        region_matches(fallback.regions, {region})) {
      return fallback.statuses;
    }
  }
  return {"approved"};
}

}  // namespace xuanzhi::rules
