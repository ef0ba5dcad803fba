// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/assessment/assessor.h"

#include <algorithm>
#include <map>

#include "support/catch.h"
#include "support/memory_workspace.h"

namespace {

using memory::box;
using memory::day;
using memory::kEverywhere;
using memory::rule;
using xuanzhi::assessment::Assessment;
using xuanzhi::assessment::Assessor;
using xuanzhi::assessment::Evaluation;
using xuanzhi::assessment::PairAssessment;
using xuanzhi::assessment::PairFinding;
using xuanzhi::rules::Cause;
using xuanzhi::rules::Finding;
using xuanzhi::rules::Relation;
using xuanzhi::rules::Rulebook;
using xuanzhi::rules::Severity;
using xuanzhi::rules::State;
using xuanzhi::rules::Verdict;
using xuanzhi::screening::SiteFacts;
using xuanzhi::workspace::Layer;
using xuanzhi::workspace::Workspace;

// ------------------------------------------------------------------ a workspace of one site

const std::string kSite = box(106.80, 39.66, 106.81, 39.67);
const std::string kFar = box(106.90, 39.60, 106.95, 39.70);
const std::string kOver = box(106.80, 39.60, 106.95, 39.70);
const char* const kColumns =
    "project_id = \"id\"\nhazchem = \"hazchem\"\nland_m2 = { header = \"land\", unit = \"m2\" }\n";

std::string overlap(const std::string& id, const char* role, const char* severity,
                    const std::string& more = "") {
  return rule("id = \"" + id + "\"\nrole = \"" + role +
              "\"\nrelation = \"overlap\"\nunit = \"m2\"\nseverity = \"" + severity + "\"\n" +
              more);
}

// Layers: `redline` over the site, `reserve` far, `well` absent; `road` is known nowhere.
void furnish(memory::Workspace& ground) {
  ground.add_layer({"red", "redline", {{kOver, "r"}}, kEverywhere});
  ground.add_layer({"far", "reserve", {{kFar, "f", "core"}}, kEverywhere});
  ground.add_layer({"blind", "zone", {{kFar, "z"}}});
  ground.add_sites({{kSite, "s"}});
  ground.add_projects("id,hazchem,land\nP1,1,100\nP2,0,100\nP3,,100\n", kColumns);
}

struct Verdicts {
  std::vector<Verdict> verdicts;  // of P1, P2, P3
  std::vector<std::string> deciding;
};

Verdicts verdicts(const std::string& rules) {
  memory::Workspace ground;
  furnish(ground);
  ground.add_rulebook(rules);
  const Workspace workspace = ground.open();
  const Rulebook book = ground.open_rulebook();
  const Evaluation all = Assessor(workspace, book).evaluate(nullptr);
  Verdicts out;
  for (const Assessment& one : all.assessments) {
    out.verdicts.push_back(one.verdict);
    out.deciding.push_back(
        one.deciding_rule == Assessment::kNone ? "" : book.rules[one.deciding_rule].id);
  }
  return out;
}

TEST_CASE("The worst finding decides, and of several the first of the rulebook", "[assessment]") {
  constexpr auto kGood = Verdict::compliant;
  constexpr auto kIf = Verdict::conditional;
  constexpr auto kUnknown = Verdict::insufficient_data;
  constexpr auto kBad = Verdict::non_compliant;
  const std::string fine = overlap("fine", "reserve", "prohibit");
  const std::string duty = overlap("duty", "redline", "condition");
  const std::string blind = overlap("blind", "zone", "condition");
  const std::string ban = overlap("ban", "redline", "prohibit");
  const std::string note = overlap("note", "redline", "inform");
  const std::string blind_note = overlap("blind_note", "zone", "inform");
  const std::string hazard = overlap("hazard", "redline", "prohibit", "when = \"hazchem\"");
  struct Case {
    std::string rules;
    std::vector<Verdict> verdicts;
    std::vector<std::string> deciding;
  };
  const std::vector<Case> cases{
      {"", {kGood, kGood, kGood}, {"", "", ""}},
      {fine, {kGood, kGood, kGood}, {"", "", ""}},
      {fine + note + blind_note, {kGood, kGood, kGood}, {"", "", ""}},
      {fine + duty, {kIf, kIf, kIf}, {"duty", "duty", "duty"}},
      {duty + blind, {kUnknown, kUnknown, kUnknown}, {"blind", "blind", "blind"}},
      {duty + blind + ban, {kBad, kBad, kBad}, {"ban", "ban", "ban"}},
      {ban + blind + duty, {kBad, kBad, kBad}, {"ban", "ban", "ban"}},
      {overlap("first", "redline", "prohibit") + ban,
       {kBad, kBad, kBad},
       {"first", "first", "first"}},
      // It concerns the first, not the second, and nobody knows about the third.
      {duty + hazard, {kBad, kIf, kUnknown}, {"hazard", "duty", "hazard"}}};
  for (const Case& c : cases) {
    const Verdicts found = verdicts(c.rules);
    INFO(c.rules);
    CHECK(found.verdicts == c.verdicts);
    CHECK(found.deciding == c.deciding);
  }
}

TEST_CASE("A site without a project is judged by the rules about the site, the others depend",
          "[assessment]") {
  memory::Workspace ground;
  furnish(ground);
  ground.add_rulebook(overlap("fine", "reserve", "prohibit") +
                      overlap("duty", "redline", "condition") +
                      overlap("hazard", "redline", "prohibit", "when = \"hazchem\"") +
                      overlap("harmless", "reserve", "prohibit", "when = \"hazchem\"") +
                      rule("id = \"attribute\"\nwhen = \"hazchem\"") +
                      rule("id = \"land\"\nrelation = \"land_shortfall\"\nunit = \"m2\""));
  const Workspace workspace = ground.open();
  const Rulebook book = ground.open_rulebook();
  const Assessor assessor(workspace, book);
  const SiteFacts facts = assessor.screen().measure(workspace.sites[0]);
  const PairAssessment site = assessor.assess_site(workspace.sites[0].info, facts);
  CHECK(site.summary.verdict == Verdict::conditional);
  REQUIRE(site.findings.size() == 2);
  CHECK(book.rules[site.findings[0].rule].id == "fine");
  CHECK(book.rules[site.findings[1].rule].id == "duty");
  REQUIRE(site.depending.size() == 1);
  CHECK(book.rules[site.depending[0].rule].id == "hazard");
}

TEST_CASE("Of a boundary's versions the assessment uses the one that the rulebook allows",
          "[assessment]") {
  memory::Workspace ground;
  const char* const version = "version = { series = \"s\", region = \"1503\", status = \"";
  ground.add_layer({"region", "province", {{kEverywhere, "p", "", "", "150302"}}, kEverywhere});
  ground.add_layer({"plan",
                    "zone",
                    {{kOver, "1"}},
                    kEverywhere,
                    std::string(version) + "approved\", valid_from = 2024-07-01 }\n"});
  ground.add_layer({"draft",
                    "zone",
                    {{kFar, "1"}},
                    kEverywhere,
                    std::string(version) + "pending\", valid_from = 2022-08-01 }\n"});
  ground.add_sites({{kSite, "s"}});
  ground.add_projects("id,hazchem,land\nP1,1,100\n", kColumns);
  ground.add_rulebook(
      rule("role = \"zone\"\nrelation = \"outside\"\nunit = \"m2\"") +
      "[[boundary_fallback]]\nid = \"F\"\ntitle_zh = \"t\"\nevidence = \"plan\"\n"
      "effective_from = 2023-01-30\nbasis = { law_zh = \"l\" }\nroles = [\"zone\"]\n"
      "statuses = [\"approved\", \"pending\"]\nregions = [\"1503\"]\n");
  const Rulebook book = [&] {
    ground.write_manifest();
    return ground.open_rulebook();
  }();
  struct Case {
    const char* date;
    const char* layer;
    Verdict verdict;
  };
  for (const Case& c : std::vector<Case>{{"2022-10-01", "", Verdict::insufficient_data},
                                         {"2023-02-01", "draft", Verdict::non_compliant},
                                         {"2025-02-01", "plan", Verdict::compliant}}) {
    Workspace workspace = ground.open(day(c.date));
    const auto choices = xuanzhi::assessment::choose_versions(workspace, book);
    const Evaluation all = Assessor(workspace, book).evaluate(nullptr);
    INFO(c.date);
    REQUIRE(choices.size() == 1);
    CHECK(choices[0].layer_id == c.layer);
    CHECK(all.assessments[0].verdict == c.verdict);
  }
}

// ------------------------------------------------------------------ the demo workspace

struct Demo {
  Workspace workspace;
  Rulebook book;
};

// Every eleventh project and every second site, so that the properties are cheap enough for a
// sanitized build. Shapes cannot be copied, so a test that changes a layer loads its own.
Demo demo() {
  Demo out;
  out.workspace = xuanzhi::workspace::open_workspace(
      std::string(XUANZHI_SOURCE_DIR) + "/gisdata/wuhai", std::nullopt, nullptr);
  out.book = xuanzhi::rules::load_rulebooks(out.workspace.manifest.rulebooks, out.workspace.roles);
  xuanzhi::rules::set_parameters(out.book, out.workspace.manifest.parameters);
  xuanzhi::assessment::choose_versions(out.workspace, out.book);
  std::vector<xuanzhi::workspace::Project> some;
  for (std::size_t i = 0; i < out.workspace.projects.size(); i += 11)
    some.push_back(out.workspace.projects[i]);
  out.workspace.projects = std::move(some);
  std::vector<xuanzhi::workspace::Site> places;
  for (std::size_t i = 0; i < out.workspace.sites.size(); i += 2)
    places.push_back(std::move(out.workspace.sites[i]));
  out.workspace.sites = std::move(places);
  return out;
}

Layer& layer_of(Workspace& workspace, const std::string& id) {
  const auto found = std::find_if(workspace.layers.begin(), workspace.layers.end(),
                                  [&](const Layer& layer) { return layer.config.id == id; });
  REQUIRE(found != workspace.layers.end());
  return *found;
}

// All findings of all pairs, by project, site and rule.
using Findings = std::map<std::tuple<std::size_t, std::size_t, std::size_t>, Finding>;

Findings all_findings(const Demo& demo, const Evaluation& evaluation) {
  const Assessor assessor(demo.workspace, demo.book);
  Findings out;
  for (const Assessment& one : evaluation.assessments) {
    const auto pair = assessor.assess(demo.workspace.sites[one.site].info,
                                      evaluation.facts[one.site], one.project);
    for (const Finding& finding : pair.findings)
      out.emplace(std::tuple{one.project, one.site, finding.rule}, finding);
  }
  return out;
}

TEST_CASE("The number of threads changes no number", "[assessment][demo][parallel]") {
  const Demo d = demo();
  const Assessor assessor(d.workspace, d.book);
  const Evaluation one = assessor.evaluate(nullptr, 1);
  for (const int threads : {2, 5}) {
    const Evaluation many = assessor.evaluate(nullptr, threads);
    REQUIRE(many.facts.size() == one.facts.size());
    for (std::size_t s = 0; s < one.facts.size(); ++s) {
      REQUIRE(many.facts[s].site_id == one.facts[s].site_id);
      REQUIRE(many.facts[s].layers.size() == one.facts[s].layers.size());
      for (std::size_t k = 0; k < one.facts[s].layers.size(); ++k) {
        CHECK(many.facts[s].layers[k].overlap_m2 == one.facts[s].layers[k].overlap_m2);
        CHECK(many.facts[s].layers[k].distance_m == one.facts[s].layers[k].distance_m);
      }
    }
    REQUIRE(many.assessments.size() == one.assessments.size());
    REQUIRE(many.findings.size() == one.findings.size());
    bool same = true;
    for (std::size_t i = 0; i < one.findings.size(); ++i) {
      same = same && many.findings[i].project == one.findings[i].project &&
             many.findings[i].site == one.findings[i].site &&
             many.findings[i].finding.rule == one.findings[i].finding.rule &&
             many.findings[i].finding.measured == one.findings[i].finding.measured;
    }
    CHECK(same);
  }
}

TEST_CASE("Each verdict of the demo is the worst of its findings, and the counts add up",
          "[assessment][demo]") {
  const Demo d = demo();
  const Assessor assessor(d.workspace, d.book);
  const Evaluation all = assessor.evaluate(nullptr);
  REQUIRE(all.assessments.size() == d.workspace.projects.size() * d.workspace.sites.size());
  const auto rules_in_effect = static_cast<int>(std::count_if(
      d.book.rules.begin(), d.book.rules.end(),
      [&](const auto& rule) { return rule.effective.contains(d.workspace.manifest.as_of); }));
  std::size_t wrong = 0;
  std::map<Verdict, int> seen;
  std::vector<PairFinding> weighing;
  for (const Assessment& one : all.assessments) {
    const auto& info = d.workspace.sites[one.site].info;
    const PairAssessment pair = assessor.assess(info, all.facts[one.site], one.project);
    ++seen[one.verdict];
    Verdict worst = Verdict::compliant;
    std::size_t deciding = Assessment::kNone;
    bool uncertain = false;
    std::map<Verdict, int> counts;
    int notes = 0;
    for (const Finding& finding : pair.findings) {
      ++counts[finding.verdict];
      notes += finding.state == State::noted ? 1 : 0;
      if (finding.verdict > worst) worst = finding.verdict, deciding = finding.rule;
      const bool inform = d.book.rules[finding.rule].severity == Severity::inform;
      const bool certain_pass = finding.state == State::pass && !finding.uncertain;
      if (!inform && !certain_pass) weighing.push_back({one.project, one.site, finding});
    }
    for (const Finding& finding : pair.findings)
      uncertain = uncertain || (finding.verdict == worst && finding.uncertain);
    const bool right = one.verdict == worst && one.deciding_rule == deciding &&
                       one.uncertain == uncertain &&
                       one.prohibitions == counts[Verdict::non_compliant] &&
                       one.conditions == counts[Verdict::conditional] &&
                       one.unknowns == counts[Verdict::insufficient_data] && one.notes == notes &&
                       one.passes == counts[Verdict::compliant] - notes &&
                       one.prohibitions + one.conditions + one.unknowns + one.passes + one.notes +
                               one.not_applicable ==
                           rules_in_effect;
    // The pair by itself says the same as the pair among all.
    const Assessment& own = pair.summary;
    const bool same = own.verdict == one.verdict && own.deciding_rule == one.deciding_rule &&
                      own.prohibitions == one.prohibitions && own.conditions == one.conditions &&
                      own.unknowns == one.unknowns && own.passes == one.passes &&
                      own.notes == one.notes && own.not_applicable == one.not_applicable &&
                      own.uncertain == one.uncertain && own.project == one.project;
    if (!right || !same) ++wrong;
  }
  CHECK(wrong == 0);
  // Told are exactly the findings that weigh.
  REQUIRE(all.findings.size() == weighing.size());
  std::size_t different = 0;
  for (std::size_t i = 0; i < weighing.size(); ++i) {
    const PairFinding& a = all.findings[i];
    const PairFinding& b = weighing[i];
    const bool equal = a.project == b.project && a.site == b.site &&
                       a.finding.rule == b.finding.rule && a.finding.state == b.finding.state &&
                       a.finding.measured == b.finding.measured;
    if (!equal) ++different;
  }
  CHECK(different == 0);
  // The demo shows all four.
  CHECK(seen.size() == 4);
}

bool asks_redline(const Demo& d, std::size_t rule) {
  return d.book.rules[rule].role == "ecological_redline";
}

// Verdict of a pair from the findings that `keep` lets through.
template <class Keep>
Verdict worst_of(const Findings& findings, const Assessment& pair, Keep keep) {
  Verdict worst = Verdict::compliant;
  const auto from = findings.lower_bound({pair.project, pair.site, 0});
  for (auto at = from; at != findings.end() && std::get<0>(at->first) == pair.project &&
                       std::get<1>(at->first) == pair.site;
       ++at) {
    if (keep(std::get<2>(at->first), at->second)) worst = std::max(worst, at->second.verdict);
  }
  return worst;
}

TEST_CASE("Without its layer every rule about the red line is undecided, and no pair looks better",
          "[assessment][demo]") {
  Demo d = demo();
  const Evaluation before = Assessor(d.workspace, d.book).evaluate(nullptr);
  const Findings with_layer = all_findings(d, before);
  auto& layers = d.workspace.layers;
  const auto at = &layer_of(d.workspace, "ecological_redline") - layers.data();
  const Layer kept = std::move(layers[static_cast<std::size_t>(at)]);
  layers.erase(layers.begin() + at);
  const Evaluation after = Assessor(d.workspace, d.book).evaluate(nullptr);
  const Findings without_layer = all_findings(d, after);

  int undecided = 0, other_changes = 0, wrong = 0, improved = 0;
  for (const auto& [key, finding] : without_layer) {
    const Finding& old = with_layer.at(key);
    if (asks_redline(d, std::get<2>(key))) {
      // Silent in another region, else undecided.
      const bool silent = old.state == State::pass && finding.state == State::pass;
      const auto& rule = d.book.rules[std::get<2>(key)];
      if (silent && !rule.regions.empty()) continue;
      ++undecided;
      const Verdict wanted =
          rule.severity == Severity::inform ? Verdict::compliant : Verdict::insufficient_data;
      if (finding.state != State::unknown || finding.verdict != wanted) ++wrong;
    } else if (finding.verdict != old.verdict || finding.state != old.state) {
      ++other_changes;
    }
  }
  CHECK(undecided > 0);
  CHECK(wrong == 0);
  CHECK(other_changes == 0);

  int newly_blind = 0;
  for (std::size_t i = 0; i < after.assessments.size(); ++i) {
    const Verdict old = before.assessments[i].verdict;
    const Verdict now = after.assessments[i].verdict;
    // Good verdicts only get worse; a prohibition stays one unless the red line alone made it, and
    // then nothing is known.
    if (old < Verdict::insufficient_data && now < old) ++improved;
    if (old >= Verdict::insufficient_data && now < Verdict::insufficient_data) ++improved;
    const Verdict others =
        worst_of(with_layer, before.assessments[i],
                 [&](std::size_t rule, const Finding&) { return !asks_redline(d, rule); });
    const Verdict redline =
        worst_of(without_layer, before.assessments[i],
                 [&](std::size_t rule, const Finding&) { return asks_redline(d, rule); });
    if (now != std::max(others, redline)) ++improved;
    if (old < Verdict::insufficient_data && now == Verdict::insufficient_data) ++newly_blind;
  }
  CHECK(improved == 0);
  CHECK(newly_blind > 0);
}

TEST_CASE("A coverage that ends halfway makes passes unknown, and no pair better",
          "[assessment][demo]") {
  Demo d = demo();
  const Evaluation before = Assessor(d.workspace, d.book).evaluate(nullptr);
  // The western half of Wuhai and nothing else is known of the red line.
  Layer& layer = layer_of(d.workspace, "ecological_redline");
  layer.coverage = xuanzhi::geometry::make_box(*d.workspace.geos, {106.0, 39.0, 106.8, 40.5});
  layer.index(layer.shapes(*d.workspace.geos));
  const Evaluation after = Assessor(d.workspace, d.book).evaluate(nullptr);
  int better = 0, newly_blind = 0, unchanged = 0;
  for (std::size_t i = 0; i < after.assessments.size(); ++i) {
    const Verdict old = before.assessments[i].verdict;
    const Verdict now = after.assessments[i].verdict;
    if (now < old) ++better;
    if (now == old) ++unchanged;
    if (old < now && now == Verdict::insufficient_data) ++newly_blind;
    // Overlap that was found stays found.
    const auto& box = d.workspace.sites[after.assessments[i].site].shape.box();
    if (box.max_x < 106.75 && now != old) ++better;
  }
  CHECK(better == 0);
  CHECK(newly_blind > 0);
  CHECK(unchanged > 0);
}

TEST_CASE("Fewer rules never make a verdict worse", "[assessment][demo]") {
  const Demo d = demo();
  const Evaluation all = Assessor(d.workspace, d.book).evaluate(nullptr);
  for (const std::size_t nth : {2U, 3U}) {
    Rulebook fewer = d.book;
    fewer.rules.clear();
    for (std::size_t i = 0; i < d.book.rules.size(); ++i)
      if (i % nth == 0) fewer.rules.push_back(d.book.rules[i]);
    const Evaluation some = Assessor(d.workspace, fewer).evaluate(nullptr);
    int worse = 0, better = 0;
    for (std::size_t i = 0; i < some.assessments.size(); ++i) {
      if (some.assessments[i].verdict > all.assessments[i].verdict) ++worse;
      if (some.assessments[i].verdict < all.assessments[i].verdict) ++better;
    }
    CHECK(worse == 0);
    CHECK(better > 0);
  }
}

TEST_CASE("Fewer protected features never worsen what is tested by overlap or distance",
          "[assessment][demo]") {
  Demo d = demo();
  const Evaluation before = Assessor(d.workspace, d.book).evaluate(nullptr);
  const Findings whole = all_findings(d, before);
  const std::vector<std::string> ids{"ecological_redline", "nature_reserve", "railway",
                                     "mineral_right"};
  std::vector<std::string> roles;
  for (const std::string& id : ids) {
    Layer& layer = layer_of(d.workspace, id);
    roles.push_back(layer.role->id);
    REQUIRE(layer.features.size() > 1);
    auto shapes = layer.shapes(*d.workspace.geos);
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
      layer.features.erase(layer.features.begin() + static_cast<long>(i));
      shapes.erase(shapes.begin() + static_cast<long>(i));
    }
    layer.index(shapes);
  }
  const Evaluation after = Assessor(d.workspace, d.book).evaluate(nullptr);
  const Findings thinned = all_findings(d, after);
  int worse = 0, better = 0, moved = 0;
  for (const auto& [key, finding] : thinned) {
    const auto& rule = d.book.rules[std::get<2>(key)];
    const Finding& old = whole.at(key);
    if (std::find(roles.begin(), roles.end(), rule.role) == roles.end()) {
      if (finding.verdict != old.verdict || finding.measured != old.measured) ++moved;
      continue;
    }
    REQUIRE(rule.relation != Relation::outside);
    // Where the coverage is partial, what was a find becomes unknown: that is no worse a find.
    const bool find_lost =
        finding.state == State::unknown && finding.cause == Cause::coverage_partial;
    if (finding.verdict > old.verdict && !find_lost) ++worse;
    if (find_lost && old.state == State::pass) ++worse;
    if (finding.verdict < old.verdict) ++better;
  }
  CHECK(worse == 0);
  CHECK(better > 0);
  CHECK(moved == 0);
}

}  // namespace
