// SPDX-License-Identifier: Apache-2.0
// The shipped procedures over facts made by hand.
#include <algorithm>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/approvals/path.h"

namespace {

using memory::day;
using memory::project;
using memory::whole;
using xuanzhi::approvals::ApprovalPath;
using xuanzhi::approvals::load_procedures;
using xuanzhi::approvals::Mode;
using xuanzhi::approvals::Outcome;
using xuanzhi::approvals::PathFinder;
using xuanzhi::approvals::PathStep;
using xuanzhi::approvals::Procedures;
using xuanzhi::rules::Rulebook;
using xuanzhi::screening::SiteFacts;
using xuanzhi::screening::SubjectFact;
using xuanzhi::workspace::Manifest;
using xuanzhi::workspace::Project;
using xuanzhi::workspace::SiteInfo;

const std::filesystem::path kBooks =
    std::filesystem::path(XUANZHI_SOURCE_DIR) / "gisdata" / "rulebooks";

struct Ground {
  xuanzhi::workspace::RoleCatalogue roles =
      xuanzhi::workspace::RoleCatalogue::load(kBooks / "roles.toml");
  Rulebook book =
      xuanzhi::rules::load_rulebooks({kBooks / "national.toml", kBooks / "wuhai.toml"}, roles);
  Procedures procedures = load_procedures(kBooks / "approvals.toml", book, roles);
  Manifest manifest;
  SiteInfo site;
  SiteFacts facts;

  Ground() {
    manifest.as_of = day("2023-02-01");
    site.id = std::string("S");
    site.area_m2 = 50000.0;
    site.park = std::string("海勃湾产业园（千里山）");
    SubjectFact clear;
    clear.present = clear.in_force = true;
    clear.covered_share = 1.0;
    clear.outside_m2 = clear.outside_known_m2 = 50000.0;
    facts.subjects.assign(procedures.subjects().size(), clear);
    facts.region.codes = {"150302"};
    facts.region.complete = true;
  }

  SubjectFact& fact(const std::string& role) {
    const auto subjects = procedures.subjects();
    const auto found = std::find_if(subjects.begin(), subjects.end(),
                                    [&](const auto& subject) { return subject.role == role; });
    return facts.subjects.at(static_cast<std::size_t>(found - subjects.begin()));
  }

  void take(const std::string& role, double m2) {
    fact(role).overlap_m2 = m2;
    fact(role).layer_ids = {role};
  }

  void lie_in(const std::string& role) {
    take(role, 50000.0);
    fact(role).outside_m2 = fact(role).outside_known_m2 = 0.0;
  }

  void set_parameter(const char* id, double value) {
    const auto found = std::find_if(book.parameters.begin(), book.parameters.end(),
                                    [&](const auto& parameter) { return parameter.id == id; });
    xuanzhi::rules::set_parameters(book,
                                   {{id, value, found->unit, 2023, {"试验", "test"}, "here"}});
  }

