// SPDX-License-Identifier: Apache-2.0
// Every shipped rule with a project that it concerns, one that it does not, one whose blanks leave
// it open; with facts that violate it, that pass, that are missing; and on both sides of its dates.
#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/rules/judge.h"

namespace {

using xuanzhi::Date;
using xuanzhi::rules::Applies;
using xuanzhi::rules::Cause;
using xuanzhi::rules::Conditions;
using xuanzhi::rules::Finding;
using xuanzhi::rules::Judge;
using xuanzhi::rules::Relation;
using xuanzhi::rules::Rule;
using xuanzhi::rules::Rulebook;
using xuanzhi::rules::Severity;
using xuanzhi::rules::State;
using xuanzhi::rules::Verdict;
using xuanzhi::screening::SiteFacts;
using xuanzhi::screening::SubjectFact;
using xuanzhi::workspace::FieldKind;
using xuanzhi::workspace::Project;
using xuanzhi::workspace::SiteInfo;
using xuanzhi::workspace::SiteKind;

const std::filesystem::path kSource = XUANZHI_SOURCE_DIR;

std::vector<std::vector<std::string>> table(const std::string& name) {
  std::ifstream in(kSource / "tests" / "rules" / name);
  REQUIRE(in);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    rows.push_back(row);
  }
  return rows;
}

struct Cases {
  std::vector<Project> projects;
  std::map<std::string, std::size_t> position;
};

Cases cases() {
  Cases out;
  for (const std::vector<std::string>& row : table("project_cases.tsv")) {
    Project project;
    project.values.resize(xuanzhi::workspace::project_fields().size());
    for (std::size_t i = 1; i < row.size(); ++i) {
      const auto equals = row[i].find('=');
      const auto field = xuanzhi::workspace::project_field(row[i].substr(0, equals));
      REQUIRE(field);
      const std::string value = row[i].substr(equals + 1);
      switch (xuanzhi::workspace::project_fields()[*field].kind) {
        case FieldKind::text:
          project.values[*field] = value;
          break;
        case FieldKind::flag:
          project.values[*field] = std::int64_t{std::stoll(value)};
          break;
        case FieldKind::number:
          project.values[*field] = std::stod(value);
          break;
      }
    }
    out.position[row[0]] = out.projects.size();
    out.projects.push_back(std::move(project));
  }
  return out;
}

Rulebook shipped() {
  const auto books = kSource / "gisdata" / "rulebooks";
  Rulebook book =
      xuanzhi::rules::load_rulebooks({books / "national.toml", books / "wuhai.toml"},
                                     xuanzhi::workspace::RoleCatalogue::load(books / "roles.toml"));
  const auto set = [&](const char* id, double value) {
    for (const auto& parameter : book.parameters) {
      if (parameter.id == id)
        xuanzhi::rules::set_parameters(
            book, {{id, value, parameter.unit, 2023, {"试验", "test"}, "here"}});
    }
  };
  set("energy_benchmark_tce_per_10k_cny", 1.0);
  set("plan_intensity_10k_cny_per_mu", 100.0);
  set("plan_lag_share", 0.2);
  set("enclave_rd_share", 0.03);
  set("enclave_value_added_rate", 0.3);
  return book;
}

SiteInfo parcel() {
  SiteInfo info;
  info.id = std::string("S");
  info.kind = SiteKind::parcel;
  info.area_m2 = info.available_land_m2 = 2e6;
  return info;
}

// A site where every subject is far off, wholly known, in the first region of the rule.
SiteFacts apart(const Judge& judge, const Rule& rule) {
  SiteFacts facts;
  facts.region.complete = true;
  facts.region.codes = {rule.regions.empty() ? "150302" : rule.regions.front()};
  SubjectFact fact;
  fact.present = fact.in_force = true;
  fact.outside_m2 = fact.outside_known_m2 = 2e6;
  fact.edge_distance_m = 40000.0;
  fact.covered_share = 1.0;
  fact.coverage_reach_m = 50000.0;
  facts.subjects.assign(judge.subjects().size(), fact);
  return facts;
}

SubjectFact inside(SubjectFact fact) {
  fact.overlap_m2 = 2e6;
  fact.share = 1.0;
  fact.outside_m2 = fact.outside_known_m2 = 0.0;
  fact.edge_distance_m = 0.0;
  return fact;
}

