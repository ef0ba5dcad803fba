// SPDX-License-Identifier: Apache-2.0
// What becomes an option, over a workspace of two sites.
#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/placement/reasons.h"
#include "xuanzhi/placement/solve.h"

using namespace xuanzhi;
using namespace xuanzhi::placement;

namespace {

// A park of two parts, of which one is half as large as the other, and land enough in all.
struct Scene {
  memory::Workspace files;
  std::unique_ptr<workspace::Workspace> workspace;
  rules::Rulebook book;
  std::unique_ptr<assessment::Assessor> assessor;
  assessment::Evaluation evaluation;
  suitability::Criteria criteria;
  std::unique_ptr<suitability::Scorer> scorer;
  workspace::Planning planning;

  explicit Scene(const std::string& projects) {
    const std::string parts =
        "MULTIPOLYGON(((106.80 39.60,106.81 39.60,106.81 39.61,106.80 39.61,106.80 39.60)),"
        "((106.82 39.60,106.825 39.60,106.825 39.61,106.82 39.61,106.82 39.60)))";
    files.add_sites({{parts, "park", "", "", "", "", "park", "5000"}});
    files.add_projects("id,land,width\n" + projects,
                       "project_id = \"id\"\nland_m2 = { header = \"land\", unit = \"m2\" }\n"
                       "land_width_m = { header = \"width\", unit = \"m\" }\n");
    files.add_rulebook(
        memory::rule("id = \"R\"\nrelation = \"attribute\"\nthreshold = 0.0\nunit = "
                     "\"none\"\nseverity = \"inform\"\n"));
    files.write("c.toml",
                "[criteria]\nid = \"t\"\nversion = \"1\"\nmethod = \"weighted_sum\"\n"
                "[[group]]\nid = \"g\"\ntitle_zh = \"组\"\nweight = 1.0\n"
                "[[criterion]]\nid = \"c\"\ntitle_zh = \"标\"\nevidence = \"plan\"\nweight = 1.0\n"
                "group = \"g\"\nmeasure = \"cases\"\notherwise = 1.0\nworst = 0.0\nbest = 2.0\n");
    workspace = std::make_unique<workspace::Workspace>(files.open());
    book = files.open_rulebook();
    assessment::choose_versions(*workspace, book);
    assessor = std::make_unique<assessment::Assessor>(*workspace, book);
    evaluation = assessor->evaluate(nullptr, 1);
    criteria =
        suitability::load_criteria(files / "c.toml", workspace->roles, workspace->manifest.as_of);
    scorer = std::make_unique<suitability::Scorer>(criteria, *workspace, book,
                                                   screening::FactsInMemory(evaluation.facts),
                                                   std::vector<std::size_t>{0});
  }

  RequestSource source() const {
    return {workspace.get(), &book, &evaluation, scorer.get(), &planning};
  }
};

}  // namespace

TEST_CASE(
    "a park takes only what one connected, wide enough piece of it can hold, and says what lacks") {
  const double large = memory::box_area(106.80, 39.60, 106.81, 39.61);
  // Of its own size, larger by a tenth, and of a width that only the larger part has.
  Scene scene("FITS," + std::to_string(0.9 * large) + ",\nLARGE," + std::to_string(1.1 * large) +
              ",\nBROAD," + std::to_string(0.6 * large) + ",600\nTOO_BROAD," +
              std::to_string(0.1 * large) + ",3000\n");
  const Request request = make_request(scene.source(), {});
  CHECK(request.states[0] == PairState::option);
  CHECK(request.states[1] == PairState::no_room);
  CHECK(request.states[2] == PairState::option);
  CHECK(request.states[3] == PairState::no_room);
  const Placed placed = solve(request.problem, {});
  CHECK(placed.site_of[1] == kNowhere);
  const Reasons reasons(scene.source(), *scene.assessor, request, placed);
  const PairReason lacks = reasons.explain(1, 0);
  CHECK(lacks.outcome == PairReason::Outcome::excluded);
  REQUIRE_FALSE(lacks.changes.empty());
  CHECK(lacks.changes[0].kind == Change::Kind::connected_land);
  CHECK(memory::off(lacks.changes[0].amount, 0.1 * large) < 1e-6);
  CHECK(reasons.possible_after(lacks, 1.0));
  CHECK_FALSE(reasons.possible_after(lacks, 0.99));
  // No piece is that broad: all of the need is lacking.
  CHECK(memory::off(reasons.explain(3, 0).changes[0].amount, 0.1 * large) < 1e-6);
}