  ApprovalPath path(const Project& one) const {
    return PathFinder(procedures, book, manifest).find(site, facts, {one}, manifest.as_of).front();
  }
};

const PathStep& step(const ApprovalPath& path, const std::string& id) {
  return *std::find_if(path.steps.begin(), path.steps.end(),
                       [&](const PathStep& one) { return one.step->id == id; });
}

bool granted(const PathStep& step, const std::string& id) {
  return std::any_of(step.granted.begin(), step.granted.end(),
                     [&](const auto* relief) { return relief->id == id; });
}

Project coded(const char* code, const char* industry = "示意") {
  return project({{"name", std::string("示意项目")},
                  {"industry", std::string(industry)},
                  {"industry_code", std::string(code)},
                  {"nature", std::string("new")},
                  {"funding", std::string("enterprise")},
                  {"hazchem", whole(0)},
                  {"key_project", whole(0)}});
}

TEST_CASE(
    "A farm base is exempt outside sensitive areas, has a report table in them, and is open "
    "where a layer does not tell",
    "[approvals][eia]") {
  Ground ground;
  CHECK(step(ground.path(coded("0151")), "eia").outcome == Outcome::exempt);
  ground.take("ecological_redline", 10.0);
  const ApprovalPath touched = ground.path(coded("0151"));
  CHECK(step(touched, "eia").variant->id == "E10.SENSITIVE");
  CHECK(step(touched, "eia").layers == std::vector<std::string>{"ecological_redline"});
  ground.take("ecological_redline", 0.0);
  ground.fact("soil_erosion_key_zone").covered_share = 0.7;
  const ApprovalPath open = ground.path(coded("0151"));
  CHECK(step(open, "eia").outcome == Outcome::unknown);
  CHECK_FALSE(step(open, "eia").missing.empty());
  // One layer that hits settles it, whatever the others do not tell.
  ground.take("nature_reserve", 5.0);
  CHECK(step(ground.path(coded("0151")), "eia").variant->id == "E10.SENSITIVE");
  ground.fact("nature_reserve") = SubjectFact{};
  CHECK(step(ground.path(coded("0151")), "eia").outcome == Outcome::unknown);
}

TEST_CASE("The plan's rows of the EIA go before the catalogue", "[approvals][eia]") {
  const Ground ground;
  const ApprovalPath air = ground.path(coded("7722", "扬尘治理"));
  CHECK(step(air, "eia").outcome == Outcome::exempt);
  CHECK(step(air, "eia_registration").outcome == Outcome::required);
  CHECK(step(air, "eia_registration").step->deadline.zh == "建成并投入生产运营前");
  CHECK(step(ground.path(coded("7712", "矿山生态修复")), "eia").variant->id == "E9");
  CHECK(step(ground.path(coded("7010")), "eia").outcome == Outcome::exempt);
  CHECK(step(ground.path(coded("2614")), "eia").variant->id == "book.two_high");
  CHECK(step(ground.path(coded("2614")), "eia").level == "region");
  CHECK(step(ground.path(coded("3511")), "eia").variant->id == "table");
  CHECK(step(ground.path(coded("9999")), "eia").outcome == Outcome::unknown);
  CHECK(step(ground.path(coded("")), "eia").outcome == Outcome::unknown);
}

TEST_CASE("The list's own EIA class decides where the catalogue does not, and never lowers it",
          "[approvals][eia]") {
  const Ground ground;
  const auto stated = [&](const char* code, const char* eia_class) {
    Project one = coded(code);
    one.values[*xuanzhi::workspace::project_field("eia_class")] = std::string(eia_class);
    return ground.path(one);
  };
  const char* const by_size = "3841";
  CHECK(step(ground.path(coded(by_size)), "eia").outcome == Outcome::unknown);
  CHECK(step(stated(by_size, "book"), "eia").variant->id == "stated.book");
  CHECK(step(stated(by_size, "table"), "eia").variant->id == "stated.table");
  CHECK(step(stated("9030", "none"), "eia").outcome == Outcome::exempt);
  CHECK(step(stated("9030", "none"), "eia").variant->evidence.label() == "unverified 0.7");
  CHECK(step(stated(by_size, "none"), "eia").outcome == Outcome::unknown);
  const ApprovalPath form = stated(by_size, "form");
  CHECK(step(form, "eia").outcome == Outcome::exempt);
  CHECK(step(form, "eia_registration").outcome == Outcome::required);
  CHECK(step(stated("3511", "book"), "eia").variant->id == "stated.book");
  CHECK(step(stated("2614", "table"), "eia").variant->id == "book.two_high");
  CHECK(step(stated("2614", "form"), "eia_registration").outcome == Outcome::not_applicable);
  CHECK(step(stated("3511", "form"), "eia").variant->id == "table");
}

TEST_CASE("In a park of Haibowan the commitment system waits for the city's reading of the plan",
          "[approvals][parameters]") {
  Ground ground;
  ground.lie_in("park");
  const Project workshop = coded("3511");
  const auto review = [&] { return step(ground.path(workshop), "design_review"); };
  CHECK(review().outcome != Outcome::exempt);
  CHECK_FALSE(review().open.empty());
  ground.set_parameter("l3_all_haibowan_parks", 0.0);
  CHECK(review().outcome == Outcome::required);
  CHECK(review().open.empty());
  ground.set_parameter("l3_all_haibowan_parks", 1.0);
  CHECK(granted(review(), "L3"));
}

TEST_CASE("The construction permit comes in two days only with the three reviews in hand",
          "[approvals]") {
  const Ground ground;
  Project workshop = coded("3511");
  const auto permit = [&](const char* held) {
    workshop.values[*xuanzhi::workspace::project_field("documents_held")] = std::string(held);
    return step(ground.path(workshop), "construction_permit");
  };
  CHECK_FALSE(granted(step(ground.path(workshop), "construction_permit"), "B3"));
  CHECK(granted(permit("立项；施工图审查合格书"), "B3.OPEN"));
  CHECK(permit("立项；施工图审查合格书").expected_days.count == 7);
  CHECK(granted(permit("施工图审查合格书；人防审查；消防设计审查"), "B3"));
  CHECK(permit("施工图审查合格书；人防审查；消防设计审查").expected_days.count == 2);
}

TEST_CASE("Measures of the plan hold in Wuhai from its day on, and nowhere else",
          "[approvals][region]") {
  Ground ground;
  const Project workshop = coded("3511");
  CHECK(step(ground.path(workshop), "design_review").outcome == Outcome::exempt);
  CHECK(granted(step(ground.path(workshop), "design_review"), "L3"));
  ground.manifest.as_of = day("2023-01-29");
  CHECK(step(ground.path(workshop), "design_review").outcome == Outcome::required);
  ground.manifest.as_of = day("2023-02-01");
  ground.facts.region.codes = {"150902"};
  const ApprovalPath jining = ground.path(workshop);
  for (const PathStep& one : jining.steps) {
    INFO(one.step->id);
    CHECK(one.granted.empty());
    CHECK(one.open.empty());
  }
  CHECK(step(jining, "stability").variant->id == "T3");
}

TEST_CASE(
    "The Low-Carbon park settles its sites itself; hazardous chemicals are no general industry",
    "[approvals]") {
  Ground ground;
  CHECK_FALSE(granted(step(ground.path(coded("3511")), "siting_decision"), "L4"));
  ground.site.park = std::string("乌海高新技术产业开发区低碳产业园");
  CHECK(granted(step(ground.path(coded("3511")), "siting_decision"), "L4"));
  CHECK(step(ground.path(coded("3511")), "siting_decision").level == "park");
  Project bdo = coded("2614");
  bdo.values[*xuanzhi::workspace::project_field("hazchem")] = whole(1);
  CHECK(step(ground.path(bdo), "design_review").outcome == Outcome::required);
  CHECK(step(ground.path(bdo), "safety").outcome == Outcome::required);
}

TEST_CASE("Forest and grassland go to the level that their area asks for", "[approvals][levels]") {
  Ground ground;
  const auto level = [&](const char* id) { return step(ground.path(coded("3511")), id).level; };
  CHECK(step(ground.path(coded("3511")), "forest").outcome == Outcome::not_applicable);
  const auto subjects = ground.procedures.subjects();
  const auto set = [&](const char* role, const char* class_id, double m2) {
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      const auto& classes = subjects[i].classes;
      const bool all = subjects[i].role == role && classes.empty();
      const bool one = subjects[i].role == role &&
                       std::find(classes.begin(), classes.end(), class_id) != classes.end();
      if (all || one) ground.facts.subjects[i].overlap_m2 = m2;
    }
  };
  set("forest", "protection", 99999.0);
  CHECK(level("forest") == "region");
  set("forest", "protection", 100000.0);
  CHECK(level("forest") == "national");
  set("grassland", "", 700000.0);
  CHECK(level("grassland") == "region");
  set("grassland", "", 700001.0);
  CHECK(level("grassland") == "national");
}

