// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/rules/judge.h"

namespace {

using memory::day;
using memory::holds;
using memory::project;
using memory::whole;
using xuanzhi::rules::Applies;
using xuanzhi::rules::Cause;
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
using xuanzhi::workspace::Project;
using xuanzhi::workspace::SiteInfo;
using xuanzhi::workspace::SiteKind;

constexpr double kSliver = 1.0;

// A site of 10,000 m2 that is known to lie in 150302, entirely covered by the layer, apart from it.
SubjectFact apart() {
  SubjectFact fact;
  fact.present = fact.in_force = true;
  fact.outside_m2 = fact.outside_known_m2 = 10000.0;
  fact.edge_distance_m = 300.0;
  fact.outside_depth_m = 400.0;
  fact.covered_share = 1.0;
  fact.coverage_reach_m = 5000.0;
  fact.accuracy_m = 5.0;
  return fact;
}

SubjectFact overlapping(double m2, double depth_m = 50.0) {
  SubjectFact fact = apart();
  fact.overlap_m2 = m2;
  fact.share = m2 / 10000.0;
  fact.outside_m2 = fact.outside_known_m2 = 10000.0 - m2;
  fact.edge_distance_m = 0.0;
  fact.depth_m = depth_m;
  return fact;
}

// The site but for `m2` of it lies inside.
SubjectFact sticking_out(double m2, double outside_depth_m = 40.0) {
  SubjectFact fact = overlapping(10000.0 - m2);
  fact.outside_m2 = fact.outside_known_m2 = m2;
  fact.outside_depth_m = m2 > 0.0 ? outside_depth_m : 0.0;
  fact.clearance_m = m2 > 0.0 ? 0.0 : 60.0;
  return fact;
}

SubjectFact at_distance(double metres) {
  SubjectFact fact = apart();
  fact.edge_distance_m = metres;
  return fact;
}

SubjectFact half_covered(SubjectFact fact, double outside_known_m2 = 0.0) {
  fact.covered_share = 0.5;
  fact.coverage_reach_m = -1.0;
  fact.outside_known_m2 = outside_known_m2;
  return fact;
}

SubjectFact reaching(SubjectFact fact, double metres) {
  fact.coverage_reach_m = metres;
  return fact;
}

SubjectFact none_in_layer() {
  return at_distance(-1.0);
}

SubjectFact absent() {
  return {};
}

SubjectFact not_in_force() {
  SubjectFact fact;
  fact.present = true;
  return fact;
}

SubjectFact withheld(SubjectFact fact) {
  fact.version_withheld = true;
  return fact;
}

struct Bench {
  Rulebook book;
  SiteInfo info;
  SiteFacts facts;

  explicit Bench(Rule only) {
    book.rules.push_back(std::move(only));
    info.id = "s";
    info.area_m2 = info.available_land_m2 = 10000.0;
    facts.region.codes = {"150302"};
    facts.region.complete = true;
  }

