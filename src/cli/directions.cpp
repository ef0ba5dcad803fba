// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string>

#include <CLI/CLI.hpp>

#include "session.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/products/direction_text.h"

namespace xuanzhi::cli {

namespace {

using Allowed = std::map<std::string, std::set<std::size_t>>;  // park -> projects

// Per park the projects that some site of it does not prohibit.
Allowed allowed_by_park(const Session& session, std::ostream* narration) {
  const assessment::Assessor assessor(session.workspace, session.rulebook);
  Allowed out;
  for (const auto& one : assessor.evaluate(narration).assessments) {
    const std::string& park = session.workspace.sites[one.site].info.park;
    if (park.empty()) continue;
    auto& projects = out[park];
    if (one.verdict != rules::Verdict::non_compliant) projects.insert(one.project);
  }
  return out;
}

std::vector<products::ChainGap> find_gaps(const Session& session, const rules::DirectionBook& book,
                                          const Allowed& allowed) {
  std::vector<products::ChainGap> out;
  const auto& projects = session.workspace.projects;
  for (const rules::Chain& chain : book.chains) {
    std::vector<const rules::ChainNode*> node_of_project;
    for (const workspace::Project& project : projects)
      node_of_project.push_back(rules::node_of(chain, project.text("product") + project.name()));
    for (const rules::ChainNode& node : chain.nodes) {
      for (const auto& [park, candidates] : allowed) {
        products::ChainGap gap{&chain, &node, park, {}, {}};
        for (const rules::Firm& firm : book.firms) {
          if (firm.park == park && rules::node_of(chain, firm.product) == &node)
            gap.firms.push_back(firm.name);
        }
        for (const std::size_t project : candidates) {
          if (node_of_project[project] == &node) gap.projects.push_back(projects[project].id());
        }
        out.push_back(std::move(gap));
      }
    }
  }
  return out;
}

class Directions : public Command {
 public:
  std::string name() const override { return "directions"; }
  Text summary() const override {
    return {"主攻方向：匹配、来源、集中区排名、产业链缺口",
            "focus directions: matches, origins, enclave rank, gaps of chains"};
  }
  std::string examples() const override {
    return "  xuanzhi directions -w gisdata/wuhai\n"
           "  xuanzhi directions P-017 -w gisdata/wuhai --lang en\n"
           "  xuanzhi directions --gaps -w gisdata/wuhai\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("project", project_, "项目编号，缺省为全部 project id, otherwise all");
    parser.add_flag("--gaps", gaps_, "每个园区缺产业链的哪一环，哪个项目能补 gaps of the chains");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    const Session session = open_session(common, streams);
    const workspace::Manifest& manifest = session.workspace.manifest;
    if (manifest.directions.empty()) {
      throw Error(
          ErrorCode::manifest_invalid, manifest.file.string() + ": [workspace]",
          {"没有写明主攻方向", "no directions are named"},
          {"写 directions = \"directions.toml\"", "write directions = \"directions.toml\""});
    }
    const rules::DirectionBook book = rules::load_directions(manifest.directions);
    if (gaps_) {
      const auto gaps = find_gaps(session, book, allowed_by_park(session, streams.narration));
      *streams.out << (common.json ? products::gaps_json(gaps)
                                   : products::gaps_text(gaps, common.language));
      return 0;
    }
    std::vector<workspace::Project> projects = session.workspace.projects;
    if (!project_.empty()) projects = {session.workspace.project(project_)};
    *streams.out << (common.json ? products::directions_json(book, session.rulebook, projects)
                                 : products::directions_text(book, session.rulebook, projects,
                                                             common.language));
    return 0;
  }

 private:
  std::string project_;
  bool gaps_ = false;
};

}  // namespace

std::unique_ptr<Command> make_directions() {
  return std::make_unique<Directions>();
}

}  // namespace xuanzhi::cli
