// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <random>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/suitability/scorer.h"
#include "xuanzhi/suitability/stability.h"

using namespace xuanzhi;
using namespace xuanzhi::suitability;

namespace {

using Row = std::vector<std::optional<double>>;

std::string criteria_text(const std::string& groups, const std::string& criteria) {
  return "[criteria]\nid = \"t\"\nversion = \"1\"\nmethod = \"weighted_sum\"\n" + groups + criteria;
}

std::string group(const std::string& id, const std::string& more = "") {
  return "[[group]]\nid = \"" + id + "\"\ntitle_zh = \"组\"\n" + more;
}

std::string judgement(const char* more, const char* less, double ratio) {
  return std::string("[[judgement]]\nmore = \"") + more + "\"\nless = \"" + less +
         "\"\nratio = " + std::to_string(ratio) + "\n";
}

std::string criterion(const std::string& id, const std::string& lines) {
  return "[[criterion]]\nid = \"" + id +
         "\"\ntitle_zh = \"标\"\nevidence = \"plan\"\nweight = 1.0\n" + lines;
}

// A site east of a road, one far from it, and one outside what is known of roads.
struct Scene {
  memory::Workspace files;

  Scene() {
    files.add_layer({"roads",
                     "road",
                     {{"LINESTRING(106.0 39.0,106.0 40.0)", "r"}},
                     memory::box(105.0, 39.0, 107.0, 40.0)});
    files.add_sites({{memory::box(106.01, 39.50, 106.02, 39.51), "near"},
                     {memory::box(106.10, 39.50, 106.11, 39.51), "far"},
                     {memory::box(108.00, 39.50, 108.01, 39.51), "unknown"}},
                    "");
    files.add_projects("id,land,va\nP,10,500\nQ,10,\n",
                       "project_id = \"id\"\nland_m2 = { header = \"land\", unit = \"mu\" }\n"
                       "value_added_10k_cny = { header = \"va\", unit = \"10k_cny\" }\n");
    files.add_rulebook(
        memory::rule("id = \"R\"\nrelation = \"attribute\"\nthreshold = 0.0\nunit = "
                     "\"none\"\nseverity = \"inform\"\n"));
  }
};

}  // namespace

TEST_CASE("AHP weights and consistency agree with a case worked by hand") {
  // a : b : c = 4 : 2 : 1, perfectly consistent.
  const Comparison even = compare_pairwise(3, {{0, 1, 2.0}, {1, 2, 2.0}, {0, 2, 4.0}});
  CHECK(even.weights[0] == Approx(4.0 / 7.0));
  CHECK(even.weights[2] == Approx(1.0 / 7.0));
  CHECK(even.consistency_ratio == Approx(0.0).margin(1e-9));
  // Of three things the principal eigenvalue has a closed form: 1 + q + 1/q, q = (ab·bc/ac)^(1/3).
  const Comparison odd = compare_pairwise(3, {{0, 1, 3.0}, {1, 2, 5.0}, {0, 2, 2.0}});
  const double q = std::cbrt(3.0 * 5.0 / 2.0);
  CHECK(odd.consistency_ratio == Approx((1.0 + q + 1.0 / q - 3.0) / 2.0 / 0.58));
}

TEST_CASE("inconsistent judgements are refused, and the one that fits least is named") {
  memory::Workspace files;
  files.write("roles.toml", memory::kRoles);
  files.write(
      "c.toml",
      criteria_text(
          group("a") + group("b") + group("c") + group("d") + judgement("a", "b", 2.0) +
              judgement("b", "c", 2.0) + judgement("c", "d", 2.0) + judgement("a", "c", 4.0) +
              judgement("b", "d", 4.0) + judgement("a", "d", 0.125),
          criterion(
              "x",
              "group = \"a\"\nmeasure = \"cases\"\notherwise = 1.0\nworst = 0.0\nbest = 1.0\n")));
  const auto roles = workspace::RoleCatalogue::load(files / "roles.toml");
  const Error error =
      memory::error_of([&] { load_criteria(files / "c.toml", roles, memory::day("2025-01-01")); });
  CHECK(error.code() == ErrorCode::criteria_invalid);
  CHECK(memory::holds(error.message().en, "CR"));
  CHECK(memory::holds(error.remedy().en, "a over d"));
}

TEST_CASE("a utility is worst and best at its bounds, beyond them too, and bends between") {
  Utility u;
  u.worst = 1000.0;
  u.best = 0.0;
  CHECK(u.of(2000.0) == 0.0);
  CHECK(u.of(-5.0) == 1.0);
  CHECK(u.of(250.0) == Approx(0.75));
  u.bend = 2.0;
  CHECK(u.of(500.0) == Approx((1.0 - std::exp(-1.0)) / (1.0 - std::exp(-2.0))));
  u.points = {{0.0, 0.0}, {10.0, 0.6}, {30.0, 1.0}};
  CHECK(u.of(20.0) == Approx(0.8));
}