// Facts that hold against the rule and facts that do not, for its relation.
std::pair<SiteFacts, SiteFacts> hit_and_clear(const Judge& judge, const Rule& rule,
                                              std::size_t subject) {
  SiteFacts far = apart(judge, rule);
  if (rule.role.empty()) return {far, far};
  SiteFacts near = far;
  near.subjects[subject] = inside(near.subjects[subject]);
  if (rule.relation == Relation::outside) return {far, near};
  return {near, far};
}

Finding judged(const Judge& judge, std::size_t rule, const SiteFacts& facts, const Project& project,
               Applies applies) {
  const SiteInfo info = parcel();
  const xuanzhi::rules::SiteCase site{&info, &facts};
  return judge.complete(judge.at_site(rule, site), site, project, applies);
}

Verdict violated(Severity severity) {
  if (severity == Severity::prohibit) return Verdict::non_compliant;
  return severity == Severity::condition ? Verdict::conditional : Verdict::compliant;
}

TEST_CASE("Every shipped rule stands in the table of cases once", "[rules][cases]") {
  std::multiset<std::string> listed;
  for (const auto& row : table("rule_cases.tsv")) {
    REQUIRE(row.size() == 4);
    listed.insert(row[0]);
  }
  for (const Rule& rule : shipped().rules) {
    INFO(rule.id << " needs a line in tests/rules/rule_cases.tsv");
    CHECK(listed.count(rule.id) == 1);
  }
  CHECK(listed.size() == shipped().rules.size());
}

TEST_CASE("Every shipped rule concerns its case, passes over another and is open for blanks",
          "[rules][cases]") {
  const Rulebook book = shipped();
  const Cases all = cases();
  Conditions conditions(book.terms);
  conditions.load(all.projects);
  for (const auto& row : table("rule_cases.tsv")) {
    const Rule* rule = book.find(row[0]);
    REQUIRE(rule != nullptr);
    INFO(rule->id << ": " << rule->when);
    const std::vector<Applies> answers = conditions.evaluate(rule->when);
    if (row[1] == "*") {
      CHECK(rule->when.empty());
      continue;
    }
    CHECK(answers.at(all.position.at(row[1])) == Applies::yes);
    CHECK(answers.at(all.position.at(row[2])) == Applies::no);
    if (row[3] == "never") {
      CHECK(std::count(answers.begin(), answers.end(), Applies::unknown) == 0);
    } else {
      CHECK(answers.at(all.position.at(row[3])) == Applies::unknown);
    }
  }
}

TEST_CASE("Every shipped rule decides on its facts, clears others and says where they are missing",
          "[rules][cases]") {
  const Rulebook book = shipped();
  const Project big = memory::project({{"land_m2", 3e6}});
  for (std::size_t i = 0; i < book.rules.size(); ++i) {
    const Rule& rule = book.rules[i];
    INFO(rule.id);
    const Judge judge(book, *rule.effective.from, 1.0);
    const SiteFacts far = apart(judge, rule);
    const SiteInfo info = parcel();
    const std::size_t subject = judge.at_site(i, {&info, &far}).subject;
    const auto [hit, clear] = hit_and_clear(judge, rule, subject);
    const Finding found = judged(judge, i, hit, big, Applies::yes);
    CHECK(found.state == (rule.severity == Severity::inform ? State::noted : State::violated));
    CHECK(found.verdict == violated(rule.severity));
    if (rule.role.empty()) continue;  // rules without a layer are cleared by their `when` alone
    CHECK(judged(judge, i, clear, big, Applies::yes).state == State::pass);
    SiteFacts missing = clear;
    missing.subjects[subject] = SubjectFact{};
    const Finding unknown = judged(judge, i, missing, big, Applies::yes);
    CHECK(unknown.state == State::unknown);
    CHECK(unknown.cause == Cause::layer_missing);
    CHECK(unknown.verdict ==
          (rule.severity == Severity::inform ? Verdict::compliant : Verdict::insufficient_data));
    SiteFacts partly = clear;
    if (rule.relation == Relation::outside) partly = far;
    partly.subjects[subject].covered_share = 0.5;
    partly.subjects[subject].outside_known_m2 = 0.0;
    partly.subjects[subject].coverage_reach_m = -1.0;
    CHECK(judged(judge, i, partly, big, Applies::yes).state == State::unknown);
  }
}

