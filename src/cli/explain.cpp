// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "planned_session.h"
#include "session.h"
#include "verdict_exit.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/products/alternatives.h"
#include "xuanzhi/products/explanation.h"
#include "xuanzhi/products/placement_product.h"

namespace xuanzhi::cli {

namespace {

class Explain : public Command {
 public:
  std::string name() const override { return "explain"; }
  Text summary() const override {
    return {"为什么是这个结论，怎样能改变", "why this verdict, and what would change it"};
  }
  std::string examples() const override {
    return "  xuanzhi explain P-017 S-01 -w gisdata/wuhai\n"
           "  xuanzhi explain P-017 S-77 --place -w gisdata/wuhai\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("project", project_, "项目编号 project id")->required();
    parser.add_option("site", site_, "地块编号 site id")->required();
    parser.add_flag("--all", all_, "也列出通过的规则 list passed rules too");
    parser.add_flag("--place", place_,
                    "求解落位并说明此对的去向 place the list, and what became of the pair");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    const Session session = open_session(common, streams);
    const workspace::Workspace& workspace = session.workspace;
    const workspace::Project& project = workspace.project(project_);
    const workspace::Site& site = workspace.site(site_);
    const auto position = static_cast<std::size_t>(&project - workspace.projects.data());
    const assessment::Assessor assessor(workspace, session.rulebook);
    const screening::SiteFacts facts = assessor.screen().measure(site);
    const assessment::PairAssessment pair = assessor.assess(site.info, facts, position);
    const products::Explained explained{
        &workspace,
        &session.rulebook,
        &session.versions,
        &site,
        &project,
        &facts,
        &pair,
        products::kept_area_m2(assessor, workspace, session.rulebook, site, pair),
        {}};
    if (workspace.sites.size() > kMostAlternatives) {
      // Measuring a province for one answer would take longer than anyone waits.
      *streams.out << (common.json ? products::explanation_json(explained)
                                   : products::explanation_text(explained, common.language, all_));
      return verdict_exit(common, pair.summary.verdict);
    }
    const auto others = products::better_sites(assessor, workspace, position, pair.summary);
    if (common.json) {
      *streams.out << products::with_alternatives_json(products::explanation_json(explained),
                                                       others);
    } else if (place_) {
      *streams.out << products::explanation_text(explained, common.language, all_)
                   << products::alternatives_text(others, common.language)
                   << told_by_placement(common, streams, position,
                                        static_cast<std::size_t>(&site - workspace.sites.data()));
    } else {
      *streams.out << products::explanation_text(explained, common.language, all_)
                   << products::alternatives_text(others, common.language);
    }
    return verdict_exit(common, pair.summary.verdict);
  }

 private:
  // The score with its parts and its firmness, and the pair's fate in the best placement.
  static std::string told_by_placement(const CommonOptions& common, const Streams& streams,
                                       std::size_t project, std::size_t site) {
    const PlannedSession session(common, streams, {}, false);
    const placement::Request& request = session.request();
    const placement::RequestSource source = session.source();
    std::vector<std::size_t> possible;
    for (std::size_t s = 0; s < request.problem.sites; ++s) {
      if (request.states[request.pair(project, s)] == placement::PairState::option)
        possible.push_back(s);
    }
    const placement::Placed placed = placement::solve(request.problem, {}, streams.narration);
    const placement::Reasons reasons(source, session.assessor(), request, placed);
    const Text fate = products::reason_text(reasons.explain(project, site), source);
    return products::score_text(*source.scorer, *source.workspace, possible, project, site,
                                common.language) +
           (common.language == Language::chinese ? "\n落位：" : "\nPlacement: ") +
           fate.in(common.language) + "\n";
  }

  // Up to here the sites at which the project fares better are looked for; beyond, `evaluate` with
  // its best sites is the place to ask.
  static constexpr std::size_t kMostAlternatives = 5000;

  std::string project_;
  std::string site_;
  bool all_ = false;
  bool place_ = false;
};

}  // namespace

std::unique_ptr<Command> make_explain() {
  return std::make_unique<Explain>();
}

}  // namespace xuanzhi::cli