  Finding judge(const Project& who = project({}), Applies applies = Applies::yes) const {
    const Judge judge(book, day("2025-06-01"), kSliver);
    REQUIRE(judge.rules() == std::vector<std::size_t>{0});
    const xuanzhi::rules::SiteCase site{&info, &facts};
    return judge.complete(judge.at_site(0, site), site, who, applies);
  }
};

Rule plain_rule(Relation relation, double threshold, Severity severity = Severity::prohibit) {
  Rule out;
  out.id = "R";
  out.relation = relation;
  out.threshold = threshold;
  out.severity = severity;
  const bool about_layer = relation == Relation::overlap || relation == Relation::overlap_share ||
                           relation == Relation::outside || relation == Relation::distance;
  if (about_layer) out.role = "redline";
  return out;
}

struct LayerCase {
  const char* what;
  Relation relation;
  double threshold;
  SubjectFact fact;
  State state;
  double measured;
  double margin_m;
  Cause cause = Cause::none;
};

TEST_CASE("Each relation turns at its threshold", "[rules]") {
  constexpr auto kOverlapOf = Relation::overlap;
  constexpr auto kShare = Relation::overlap_share;
  constexpr auto kOutside = Relation::outside;
  constexpr auto kDistance = Relation::distance;
  constexpr auto kBlind = Cause::coverage_partial;
  const std::vector<LayerCase> cases{
      {"no overlap", kOverlapOf, 0, apart(), State::pass, 0, 300},
      {"a sliver", kOverlapOf, 0, overlapping(0.4), State::within_tolerance, 0.4, 50},
      {"just the tolerance", kOverlapOf, 0, overlapping(1.0), State::within_tolerance, 1, 50},
      {"above the tolerance", kOverlapOf, 0, overlapping(1.01), State::violated, 1.01, 50},
      {"below a threshold", kOverlapOf, 500, overlapping(499), State::pass, 499, 50},
      {"just a threshold", kOverlapOf, 500, overlapping(500), State::pass, 500, 50},
      {"above a threshold", kOverlapOf, 500, overlapping(501), State::violated, 501, 50},
      {"a threshold below the tolerance", kOverlapOf, 0.5, overlapping(0.8),
       State::within_tolerance, 0.8, 50},
      {"overlap in a half-known place", kOverlapOf, 0, half_covered(overlapping(5)),
       State::violated, 5, 50},
      {"a sliver in a half-known place", kOverlapOf, 0, half_covered(overlapping(0.4)),
       State::unknown, 0.4, 50, kBlind},
      {"nothing in a half-known place", kOverlapOf, 0, half_covered(apart()), State::unknown, 0,
       300, kBlind},
      {"an empty layer", kOverlapOf, 0, none_in_layer(), State::pass, 0, -1},
      {"no layer", kOverlapOf, 0, absent(), State::unknown, 0, -1, Cause::layer_missing},
      {"no version", kOverlapOf, 0, not_in_force(), State::unknown, 0, -1,
       Cause::no_version_in_force},
      {"half-known for want of a version", kOverlapOf, 0, withheld(half_covered(apart())),
       State::unknown, 0, 300, Cause::no_version_in_force},

      {"a small share", kShare, 0.3, overlapping(2999), State::pass, 0.2999, 50},
      {"just the share", kShare, 0.25, overlapping(2500), State::pass, 0.25, 50},
      {"a large share", kShare, 0.25, overlapping(2501), State::violated, 0.2501, 50},
      {"a share in a half-known place", kShare, 0.3, half_covered(overlapping(100)), State::unknown,
       0.01, 50, kBlind},
      {"a large share in a half-known place", kShare, 0.3, half_covered(overlapping(3100)),
       State::violated, 0.31, 50},

      {"wholly inside", kOutside, 0, sticking_out(0), State::pass, 0, 60},
      {"a hair outside", kOutside, 0, sticking_out(1.0), State::within_tolerance, 1, 40},
      {"outside", kOutside, 0, sticking_out(1.5), State::violated, 1.5, 40},
      {"outside up to a threshold", kOutside, 200, sticking_out(200), State::pass, 200, 40},
      {"outside above a threshold", kOutside, 200, sticking_out(201), State::violated, 201, 40},
      {"outside where nobody knows", kOutside, 0, half_covered(sticking_out(5000)), State::unknown,
       5000, 40, kBlind},
      {"outside where it is known", kOutside, 0, half_covered(sticking_out(5000), 20),
       State::violated, 5000, 40},
      {"outside an empty layer", kOutside, 0, none_in_layer(), State::violated, 10000, 400},

      {"too near", kDistance, 100, at_distance(99.9), State::violated, 99.9, 0.1},
      {"just far enough", kDistance, 100, at_distance(100), State::pass, 100, 0},
      {"far enough", kDistance, 100, at_distance(130), State::pass, 130, 30},
      {"meeting", kDistance, 100, at_distance(0), State::violated, 0, 100},
      {"the coverage reaches just far enough", kDistance, 100, reaching(at_distance(130), 100),
       State::pass, 130, 30},
      {"the coverage ends too near", kDistance, 100, reaching(at_distance(130), 99.9),
       State::unknown, 130, 30, kBlind},
      {"too near whatever the coverage", kDistance, 100, reaching(at_distance(50), -1),
       State::violated, 50, 50},
      {"no feature at all", kDistance, 100, none_in_layer(), State::pass, -1, -1},
      {"no feature as far as is known", kDistance, 100, reaching(none_in_layer(), 50),
       State::unknown, -1, -1, kBlind}};
  for (const LayerCase& c : cases) {
    for (const Severity severity : {Severity::prohibit, Severity::condition, Severity::inform}) {
      Bench bench(plain_rule(c.relation, c.threshold, severity));
      bench.facts.subjects = {c.fact};
      const Finding finding = bench.judge();
      INFO(c.what << ", severity " << xuanzhi::rules::to_string(severity));
      const bool noted = severity == Severity::inform && c.state == State::violated;
      CHECK(finding.state == (noted ? State::noted : c.state));
      CHECK(finding.cause == c.cause);
      CHECK(std::abs(finding.measured - c.measured) <= 1e-9);
      CHECK(finding.threshold == c.threshold);
      CHECK(std::abs(finding.margin_m - c.margin_m) <= 1e-9);
      Verdict verdict = Verdict::compliant;
      if (severity != Severity::inform) {
        if (c.state == State::unknown) verdict = Verdict::insufficient_data;
        if (c.state == State::violated)
          verdict = severity == Severity::prohibit ? Verdict::non_compliant : Verdict::conditional;
      }
      CHECK(finding.verdict == verdict);
    }
  }
}

TEST_CASE("A finding is uncertain where the margin is less than the accuracy of layer and site",
          "[rules]") {
  struct Case {
    Relation relation;
    double threshold;
    SubjectFact fact;
    double layer_m;
    double site_m;
    bool uncertain;
  };
  const std::vector<Case> cases{
      {Relation::distance, 100, at_distance(104.9), 4.0, 1.0, true},
      {Relation::distance, 100, at_distance(105.0), 4.0, 1.0, false},
      {Relation::distance, 100, at_distance(95.1), 4.0, 1.0, true},
      {Relation::distance, 100, at_distance(95.0), 4.0, 1.0, false},
      {Relation::distance, 100, none_in_layer(), 4.0, 1.0, false},
      {Relation::distance, 100, reaching(at_distance(101), 50), 4.0, 1.0, false},  // unknown
      {Relation::overlap, 0, overlapping(900, 4.9), 5.0, 0.0, true},
      {Relation::overlap, 0, overlapping(900, 5.0), 5.0, 0.0, false},
      {Relation::overlap, 0, at_distance(4.9), 0.0, 5.0, true},
      {Relation::overlap, 0, at_distance(5.1), 0.0, 5.0, false},
      {Relation::outside, 0, sticking_out(900, 2.0), 3.0, 0.0, true},
      {Relation::outside, 0, sticking_out(900, 2.0), 1.0, 0.5, false},
      {Relation::outside, 0, sticking_out(0), 61.0, 0.0, true},
      {Relation::outside, 0, sticking_out(0), 59.0, 0.0, false}};
  for (const Case& c : cases) {
    Bench bench(plain_rule(c.relation, c.threshold));
    bench.facts.subjects = {c.fact};
    bench.facts.subjects[0].accuracy_m = c.layer_m;
    bench.info.accuracy_m = c.site_m;
    INFO(xuanzhi::rules::to_string(c.relation) << " " << c.layer_m << " + " << c.site_m);
    CHECK(bench.judge().uncertain == c.uncertain);
  }
}

TEST_CASE("Land is compared with the site's area, the project's need and what is available",
          "[rules]") {
  constexpr auto kArea = Relation::area;
  constexpr auto kShortfall = Relation::land_shortfall;
  struct Case {
    const char* what;
    Relation relation;
    double threshold;
    SiteKind kind;
    std::optional<double> need_m2;
    State state;
    double measured;
  };
  // The site has 10,000 m2, of which a park has 6,000 left.
  const std::vector<Case> cases{
      {"a parcel is taken whole", kArea, 9999, SiteKind::parcel, 10.0, State::violated, 10000},
      {"a parcel just as big", kArea, 10000, SiteKind::parcel, 10.0, State::pass, 10000},
      {"a parcel, need unknown", kArea, 9999, SiteKind::parcel, {}, State::violated, 10000},
      {"a park gives what is needed", kArea, 5000, SiteKind::park, 5001.0, State::violated, 5001},
      {"a park, little need", kArea, 5000, SiteKind::park, 5000.0, State::pass, 5000},
      {"a park, need unknown", kArea, 5000, SiteKind::park, {}, State::unknown, 0},
      {"enough on the parcel", kShortfall, 0, SiteKind::parcel, 10000.0, State::pass, 0},
      {"too little on the parcel", kShortfall, 0, SiteKind::parcel, 10010.0, State::violated, 10},
      {"half a square metre short", kShortfall, 0, SiteKind::parcel, 10000.5, State::pass, 0.5},
      {"too little in the park", kShortfall, 0, SiteKind::park, 6100.0, State::violated, 100},
      {"short, but less than allowed", kShortfall, 150, SiteKind::park, 6100.0, State::pass, 100},
      {"enough in the park", kShortfall, 0, SiteKind::park, 5000.0, State::pass, -1000},
      {"need unknown", kShortfall, 0, SiteKind::parcel, {}, State::unknown, 0}};
  for (const Case& c : cases) {
    Bench bench(plain_rule(c.relation, c.threshold));
    bench.info.kind = c.kind;
    if (c.kind == SiteKind::park) bench.info.available_land_m2 = 6000.0;
    const Finding finding =
        bench.judge(c.need_m2 ? project({{"land_m2", *c.need_m2}}) : project({}));
    INFO(c.what);
    CHECK(finding.state == c.state);
    CHECK(std::abs(finding.measured - c.measured) <= 1e-9);
    CHECK(finding.cause == (c.state == State::unknown ? Cause::project_data_missing : Cause::none));
    CHECK(finding.verdict == (c.state == State::unknown    ? Verdict::insufficient_data
                              : c.state == State::violated ? Verdict::non_compliant
                                                           : Verdict::compliant));
  }
}

TEST_CASE("A rule by attribute holds wherever it applies", "[rules]") {
  CHECK(Bench(plain_rule(Relation::attribute, 0)).judge().verdict == Verdict::non_compliant);
  CHECK(Bench(plain_rule(Relation::attribute, 0, Severity::condition)).judge().verdict ==
        Verdict::conditional);
  const Finding note = Bench(plain_rule(Relation::attribute, 0, Severity::inform)).judge();
  CHECK(note.verdict == Verdict::compliant);
  CHECK(note.state == State::noted);
  const Finding maybe =
      Bench(plain_rule(Relation::attribute, 0)).judge(project({}), Applies::unknown);
  CHECK(maybe.verdict == Verdict::insufficient_data);
  CHECK(maybe.cause == Cause::project_data_missing);
}

TEST_CASE("Whether a rule applies matters only where it would not pass", "[rules]") {
  struct Case {
    SubjectFact fact;
    State state;
  };
  for (const Case& c : std::vector<Case>{{apart(), State::pass},
                                         {overlapping(0.5), State::within_tolerance},
                                         {overlapping(50), State::unknown},
                                         {half_covered(apart()), State::unknown}}) {
    Bench bench(plain_rule(Relation::overlap, 0));
    bench.facts.subjects = {c.fact};
    const Finding finding = bench.judge(project({}), Applies::unknown);
    CHECK(finding.state == c.state);
    CHECK((finding.cause == Cause::project_data_missing) == (c.state == State::unknown));
    CHECK((finding.verdict == Verdict::insufficient_data) == (c.state == State::unknown));
  }
  Bench note(plain_rule(Relation::overlap, 0, Severity::inform));
  note.facts.subjects = {overlapping(50)};
  CHECK(note.judge(project({}), Applies::unknown).verdict == Verdict::compliant);
}

TEST_CASE("A rule of a region is silent elsewhere and in doubt where the region is unknown",
          "[rules]") {
  struct Case {
    const char* what;
    std::vector<std::string> codes;
    bool complete;
    SubjectFact fact;
    State state;
    Cause cause;
  };
  const std::vector<Case> cases{
      {"in Wuhai", {"150302"}, true, overlapping(50), State::violated, Cause::none},
      {"in Wuhai, partly unknown",
       {"150302"},
       false,
       overlapping(50),
       State::violated,
       Cause::none},
      {"across the border",
       {"150902", "150302"},
       true,
       overlapping(50),
       State::violated,
       Cause::none},
      {"in Jining", {"150902"}, true, overlapping(50), State::pass, Cause::none},
      {"in Jining, without a layer", {"150902"}, true, absent(), State::pass, Cause::none},
      {"in Jining, partly unknown",
       {"150902"},
       false,
       overlapping(50),
       State::unknown,
       Cause::region_unknown},
      {"nowhere known", {}, false, overlapping(50), State::unknown, Cause::region_unknown},
      {"nowhere known, and no overlap", {}, false, apart(), State::pass, Cause::none},
      {"nowhere known, without a layer",
       {},
       false,
       absent(),
       State::unknown,
       Cause::region_unknown},
      {"a code that only holds the digits",
       {"3150300"},
       true,
       overlapping(50),
       State::pass,
       Cause::none}};
  for (const Case& c : cases) {
    Rule rule = plain_rule(Relation::overlap, 0);
    rule.regions = {"1503"};
    Bench bench(rule);
    bench.facts.region.codes = c.codes;
    bench.facts.region.complete = c.complete;
    bench.facts.subjects = {c.fact};
    const Finding finding = bench.judge();
    INFO(c.what);
    CHECK(finding.state == c.state);
    CHECK(finding.cause == c.cause);
  }
}

TEST_CASE("Rules about land and attributes keep to their region as well", "[rules]") {
  struct Case {
    std::vector<std::string> codes;
    bool complete;
    State state;
  };
  for (const Case& c : std::vector<Case>{{{"150302"}, true, State::violated},
                                         {{"150902"}, true, State::pass},
                                         {{}, false, State::unknown}}) {
    for (const Relation relation :
         {Relation::area, Relation::land_shortfall, Relation::attribute}) {
      Rule rule = plain_rule(relation, 0);
      rule.regions = {"1503"};
      Bench bench(rule);
      bench.facts.region.codes = c.codes;
      bench.facts.region.complete = c.complete;
      const Finding finding = bench.judge(project({{"land_m2", 20000.0}}));
      INFO(xuanzhi::rules::to_string(relation) << " " << c.codes.size() << c.complete);
      CHECK(finding.state == c.state);
      CHECK((finding.cause == Cause::region_unknown) == (c.state == State::unknown));
    }
  }
}

TEST_CASE("Prefixes match codes from their first digit", "[rules]") {
  using xuanzhi::rules::region_matches;
  CHECK(region_matches({}, {}));
  CHECK(region_matches({}, {"150302"}));
  CHECK_FALSE(region_matches({"1503"}, {}));
  CHECK(region_matches({"1503"}, {"150302"}));
  CHECK(region_matches({"1509", "1503"}, {"150302"}));
  CHECK(region_matches({"1503"}, {"110000", "150302"}));
  CHECK_FALSE(region_matches({"1503"}, {"115030"}));
  CHECK_FALSE(region_matches({"150302"}, {"1503"}));
}

TEST_CASE("The verdicts stand in their order, from compliant to non-compliant", "[rules]") {
  CHECK(Verdict::compliant < Verdict::conditional);
  CHECK(Verdict::conditional < Verdict::insufficient_data);
  CHECK(Verdict::insufficient_data < Verdict::non_compliant);
  const std::vector<std::pair<Verdict, std::string>> words{
      {Verdict::compliant, "compliant 符合"},
      {Verdict::conditional, "conditional 有条件符合"},
      {Verdict::insufficient_data, "insufficient_data 数据不足"},
      {Verdict::non_compliant, "non_compliant 不符合"}};
  for (const auto& [verdict, word] : words) {
    CHECK(xuanzhi::rules::to_string(verdict) + " " + xuanzhi::rules::verdict_name(verdict).zh ==
          word);
  }
}

}  // namespace