TEST_CASE("Every shipped rule begins and ends on its days", "[rules][cases]") {
  const Rulebook book = shipped();
  const auto in_effect = [&](std::size_t rule, std::chrono::sys_days day) {
    const auto rules = Judge(book, Date(day), 1.0).rules();
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  };
  for (std::size_t i = 0; i < book.rules.size(); ++i) {
    INFO(book.rules[i].id);
    const std::chrono::sys_days from(*book.rules[i].effective.from);
    CHECK(in_effect(i, from));
    CHECK_FALSE(in_effect(i, from - std::chrono::days(1)));
    if (!book.rules[i].effective.to) continue;
    const std::chrono::sys_days to(*book.rules[i].effective.to);
    CHECK(in_effect(i, to));
    CHECK_FALSE(in_effect(i, to + std::chrono::days(1)));
  }
}

TEST_CASE("A rule of a region is silent in every other region", "[rules][cases]") {
  const Rulebook book = shipped();
  const Project big = memory::project({{"land_m2", 3e6}});
  for (std::size_t i = 0; i < book.rules.size(); ++i) {
    const Rule& rule = book.rules[i];
    if (rule.regions.empty()) continue;
    INFO(rule.id);
    const Judge judge(book, *rule.effective.from, 1.0);
    const SiteInfo info = parcel();
    const SiteFacts far = apart(judge, rule);
    SiteFacts hit = hit_and_clear(judge, rule, judge.at_site(i, {&info, &far}).subject).first;
    hit.region.codes = {rule.regions.front() == "1509" ? "150302" : "210100"};
    CHECK(judged(judge, i, hit, big, Applies::yes).state == State::pass);
  }
}

TEST_CASE("While a parameter is blank, what depends on it is insufficient data",
          "[rules][parameters]") {
  const auto books = kSource / "gisdata" / "rulebooks";
  const Rulebook blank =
      xuanzhi::rules::load_rulebooks({books / "national.toml", books / "wuhai.toml"},
                                     xuanzhi::workspace::RoleCatalogue::load(books / "roles.toml"));
  const Cases all = cases();
  const auto answer = [&](const Rulebook& book, const char* rule, const char* project) {
    Conditions conditions(book.terms);
    conditions.load(all.projects);
    return conditions.evaluate(book.find(rule)->when).at(all.position.at(project));
  };
  CHECK(answer(blank, "G2.OVER", "energy_hungry") == Applies::unknown);
  CHECK(answer(blank, "G2.OVER", "plain_machinery") == Applies::unknown);
  CHECK(answer(blank, "G2.OVER", "bdo_upgrade") == Applies::no);
  const Rulebook set = shipped();
  CHECK(answer(set, "G2.OVER", "energy_hungry") == Applies::yes);
  CHECK(answer(set, "G2.OVER", "plain_machinery") == Applies::no);
  CHECK(answer(set, "G1.GREEN", "plain_machinery") == Applies::yes);
  for (const auto& parameter : blank.parameters) CHECK_FALSE(parameter.value);
  const auto named = xuanzhi::rules::parameters_of(set, *set.find("G2.OVER"));
  REQUIRE(named.size() == 1);
  CHECK(named[0]->label().zh == "市能耗强度标杆值 = 1 tce/10k_cny（2023，试验）");
}

TEST_CASE("A parameter that no rulebook declares, or in another unit, is refused",
          "[rules][parameters]") {
  Rulebook book = shipped();
  const auto refused = [&](const char* id, const char* unit) {
    return memory::error_of([&] {
      xuanzhi::rules::set_parameters(book, {{id, 1.0, unit, 2023, {"试验", "test"}, "ws:3:4"}});
    });
  };
  CHECK(refused("benchmark", "tce").place() == "ws:3:4");
  CHECK(memory::holds(refused("benchmark", "tce").remedy().en, "energy_benchmark"));
  CHECK(memory::holds(refused("enclave_rd_share", "percent").message().en, "share"));
}

TEST_CASE("A list of codes is true below its codes and open above them", "[rules]") {
  const Rulebook book = shipped();
  Conditions conditions(book.terms);
  std::vector<Project> projects;
  for (const char* code : {"2614", "26140", "26", "261", "2615", "31", "3511", "C26"})
    projects.push_back(memory::project({{"industry_code", std::string(code)}}));
  projects.push_back(memory::project({}));
  conditions.load(projects);
  using enum Applies;
  CHECK(conditions.evaluate("two_high") ==
        std::vector<Applies>{yes, yes, unknown, unknown, no, unknown, no, unknown, unknown});
}

}  // namespace
