// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/approvals/procedures.h"

#include <algorithm>
#include <array>
#include <set>

#include "xuanzhi/base/toml_reader.h"
#include "xuanzhi/rules/condition.h"

namespace xuanzhi::approvals {

namespace {

const std::vector<std::string> kOutcomes{"required", "exempt", "not_applicable", "unknown"};
const std::vector<std::string> kModes{"ordinary",   "commitment", "deferred",     "on_the_spot",
                                      "simplified", "exempt",     "green_channel"};
const std::vector<std::string> kMeasures{"touch",  "within", "overlap_m2", "area_m2",
                                         "region", "park",   "park_status"};
const std::vector<std::string> kParkFields{"plan_eia", "monitoring", "water_argument",
                                           "reclaimed_water"};
const std::vector<std::string> kLevels{"district", "city", "region", "national", "park"};

template <typename Word>
Word word_of(const TomlTable& table, const std::string& key,
             const std::vector<std::string>& words) {
  const std::string word = table.one_of(key, words);
  return static_cast<Word>(std::find(words.begin(), words.end(), word) - words.begin());
}

std::optional<int> days_of(const TomlTable& table, const std::string& key) {
  if (!table.has(key)) return std::nullopt;
  const long long days = table.whole_or(key, 0);
  if (days < 0 || days > 3650) throw table.fault(key, {"天数应在 0 到 3650", "0 to 3650 days"});
  return static_cast<int>(days);
}

Variant read_variant(const TomlTable& table) {
  Variant variant;
  variant.id = table.text("id");
  variant.when = table.text_or("when", "");
  variant.effective = {table.optional_date("effective_from"), table.optional_date("effective_to")};
  variant.outcome = word_of<Outcome>(table, "outcome", kOutcomes);
  variant.instrument = table.bilingual_or_none("instrument");
  variant.authority = table.bilingual_or_none("authority");
  if (table.has("level")) variant.level = table.one_of("level", kLevels);
  if (table.has("mode")) variant.mode = word_of<Mode>(table, "mode", kModes);
  variant.days.count = days_of(table, "days");
  variant.days.calendar =
      table.has("days_unit") && table.one_of("days_unit", {"working", "calendar"}) == "calendar";
  variant.documents = table.texts_or_none("documents");
  variant.quotes = table.texts_or_none("quotes");
  variant.evidence = rules::read_evidence(table);
  variant.basis = table.bilingual("basis");
  table.refuse_unknown_keys();
  return variant;
}

Relief read_relief(const TomlTable& table) {
  Relief relief;
  relief.id = table.text("id");
  relief.when = table.text("when");
  if (table.has("mode")) relief.mode = word_of<Mode>(table, "mode", kModes);
  relief.expected_days = days_of(table, "expected_days");
  relief.skips = table.flag_or("skips", false);
  relief.drops = table.texts_or_none("drops");
  relief.defers = table.texts_or_none("defers");
  relief.adds = table.texts_or_none("adds");
  for (const TomlTable& pair : table.tables("replaces")) {
    relief.replaces.emplace_back(pair.text("document"), pair.text("by"));
    pair.refuse_unknown_keys();
  }
  relief.due = table.bilingual_or_none("due");
  relief.instrument = table.bilingual_or_none("instrument");
  relief.authority = table.bilingual_or_none("authority");
  if (table.has("level")) relief.level = table.one_of("level", kLevels);
  relief.quotes = table.texts_or_none("quotes");
  relief.note = table.bilingual_or_none("note");
  table.refuse_unknown_keys();
  return relief;
}

screening::Subject read_subject(const TomlTable& table, const workspace::RoleCatalogue& roles) {
  screening::Subject subject{table.text("role"), table.texts_or_none("classes")};
  std::sort(subject.classes.begin(), subject.classes.end());
  const workspace::Role* role = roles.find(subject.role);
  if (role == nullptr) {
    throw table.fault("role", {"未知的角色 " + subject.role, "unknown role " + subject.role},
                      {"可用：" + roles.ids(), "allowed: " + roles.ids()});
  }
  for (const std::string& id : subject.classes) {
    if (role->find_class(id) == nullptr)
      throw table.fault("classes", {subject.role + " 没有类 " + id, "no class " + id});
  }
  table.refuse_unknown_keys();
  return subject;
}

SiteTerm read_site_term(const TomlTable& table, const workspace::RoleCatalogue& roles) {
  SiteTerm term;
  term.id = table.text("id");
  term.title = table.bilingual("title");
  term.measure = word_of<Measure>(table, "measure", kMeasures);
  for (const TomlTable& subject : table.tables("subjects"))
    term.subjects.push_back(read_subject(subject, roles));
  term.regions = table.texts_or_none("regions");
  term.parks = table.texts_or_none("parks");
  if (table.has("field")) term.field = table.one_of("field", kParkFields);
  table.bilingual_or_none("note");
  const bool geometric = term.measure == Measure::touch || term.measure == Measure::within ||
                         term.measure == Measure::overlap_m2;
  if (geometric ? term.subjects.empty() : !term.subjects.empty() && term.measure != Measure::park)
    throw table.fault("subjects", {"该 measure 与 subjects 不符", "subjects do not fit it"});
  table.refuse_unknown_keys();
  return term;
}

Step read_step(const TomlTable& table) {
  Step step;
  step.id = table.text("id");
  step.procedure = table.text("procedure");
  step.title = table.bilingual("title");
  step.after = table.texts_or_none("after");
  step.deadline = table.bilingual_or_none("deadline");
  step.milestone = table.flag_or("milestone", false);
  for (const TomlTable& variant : table.tables("variant"))
    step.variants.push_back(read_variant(variant));
  for (const TomlTable& relief : table.tables("relief"))
    step.reliefs.push_back(read_relief(relief));
  if (step.variants.empty())
    throw table.fault("variant", {"步骤没有办理方式", "the step has no variant"});
  table.refuse_unknown_keys();
  return step;
}

// Steps come after those that they wait for wherever that is possible at all.
void check_edges(const TomlTable& root, const std::vector<Step>& steps) {
  std::set<std::string> settled;
  for (std::size_t rounds = 0; rounds <= steps.size(); ++rounds) {
    for (const Step& step : steps) {
      const bool free = std::all_of(step.after.begin(), step.after.end(),
                                    [&](const std::string& id) { return settled.contains(id); });
      if (free) settled.insert(step.id);
    }
  }
  for (const Step& step : steps) {
    if (settled.contains(step.id)) continue;
    throw root.fault("step", {"步骤 " + step.id + " 的 after 指向不存在的步骤或成环",
                              "`after` of step " + step.id + " names no step or runs in a circle"});
  }
}

// The expressions see the terms of the rulebooks and, as unknown, those of the site.
void check_expressions(const Procedures& book, const rules::Rulebook& rulebook,
                       const std::string& place) {
  std::vector<rules::Term> terms = rulebook.terms;
  for (const SiteTerm& term : book.site_terms)
    terms.push_back({term.id, term.title, "NULL", {"C", {}}, place + ": [site_term " + term.id});
  rules::Conditions conditions(terms);
  for (const Step& step : book.steps) {
    const std::string at = place + ": [step " + step.id + "] ";
    for (const Variant& variant : step.variants) conditions.check(variant.when, at + variant.id);
    for (const Relief& relief : step.reliefs) conditions.check(relief.when, at + relief.id);
  }
}

}  // namespace

const Procedure& Procedures::procedure(const std::string& wanted) const {
  return *std::find_if(procedures.begin(), procedures.end(),
                       [&](const Procedure& p) { return p.id == wanted; });
}

std::vector<screening::Subject> Procedures::subjects() const {
  std::vector<screening::Subject> out;
  for (const SiteTerm& term : site_terms)
    out.insert(out.end(), term.subjects.begin(), term.subjects.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  // Paths ask what a site touches, not how sure that is.
  for (screening::Subject& subject : out) subject.asks_depth = subject.asks_outside = false;
  return out;
}

Procedures load_procedures(const std::filesystem::path& file, const rules::Rulebook& book,
                           const workspace::RoleCatalogue& roles) {
  const toml::table parsed = parse_toml_file(file, ErrorCode::rulebook_invalid);
  const TomlTable root(parsed, file.string(), "", ErrorCode::rulebook_invalid);
  const auto head = root.table("approvals");
  if (!head) throw root.fault("", {"缺少 [approvals]", "[approvals] is missing"});
  Procedures out;
  out.id = head->text("id");
  out.version = head->text("version");
  head->bilingual("title");
  out.coordinator = head->bilingual("coordinator");
  out.escalation = head->bilingual("escalation");
  head->text_or("coordinator_quote", "");
  head->text_or("escalation_quote", "");
  out.regions = head->texts_or_none("regions");
  out.effective = {head->date("effective_from"), head->optional_date("effective_to")};
  head->refuse_unknown_keys();
  for (const TomlTable& table : root.tables("procedure")) {
    out.procedures.push_back({table.text("id"), static_cast<int>(table.whole_or("number", 0)),
                              table.bilingual("title"), table.text("quote")});
    table.refuse_unknown_keys();
  }
  for (const TomlTable& table : root.tables("site_term"))
    out.site_terms.push_back(read_site_term(table, roles));
  for (const TomlTable& table : root.tables("step")) {
    out.steps.push_back(read_step(table));
    const std::string& procedure = out.steps.back().procedure;
    const bool known = std::any_of(out.procedures.begin(), out.procedures.end(),
                                   [&](const Procedure& p) { return p.id == procedure; });
    if (!known) throw table.fault("procedure", {"没有这个手续", "there is no such procedure"});
  }
  root.refuse_unknown_keys();
  check_edges(root, out.steps);
  check_expressions(out, book, file.string());
  return out;
}

std::string to_string(Outcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}

std::string to_string(Mode mode) {
  return kModes[static_cast<std::size_t>(mode)];
}

Text outcome_name(Outcome outcome) {
  static const std::array<Text, 4> kNames{{{"须办理", "required"},
                                           {"豁免", "exempt"},
                                           {"不适用", "not applicable"},
                                           {"未知", "UNKNOWN"}}};
  return kNames[static_cast<std::size_t>(outcome)];
}

Text mode_name(Mode mode) {
  static const std::array<Text, 7> kNames{{{"普通", "ordinary"},
                                           {"承诺制", "commitment"},
                                           {"容缺", "with omissions"},
                                           {"即来即办", "on the spot"},
                                           {"简易程序", "simplified"},
                                           {"豁免", "exempt"},
                                           {"绿色通道", "green channel"}}};
  return kNames[static_cast<std::size_t>(mode)];
}

Text level_name(const std::string& level) {
  static const std::array<Text, 5> kNames{{{"区级", "district"},
                                           {"市级", "city"},
                                           {"自治区级", "region"},
                                           {"国家级", "national"},
                                           {"园区", "park"}}};
  const auto found = std::find(kLevels.begin(), kLevels.end(), level);
  if (found == kLevels.end()) return {};
  return kNames[static_cast<std::size_t>(found - kLevels.begin())];
}

}  // namespace xuanzhi::approvals
