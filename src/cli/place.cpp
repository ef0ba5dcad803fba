// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "planned_session.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/products/placement_product.h"
#include "xuanzhi/products/result.h"

namespace xuanzhi::cli {

namespace {

// What the command line says of one run.
struct Said {
  std::vector<std::string> settings;
  std::vector<std::string> locked;
  std::vector<std::string> forbidden;
  std::vector<std::string> dropped_rules;
  bool accept_unknown = false;

  placement::Scenario scenario() const {
    placement::Scenario out;
    for (const std::string& text : settings) out.settings.push_back(placement::parse_setting(text));
    for (const std::string& text : locked) out.locked.push_back(placement::parse_pair(text));
    for (const std::string& text : forbidden) out.forbidden.push_back(placement::parse_pair(text));
    out.dropped_rules = dropped_rules;
    out.accept_unknown = accept_unknown;
    return out;
  }
};

class Place : public Command {
 public:
  std::string name() const override { return "place"; }
  Text summary() const override {
    return {"整张清单在共享要素下的最优落位，附证明与原因",
            "the best home for the whole list under shared budgets, with proof and reasons"};
  }
  std::string examples() const override {
    return "  xuanzhi place -w gisdata/wuhai -o placed.gpkg\n"
           "  xuanzhi place -w gisdata/wuhai -o p.gpkg --set budget.water.wuda=+20%\n"
           "  xuanzhi place -w gisdata/wuhai -o p.gpkg --lock P-001=S-07 --forbid P-002=S-07\n"
           "  xuanzhi place -w gisdata/wuhai -o p.gpkg --drop-rule N26.AREA\n"
           "  xuanzhi place -w gisdata/wuhai -o p.gpkg --scenarios scenarios.toml\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("-o,--output", output_, "输出 .gpkg output")->required();
    parser.add_option("--set", said_.settings, "改一个数值 change a figure: KEY=+20%");
    parser.add_option("--lock", said_.locked, "必须落位 must stand: PROJECT=SITE");
    parser.add_option("--forbid", said_.forbidden, "不得落位 must not stand: PROJECT=SITE");
    parser.add_option("--drop-rule", said_.dropped_rules, "不计此规则 leave a rule out");
    parser.add_option("--scenarios", scenarios_, "情景文件 file of scenarios to compare");
    parser.add_flag("--accept-unknown", said_.accept_unknown,
                    "数据不足的对也参与 pairs with insufficient data too");
    parser.add_option("--gap", effort_.wanted_gap, "要求证到的差距 gap to be proven (0.001)")
        ->check(CLI::Range(0.0, 1.0));
    parser
        .add_option("--seconds", effort_.seconds_per_call,
                    "每次求解的安全时限 safety limit per call of the solver (120)")
        ->check(CLI::PositiveNumber);
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    std::vector<placement::Scenario> scenarios{said_.scenario()};
    if (!scenarios_.empty()) {
      scenarios.front().name = "base";
      for (placement::Scenario& one : placement::read_scenarios(scenarios_))
        scenarios.push_back(std::move(one));
    }
    const PlannedSession base(common, streams, scenarios.front(), true);
    const placement::Placed placed = solve(base.request(), streams);
    std::vector<products::ScenarioRow> rows{
        products::scenario_row(scenarios.front().name, base.source(), placed, nullptr)};
    for (std::size_t i = 1; i < scenarios.size(); ++i)
      rows.push_back(compare(common, streams, scenarios[i], placed));
    return write(common, streams, base, placed, rows);
  }

 private:
  placement::Placed solve(const placement::Request& request, const Streams& streams) const {
    return placement::solve(request.problem, effort_, streams.narration);
  }

  products::ScenarioRow compare(const CommonOptions& common, const Streams& streams,
                                const placement::Scenario& scenario,
                                const placement::Placed& first) const {
    CommonOptions options = common;
    if (!scenario.as_of.empty()) options.as_of = parse_date(scenario.as_of);
    const PlannedSession session(options, streams, scenario, false);
    const placement::Placed placed = solve(session.request(), streams);
    return products::scenario_row(scenario.name, session.source(), placed, &first);
  }

  int write(const CommonOptions& common, const Streams& streams, const PlannedSession& session,
            const placement::Placed& placed, const std::vector<products::ScenarioRow>& rows) const {
    const placement::RequestSource source = session.source();
    const products::PlacementProduct product{
        &source,
        &session.request(),
        &placed,
        placement::Reasons(source, session.assessor(), session.request(), placed),
        products::outlines_of(source, session.assessor(), session.request(), placed),
        rows};
    products::Result result{source.workspace,  source.rulebook,     &session.assessor(),
                            source.evaluation, &session.versions(), common.language};
    result.scorer = source.scorer;
    result.placement = &product;
    const auto files = products::write_result(result, output_);
    if (common.json) {
      *streams.out << products::placement_json(product, files);
      return 0;
    }
    *streams.out << products::placement_text(product, common.language) << "\n";
    for (const auto& file : files) *streams.out << "  " << file.string() << "\n";
    return 0;
  }

  std::string output_;
  std::string scenarios_;
  Said said_;
  placement::Effort effort_;
};

}  // namespace

std::unique_ptr<Command> make_place() {
  return std::make_unique<Place>();
}

}  // namespace xuanzhi::cli