TEST_CASE("The level of the energy review follows the law of the day", "[approvals][currency]") {
  Ground ground;
  Project user = coded("3511");
  const auto with = [&](double tce, double kwh) {
    user.values[*xuanzhi::workspace::project_field("energy_tce")] = tce;
    user.values[*xuanzhi::workspace::project_field("electricity_kwh")] = kwh;
    return step(ground.path(user), "energy");
  };
  CHECK(with(999.0, 4999999.0).outcome == Outcome::exempt);
  CHECK(with(999.0, 5000000.0).outcome == Outcome::required);
  CHECK(with(1000.0, 100.0).outcome == Outcome::required);
  CHECK(with(6000.0, 100.0).level == "region");
  ground.manifest.as_of = day("2024-02-01");
  CHECK(with(6000.0, 100.0).level == "city");
  CHECK(with(10000.0, 100.0).level == "region");
  ground.manifest.as_of = day("2026-11-23");
  CHECK(with(10000.0, 100.0).outcome == Outcome::unknown);  // the limit of Decree 31 is not known
  CHECK(with(500000.0, 100.0).level == "national");
  CHECK(step(ground.path(coded("3511")), "energy").outcome == Outcome::unknown);
  CHECK(step(ground.path(coded("4416")), "energy").outcome == Outcome::exempt);
}

TEST_CASE("What may come later leaves the file and keeps its due event", "[approvals]") {
  Ground ground;
  ground.lie_in("urban_development_boundary");
  const PathStep batch = step(ground.path(coded("3511")), "conversion");
  CHECK(batch.variant->id == "batch");
  CHECK(batch.mode == Mode::deferred);
  CHECK(batch.deferred == std::vector<std::string>{"社保审核", "使用林草地批复", "违法用地查处"});
  CHECK(batch.due.zh == "自治区人民政府审批用地前补齐");
  CHECK(batch.documents == std::vector<std::string>{"用地组卷"});
  ground.take("permanent_basic_farmland", 20.0);
  CHECK(step(ground.path(coded("3511")), "conversion").level == "national");
}

TEST_CASE("Documents are replaced only for the projects that the plan names", "[approvals]") {
  const Ground ground;
  Project city = project({{"name", std::string("n")},
                          {"funding", std::string("government")},
                          {"level", std::string("市本级")},
                          {"in_annual_plan", whole(1)},
                          {"industry_code", std::string("7712")}});
  const PathStep replaced = step(ground.path(city), "establishment");
  CHECK(granted(replaced, "P3"));
  CHECK(granted(replaced, "P4"));
  const auto has = [](const PathStep& one, const char* document) {
    return std::count(one.documents.begin(), one.documents.end(), document) == 1;
  };
  CHECK(has(replaced, "印发的年度项目计划"));
  CHECK_FALSE(has(replaced, "政府会议纪要"));
  city.values[*xuanzhi::workspace::project_field("level")] = std::string("区级");
  CHECK(has(step(ground.path(city), "establishment"), "政府会议纪要"));
  city.values[*xuanzhi::workspace::project_field("level")] = std::monostate{};
  const PathStep blank = step(ground.path(city), "establishment");
  CHECK_FALSE(granted(blank, "P3"));
  CHECK(blank.open.size() == 2);
}

}  // namespace
