// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "named_site.h"
#include "session.h"
#include "verdict_exit.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/products/explanation.h"

namespace xuanzhi::cli {

namespace {

class Check : public Command {
 public:
  std::string name() const override { return "check"; }
  Text summary() const override {
    return {"审查一个地块（编号、文件或 WKT），可指定项目",
            "one site (id, file or WKT), explained; with a project if wanted"};
  }
  std::string examples() const override {
    return "  xuanzhi check S-01 -w gisdata/wuhai\n  xuanzhi check S-01 --project P-017 -w "
           "gisdata/wuhai\n"
           "  xuanzhi check 'POLYGON((106.80 39.66,106.81 39.66,106.81 39.67,106.80 39.66))' -w "
           "gisdata/wuhai\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("site", site_, "地块编号、文件或经纬度 WKT site id, file or WKT in degrees")
        ->required();
    parser.add_option("-p,--project", project_, "项目编号 project id");
    parser.add_flag("--all", all_, "也列出通过的规则 list passed rules too");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    Session session = open_session(common, streams);
    const workspace::Site* site = &named_site(session, site_);
    const workspace::Project* project =
        project_.empty() ? nullptr : &session.workspace.project(project_);
    const assessment::Assessor assessor(session.workspace, session.rulebook);
    const screening::SiteFacts facts = assessor.screen().measure(*site);
    const assessment::PairAssessment pair =
        project == nullptr
            ? assessor.assess_site(site->info, facts)
            : assessor.assess(
                  site->info, facts,
                  static_cast<std::size_t>(project - session.workspace.projects.data()));
    products::Explained explained{
        &session.workspace,
        &session.rulebook,
        &session.versions,
        site,
        project,
        &facts,
        &pair,
        products::kept_area_m2(assessor, session.workspace, session.rulebook, *site, pair),
        {}};
    for (std::size_t p = 0; project == nullptr && p < session.workspace.projects.size(); ++p) {
      const rules::Verdict verdict = assessor.assess(site->info, facts, p).summary.verdict;
      ++explained.list_verdicts[static_cast<std::size_t>(verdict)];
    }
    *streams.out << (common.json ? products::explanation_json(explained)
                                 : products::explanation_text(explained, common.language, all_));
    return verdict_exit(common, pair.summary.verdict);
  }

 private:
  std::string site_;
  std::string project_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> make_check() {
  return std::make_unique<Check>();
}

}  // namespace xuanzhi::cli
