// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "session.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/products/factor_text.h"

namespace xuanzhi::cli {

namespace {

// The energy review asks nothing of the site, so it is found without one.
std::vector<approvals::ApprovalPath> siteless_paths(const Session& session,
                                                    const approvals::Procedures& procedures) {
  screening::SiteFacts facts;
  facts.subjects.resize(procedures.subjects().size());
  const approvals::PathFinder finder(procedures, session.rulebook, session.workspace.manifest);
  return finder.find({}, facts, session.workspace.projects, session.workspace.manifest.as_of);
}

const approvals::PathStep* step_of(const approvals::ApprovalPath& path, const std::string& id) {
  const auto found = std::find_if(path.steps.begin(), path.steps.end(),
                                  [&](const auto& step) { return step.step->id == id; });
  return found == path.steps.end() ? nullptr : &*found;
}

class Factors : public Command {
 public:
  std::string name() const override { return "factors"; }
  Text summary() const override {
    return {"要素：能耗强度与搭配、用水定额、资金缺口、保障序列",
            "energy intensity and pairing, water quota, funds, queue"};
  }
  std::string examples() const override {
    return "  xuanzhi factors P-017 -w gisdata/wuhai\n"
           "  xuanzhi factors -w gisdata/wuhai --json\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("project", project_, "项目编号，缺省为全部 project id, otherwise all");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    const Session session = open_session(common, streams);
    const workspace::Workspace& workspace = session.workspace;
    const rules::FactorBook book = open_factors(session);
    const auto& projects = workspace.projects;
    std::optional<approvals::Procedures> procedures;
    std::vector<approvals::ApprovalPath> paths;
    if (!workspace.manifest.approvals.empty()) {
      procedures = open_procedures(session);
      paths = siteless_paths(session, *procedures);
    }
    const rules::Parameter* benchmark = session.rulebook.parameter(kBenchmark);
    const auto energy =
        rules::energy_tests(projects, benchmark == nullptr ? std::nullopt : benchmark->value);
    const auto queue = rules::queue_classes(book, session.rulebook, projects);
    const workspace::Project* only = project_.empty() ? nullptr : &workspace.project(project_);
    std::vector<products::FactorCase> cases;
    for (std::size_t i = 0; i < projects.size(); ++i) {
      if (only != nullptr && only != &projects[i]) continue;
      cases.push_back({&projects[i], paths.empty() ? nullptr : step_of(paths[i], "energy"),
                       energy[i], rules::water_test(book, projects[i]),
                       rules::funding(book, projects[i]), queue[i]});
    }
    *streams.out << (common.json ? products::factors_json(book, benchmark, projects, cases)
                                 : products::factors_text(book, benchmark, projects, cases,
                                                          common.language));
    return 0;
  }

 private:
  static constexpr const char* kBenchmark = "energy_benchmark_tce_per_10k_cny";

  static rules::FactorBook open_factors(const Session& session) {
    const workspace::Manifest& manifest = session.workspace.manifest;
    if (manifest.factors.empty()) {
      throw Error(ErrorCode::manifest_invalid, manifest.file.string() + ": [workspace]",
                  {"没有写明要素数据", "no factors are named"},
                  {"写 factors = \"factors.toml\"", "write factors = \"factors.toml\""});
    }
    return rules::load_factors(manifest.factors, session.rulebook);
  }

  std::string project_;
};

}  // namespace

std::unique_ptr<Command> make_factors() {
  return std::make_unique<Factors>();
}

}  // namespace xuanzhi::cli