TEST_CASE("the three methods agree with hand computation") {
  const Row row{1.0, 0.5, 0.0};
  const std::vector<double> w{0.5, 0.3, 0.2};
  CHECK(*total_of(row, w, Method::weighted_sum) == Approx(65.0));
  CHECK(*total_of(row, w, Method::spotis) == Approx(65.0));
  const double to_best = std::sqrt(0.15 * 0.15 + 0.2 * 0.2);
  const double to_worst = std::sqrt(0.5 * 0.5 + 0.15 * 0.15);
  CHECK(*total_of(row, w, Method::topsis) == Approx(100.0 * to_worst / (to_best + to_worst)));
  CHECK(*total_of({std::nullopt, 0.5, std::nullopt}, w, Method::weighted_sum) == Approx(50.0));
  CHECK_FALSE(total_of({std::nullopt, std::nullopt, std::nullopt}, w, Method::weighted_sum));
}

TEST_CASE("neither a poor alternative nor a criterion that is the same for all changes an order") {
  std::mt19937 random(5);
  const auto unit = [&] { return static_cast<double>(random() % 1001) / 1000.0; };
  const auto order = [](const std::vector<Row>& rows, const std::vector<double>& w, Method method,
                        std::size_t count) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(i);
    std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
      return *total_of(rows[a], w, method) > *total_of(rows[b], w, method) + 1e-9;
    });
    return out;
  };
  for (const Method method : {Method::weighted_sum, Method::topsis, Method::spotis}) {
    for (int round = 0; round < 50; ++round) {
      std::vector<Row> rows(6, Row(4));
      std::vector<double> w;
      for (Row& row : rows) {
        for (auto& u : row) u = unit();
      }
      for (int c = 0; c < 4; ++c) w.push_back(0.1 + unit());
      const auto before = order(rows, w, method, rows.size());
      std::vector<Row> more = rows;
      more.push_back({0.0, 0.01, 0.0, 0.02});
      CHECK(order(more, w, method, rows.size()) == before);
      if (method == Method::topsis) continue;  // a distance is no sum: there it may matter
      for (Row& row : rows) row.push_back(0.37);
      w.push_back(0.8);
      CHECK(order(rows, w, method, rows.size()) == before);
    }
  }
}

TEST_CASE("a weight range ends where the winner changes, and draws are the same for one seed") {
  // a leads while 0.9 w + 0.2 (1 - w) > 0.4 w + 0.6 (1 - w): w > 4/9.
  const std::vector<Row> rows{{0.9, 0.2}, {0.4, 0.6}};
  const Stability firm = stability(rows, {0.6, 0.4}, Method::weighted_sum, 500, 7);
  CHECK(firm.winner == 0);
  CHECK(firm.ranges[0].low == Approx(4.0 / 9.0).margin(1e-4));
  CHECK(firm.ranges[0].high == 1.0);
  CHECK(firm.ranges[1].high == Approx(5.0 / 9.0).margin(1e-4));
  CHECK(firm.wins[0] + firm.wins[1] == Approx(1.0));
  CHECK(firm.wins[0] > 0.6);
  CHECK(stability(rows, {0.6, 0.4}, Method::weighted_sum, 500, 7).wins == firm.wins);
}

TEST_CASE("scores are measured from facts, and what is not known is a gap with its reason") {
  Scene scene;
  scene.files.write(
      "c.toml",
      criteria_text(
          group("g", "weight = 1.0\n"),
          criterion("road",
                    "group = \"g\"\nmeasure = \"distance\"\nrole = \"road\"\nworst = 10000.0\nbest "
                    "= 0.0\n") +
              criterion("value",
                        "group = \"g\"\nmeasure = \"ratio\"\nnumerator = "
                        "\"value_added_10k_cny\"\ndenominator = \"land_m2\"\ndenominator_unit = "
                        "\"mu\"\nworst = 0.0\nbest = 100.0\n")));
  workspace::Workspace workspace = scene.files.open();
  const rules::Rulebook book = scene.files.open_rulebook();
  assessment::choose_versions(workspace, book);
  const assessment::Assessor assessor(workspace, book);
  const auto evaluation = assessor.evaluate(nullptr, 1);
  const Criteria criteria =
      load_criteria(scene.files / "c.toml", workspace.roles, workspace.manifest.as_of);
  const screening::FactsInMemory facts(evaluation.facts);
  const Scorer scorer(criteria, workspace, book, facts, {2, 0, 1});  // in any order
  const Score near = scorer.score(0, 0);
  const double metres = evaluation.facts[0].layers[0].distance_m;
  CHECK(metres > 700.0);
  CHECK(*near.parts[0].value == metres);
  CHECK(*near.parts[1].value == Approx(50.0));
  CHECK(*near.total == Approx(100.0 * (0.5 * (1.0 - metres / 10000.0) + 0.5 * 0.5)));
  CHECK(*scorer.total(0, 0) > *scorer.total(0, 1));
  const Score unknown = scorer.score(0, 2);
  CHECK_FALSE(unknown.parts[0].utility);
  CHECK(memory::holds(unknown.parts[0].gap.en, "cover"));
  CHECK(*unknown.total == Approx(50.0));
  CHECK(unknown.low == Approx(25.0));
  CHECK(unknown.high == Approx(75.0));
  CHECK_FALSE(scorer.total(1, 2));  // nothing is known of Q there
}
