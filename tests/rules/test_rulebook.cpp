// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/rulebook.h"

#include <set>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/rules/condition.h"
#include "xuanzhi/rules/judge.h"

namespace {

using memory::day;
using memory::error_of;
using memory::holds;
using memory::marked;
using memory::project;
using memory::rule;
using memory::rulebook;
using memory::whole;
using xuanzhi::ErrorCode;
using xuanzhi::rules::Applies;
using xuanzhi::rules::Conditions;
using xuanzhi::rules::Judge;
using xuanzhi::rules::Rule;
using xuanzhi::rules::Rulebook;
using xuanzhi::rules::Term;
using xuanzhi::workspace::Project;

Rulebook load(const std::vector<std::string>& books) {
  memory::Workspace ground;
  std::vector<std::filesystem::path> files;
  for (const std::string& text : books) {
    const std::string name = "book" + std::to_string(files.size() + 1) + ".toml";
    ground.write(name, text);
    files.push_back(ground / name);
  }
  return xuanzhi::rules::load_rulebooks(
      files, xuanzhi::workspace::RoleCatalogue::load(ground / "roles.toml"));
}

// ------------------------------------------------------------------ reading

struct BookFault {
  const char* what;
  std::string entries;  ///< `@` marks the place that the error must name
  std::vector<const char*> words;
};

const std::string kOverlap = "role = \"redline\"\nrelation = \"overlap\"\nunit = \"m2\"\n";

std::string term(const std::string& id, const std::string& when) {
  return "[[term]]\nid = \"" + id + "\"\ntitle_zh = \"词\"\nevidence = \"V\"\nwhen = " + when +
         "\n";
}

TEST_CASE("A fault of a rulebook is reported with file, line, column and what is allowed",
          "[rules]") {
  const std::vector<BookFault> faults{
      {"a role that does not exist",
       rule("relation = \"overlap\"\nunit = \"m2\"\nrole = @\"red_line\""),
       {"red_line", "redline"}},
      {"a class that the role does not have",
       rule("relation = \"overlap\"\nunit = \"m2\"\nrole = \"reserve\"\nclasses = @[\"middle\"]"),
       {"middle", "core, outer"}},
      {"a relation that does not exist",
       rule("relation = @\"touches\""),
       {"touches", "overlap_share"}},
      {"a unit that is not the relation's",
       rule("role = \"redline\"\nrelation = \"overlap\"\nunit = @\"ha\""),
       {"m2"}},
      {"a share measured in square metres",
       rule("role = \"redline\"\nrelation = \"overlap_share\"\nunit = @\"m2\""),
       {"share"}},
      {"a severity that does not exist", rule("severity = @\"forbid\""), {"forbid", "prohibit"}},
      {"an evidence tag that does not exist",
       rule("evidence = @\"hearsay\""),
       {"hearsay", "unverified"}},
      {"unverified without a confidence", rule("evidence = @\"unverified\""), {"confidence"}},
      {"a confidence above one", rule("evidence = \"unverified\"\nconfidence = @1.5"), {"0 to 1"}},
      {"a negative threshold", rule(kOverlap + "threshold = @-1.0"), {"negative"}},
      {"an end before the beginning",
       rule("effective_from = 2020-01-02\neffective_to = @2020-01-01"),
       {"before it begins"}},
      {"a date in quotes", rule("effective_from = @\"2020-01-02\""), {"date"}},
      {"a role where none is asked", rule("role = @\"redline\""), {"no role"}},
      {"a key that nobody knows", rule("wenn = @\"hazchem\""), {"wenn", "when"}},
      {"an id that stands twice", rule("") + rule("id = @\"R\""), {"twice"}},
      {"a column in `when` that does not exist", rule("when = @\"land_ha > 5\""), {"land_ha"}},
      {"a `when` that is no expression", rule("when = @\"land_m2 >\""), {"land_m2"}},
      {"a sub-select in `when`",
       rule("when = @\"land_m2 > (SELECT max(land_m2) FROM project)\""),
       {"not valid"}},
      {"another table in `when`",
       rule("when = @\"EXISTS (SELECT 1 FROM sqlite_master)\""),
       {"not valid"}},
      {"a function that reaches outside", rule("when = @\"readfile('x')\""), {"not valid"}},
      {"an aggregate over the projects", rule("when = @\"land_m2 >= max(land_m2)\""), {"max"}},
      {"an aggregate in a term", term("many", "@\"count(*) > 5\""), {"count"}},
      {"a sub-select in a term", term("many", "@\"land_m2 IN (SELECT 1)\""), {"not valid"}},
      {"chance", rule("when = @\"random() > 0\""), {"not valid"}},
      {"a comment that swallows the bracket", rule("when = @\"1) --\""), {"not valid"}},
      {"two statements", rule("when = @\"1); DROP TABLE project_row; --\""), {"not valid"}},
      {"nothing but white space", rule("when = @\"  \""), {"not valid"}},
      {"a column that does not exist in a term", term("big", "@\"land_ha > 5\""), {"land_ha"}},
      {"a term that asks for itself", term("big", "@\"big\""), {"big"}},
      {"a fallback for a role that does not exist",
       "[[boundary_fallback]]\nid = \"F\"\ntitle_zh = \"t\"\nevidence = \"V\"\n"
       "effective_from = 2020-01-01\nbasis = { law_zh = \"l\" }\nstatuses = [\"pending\"]\n"
       "roles = @[\"zones\"]\n",
       {"zones"}},
      {"a fallback with an unknown status",
       "[[boundary_fallback]]\nid = \"F\"\ntitle_zh = \"t\"\nevidence = \"V\"\n"
       "effective_from = 2020-01-01\nbasis = { law_zh = \"l\" }\nroles = [\"zone\"]\n"
       "statuses = @[\"draft\"]\n",
       {"draft", "approved, pending, expired"}}};
  for (const BookFault& fault : faults) {
    const memory::Marked text = marked(rulebook(fault.entries));
    INFO(fault.what);
    const xuanzhi::Error error = error_of([&] { load({text.text}); });
    INFO(error.what() << " | " << error.remedy().en);
    CHECK(error.code() == ErrorCode::rulebook_invalid);
    CHECK(holds(error.place(), "book1.toml:" + text.at + ":"));
    for (const char* word : fault.words)
      CHECK(holds(error.place() + error.message().en + error.remedy().en, word));
    CHECK_FALSE(error.message().zh.empty());
  }
}

TEST_CASE("A rule that lacks a required key is refused by the key's name", "[rules]") {
  for (const std::string key : {"id", "title_zh", "relation", "threshold", "unit", "severity",
                                "effective_from", "evidence", "basis", "remedy_zh"}) {
    const std::string whole = rulebook(rule(""));
    const std::size_t start = whole.find("\n" + key + " ", whole.find("[[rule]]")) + 1;
    std::string text = whole;
    text.erase(start, text.find('\n', start) + 1 - start);
    const xuanzhi::Error error = error_of([&] { load({text}); });
    INFO(key << " | " << error.what());
    CHECK(error.code() == ErrorCode::rulebook_invalid);
    CHECK(holds(error.message().en, key));
    CHECK(holds(error.place(), "book1.toml:5:"));
  }
}

TEST_CASE("A day that is in no calendar is refused where it stands", "[rules]") {
  const xuanzhi::Error error =
      error_of([&] { load({rulebook(rule("effective_from = 2023-02-29"))}); });
  CHECK(error.code() == ErrorCode::rulebook_invalid);
  CHECK(holds(error.place(), "book1.toml:6:"));
}

TEST_CASE("Ids of rules and terms stand once over all rulebooks", "[rules]") {
  CHECK(holds(error_of([&] {
                load({rulebook(rule("")), rulebook(rule(""))});
              }).place(),
              "book2.toml"));
  const std::string one = rulebook(term("big", "\"land_m2 > 5\""));
  CHECK(holds(error_of([&] { load({one, one}); }).place(), "book2.toml"));
  // A term cannot take the name of a column, nor a name that is no name.
  CHECK(error_of([&] { load({rulebook(term("land_m2", "\"1\""))}); }).code() ==
        ErrorCode::rulebook_invalid);
  CHECK(error_of([&] { load({rulebook(term("a b", "\"1\""))}); }).code() ==
        ErrorCode::rulebook_invalid);
}

TEST_CASE("Rulebooks are taken together in their order, and share terms", "[rules]") {
  const Rulebook book = load({rulebook(term("big", "\"land_m2 > 5\"") + rule("")),
                              rulebook(rule("id = \"S\"\nwhen = \"big\""))});
  CHECK(book.id == "t+t");
  CHECK(book.version == "1+1");
  REQUIRE(book.rules.size() == 2);
  CHECK(book.rules[0].id == "R");
  CHECK(book.rules[1].id == "S");
  CHECK(book.find("S") == &book.rules[1]);
  CHECK(book.find("T") == nullptr);
}

TEST_CASE("A citation names law, number or year, and article", "[rules]") {
  struct Case {
    const char* basis;
    const char* zh;
    const char* en;
  };
  for (const Case& c : std::vector<Case>{
           {"{ law_zh = \"法\", law_en = \"Law\", article = \"35\", year = 2019 }",
            "《法》（2019）第35条", "Law (2019), Art. 35"},
           {"{ law_zh = \"法\", law_en = \"Law\", number = \"某发〔2022〕1号\", year = 2022 }",
            "《法》（某发〔2022〕1号）", "Law (某发〔2022〕1号)"},
           {"{ law_zh = \"法\", article = \"四（一）\" }", "《法》四（一）",
            "法, Art. 四（一）"}}) {
    const Rulebook book = load({rulebook(rule("basis = " + std::string(c.basis)))});
    CHECK(book.rules[0].basis.citation().zh == c.zh);
    CHECK(book.rules[0].basis.citation().en == c.en);
  }
}

// ------------------------------------------------------------------ conditions

TEST_CASE("An expression over a blank column is neither true nor false", "[rules]") {
  const std::vector<Term> terms{{"chemical", {}, "industry_code GLOB '26*'", {}, ""},
                                {"big", {}, "land_m2 > 5000", {}, ""}};
  Conditions conditions(terms);
  const std::vector<Project> projects{
      project({{"industry_code", std::string("2611")}, {"land_m2", 6000.0}, {"hazchem", whole(1)}}),
      project({{"industry_code", std::string("3434")}, {"land_m2", 5000.0}, {"hazchem", whole(0)}}),
      project({})};
  conditions.load(projects);
  using Answers = std::vector<Applies>;
  struct Case {
    const char* when;
    Answers answers;
  };
  constexpr Applies kYes = Applies::yes, kNo = Applies::no, kUnknown = Applies::unknown;
  for (const Case& c :
       std::vector<Case>{{"", {kYes, kYes, kYes}},
                         {"hazchem", {kYes, kNo, kUnknown}},
                         {"NOT hazchem", {kNo, kYes, kUnknown}},
                         {"chemical", {kYes, kNo, kUnknown}},
                         {"chemical AND big", {kYes, kNo, kUnknown}},
                         {"big", {kYes, kNo, kUnknown}},
                         {"land_m2 >= 5000", {kYes, kYes, kUnknown}},
                         {"hazchem AND 0", {kNo, kNo, kNo}},
                         {"hazchem OR 1", {kYes, kYes, kYes}},
                         {"land_m2 IS NULL", {kNo, kNo, kYes}},
                         {"coalesce(hazchem, 0)", {kYes, kNo, kNo}},
                         {"CASE WHEN land_m2 > 5500 THEN 1 END", {kYes, kUnknown, kUnknown}}}) {
    INFO(c.when);
    CHECK(conditions.evaluate(c.when) == c.answers);
  }
}

TEST_CASE("Loading projects replaces the earlier ones", "[rules]") {
  Conditions conditions(std::vector<Term>{});
  conditions.load({project({{"hazchem", whole(1)}}), project({{"hazchem", whole(1)}})});
  CHECK(conditions.evaluate("hazchem").size() == 2);
  conditions.load({project({{"hazchem", whole(0)}})});
  CHECK(conditions.evaluate("hazchem") == std::vector<Applies>{Applies::no});
  CHECK(conditions.evaluate("") == std::vector<Applies>{Applies::yes});
}

TEST_CASE("A refused expression does not lock the next one out", "[rules]") {
  Conditions conditions(std::vector<Term>{});
  CHECK_THROWS_AS(conditions.check("(SELECT 1 FROM sqlite_master)", "x"), xuanzhi::Error);
  conditions.load({project({})});
  CHECK_NOTHROW(conditions.check("land_m2 > 1", "x"));
  CHECK_THROWS_AS(conditions.check("1; DELETE FROM project_row", "x"), xuanzhi::Error);
  CHECK_THROWS_AS(conditions.check("1) FROM project; DROP TABLE project_row; --", "x"),
                  xuanzhi::Error);
  conditions.load({project({{"land_m2", 2.0}})});
  CHECK(conditions.evaluate("land_m2 > 1") == std::vector<Applies>{Applies::yes});
}

// ------------------------------------------------------------------ boundary fallback

TEST_CASE("A fallback adds statuses for its roles, in its regions, while it is in effect",
          "[rules]") {
  const Rulebook book = load({rulebook(
      "[[boundary_fallback]]\nid = \"F\"\ntitle_zh = \"t\"\nevidence = \"plan\"\n"
      "effective_from = 2023-01-30\neffective_to = 2024-12-31\nbasis = { law_zh = \"l\" }\n"
      "roles = [\"zone\"]\nstatuses = [\"approved\", \"pending\"]\nregions = [\"1503\"]\n")});
  const auto usable = [&](const char* role, const char* region, const char* date) {
    return xuanzhi::joined(xuanzhi::rules::usable_statuses(book, role, region, day(date)));
  };
  CHECK(usable("zone", "150300", "2023-01-30") == "approved, pending");
  CHECK(usable("zone", "150300", "2024-12-31") == "approved, pending");
  CHECK(usable("zone", "150300", "2023-01-29") == "approved");
  CHECK(usable("zone", "150300", "2025-01-01") == "approved");
  CHECK(usable("zone", "150902", "2023-06-01") == "approved");
  CHECK(usable("zone", "", "2023-06-01") == "approved");
  CHECK(usable("redline", "150300", "2023-06-01") == "approved");
}

// ------------------------------------------------------------------ the shipped rulebooks

const std::string kShipped = std::string(XUANZHI_SOURCE_DIR) + "/gisdata/rulebooks/";

Rulebook shipped() {
  return xuanzhi::rules::load_rulebooks(
      {kShipped + "national.toml", kShipped + "wuhai.toml"},
      xuanzhi::workspace::RoleCatalogue::load(kShipped + "roles.toml"));
}

TEST_CASE("Every shipped rule speaks both languages and has basis, remedy and evidence",
          "[rules][shipped]") {
  const Rulebook book = shipped();
  REQUIRE(book.rules.size() > 100);
  std::set<std::string> ids;
  for (const Rule& rule : book.rules) {
    INFO(rule.id << " at " << rule.place);
    CHECK(ids.insert(rule.id).second);
    for (const xuanzhi::Text& text : {rule.title, rule.remedy, rule.basis.law}) {
      CHECK_FALSE(text.zh.empty());
      CHECK_FALSE(text.en.empty());
      CHECK(text.zh != text.en);
    }
    CHECK(rule.note.zh.empty() == rule.note.en.empty());
    CHECK((rule.evidence.tag == "unverified") == rule.evidence.confidence.has_value());
    CHECK(rule.effective.from);
  }
  for (const Term& term : book.terms) {
    INFO(term.id);
    CHECK_FALSE(term.title.zh.empty());
    CHECK_FALSE(term.title.en.empty());
  }
}

std::set<std::string> in_effect(const Rulebook& book, const char* date) {
  std::set<std::string> out;
  const Judge judge(book, day(date), 1.0);
  for (const std::size_t rule : judge.rules()) out.insert(book.rules[rule].id);
  return out;
}

TEST_CASE("The reserve rules of 2017 give way to those of 2026 on 15 March 2026",
          "[rules][shipped]") {
  const Rulebook book = shipped();
  struct Case {
    const char* date;
    bool old_rules;
    bool new_rules;
  };
  for (const Case& c : std::vector<Case>{{"2017-10-06", false, false},
                                         {"2017-10-07", true, false},
                                         {"2026-03-14", true, false},
                                         {"2026-03-15", false, true},
                                         {"2026-11-23", false, true}}) {
    const std::set<std::string> ids = in_effect(book, c.date);
    INFO(c.date);
    for (const char* id : {"N10.CORE", "N10.GENERAL", "N10.GENERAL_OTHER"}) {
      CHECK(ids.contains(std::string(id) + ".2017") == c.old_rules);
      CHECK(ids.contains(std::string(id) + ".2026") == c.new_rules);
    }
  }
}

TEST_CASE("The shipped fallback lets Wuhai, and only Wuhai, use the reported boundary",
          "[rules][shipped]") {
  const Rulebook book = shipped();
  const auto usable = [&](const char* region, const char* date) {
    return xuanzhi::joined(
        xuanzhi::rules::usable_statuses(book, "urban_development_boundary", region, day(date)));
  };
  CHECK(usable("150300", "2023-01-29") == "approved");
  CHECK(usable("150300", "2023-01-30") == "approved, pending");
  CHECK(usable("150902", "2023-01-30") == "approved");
}

TEST_CASE("Every shipped rule answers for every industry code of the demo's list",
          "[rules][shipped]") {
  // A code of two digits, of four, with a letter, none: no expression may fail on any of them.
  const Rulebook book = shipped();
  Conditions conditions(book.terms);
  std::vector<Project> projects;
  for (const char* code : {"26", "2651", "C2651", "3434", "0141", ""}) {
    projects.push_back(project({{"industry_code", std::string(code)}}));
  }
  projects.push_back(project({}));
  conditions.load(projects);
  for (const Rule& rule : book.rules) {
    INFO(rule.id << ": " << rule.when);
    CHECK(conditions.evaluate(rule.when).size() == projects.size());
  }
  const auto chemical = conditions.evaluate("chemical");
  CHECK(chemical[0] == Applies::yes);
  CHECK(chemical[1] == Applies::yes);
  CHECK(chemical[3] == Applies::no);
  CHECK(chemical[6] == Applies::unknown);
}

}  // namespace
