// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "measured_sites.h"
#include "session.h"
#include "threads_option.h"
#include "verdict_exit.h"
#include "xuanzhi/assessment/assessor.h"
#include "xuanzhi/products/result.h"
#include "xuanzhi/products/summary.h"

namespace xuanzhi::cli {

namespace {

class Evaluate : public Command {
 public:
  std::string name() const override { return "evaluate"; }
  Text summary() const override {
    return {"每个项目 × 每个地块的结论，写入 GeoPackage 与 QGIS 工程",
            "every project × site, as a GeoPackage with its QGIS project"};
  }
  std::string examples() const override {
    return "  xuanzhi evaluate -w gisdata/wuhai -o result.gpkg\n"
           "  xuanzhi evaluate -w gisdata/wuhai -o today.gpkg --as-of 2026-11-23\n"
           "  xuanzhi evaluate -w gisdata/wuhai -o new.gpkg --since result.gpkg\n"
           "  xuanzhi evaluate -w province -o best.gpkg --pairs best --best 20 --memory 4G\n"
           "  xuanzhi evaluate -w province -o best.gpkg --resume\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("-o,--output", output_, "输出 .gpkg output")->required();
    parser
        .add_option(
            "--pairs", pairs_,
            fmt::format("保存全部审查 all，或每个项目的较优地块 best；缺省按数量，{} 项以内为 "
                        "all; keep all pairs or the best, by default all up to {} pairs",
                        kCityPairs, kCityPairs))
        ->check(CLI::IsMember({"all", "best"}));
    parser.add_option("--best", best_, "best 时每个项目保存的地块数 sites kept per project (10)")
        ->check(CLI::Range(1, 100000));
    parser.add_option("--since", measuring_.since,
                      "沿用旧结果中未变的部分 an earlier result; only what changed is measured");
    declare_measuring(parser, measuring_);
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    require_threads(measuring_.threads);
    products::require_result_file(output_);
    const Session session = open_audited_session(common, streams);
    const assessment::Assessor assessor(session.workspace, session.rulebook);
    rules::SiteColumns columns = assessor.columns();
    std::optional<products::Reuse> reuse;
    const auto facts = measure(session.workspace, assessor, columns, streams, reuse);
    const assessment::Evaluation evaluation =
        keeps_all(session.workspace)
            ? assessor.evaluate(all_facts(*facts, session.workspace), streams.narration,
                                measuring_.threads)
            : assessor.evaluate_best(columns, *facts, best_, streams.narration, measuring_.threads);
    const screening::FactKey key = assessor.fact_key();
    const products::Result result{&session.workspace, &session.rulebook, &assessor,   &evaluation,
                                  &session.versions,  common.language,   facts.get(), &key};
    const auto files = products::write_result(result, output_);
    facts->discard();
    products::Summary summary = products::summarize(result, files);
    summary.reuse = reuse;
    *streams.out << (common.json ? products::summary_json(summary)
                                 : products::summary_text(summary, common.language));
    return verdict_exit(common, summary.worst());
  }

 private:
  // A city's list with all of its sites; what is above is a province.
  static constexpr std::size_t kCityPairs = 500000;

  bool keeps_all(const workspace::Workspace& workspace) const {
    if (!pairs_.empty()) return pairs_ == "all";
    return workspace.projects.size() * workspace.sites.size() <= kCityPairs;
  }

  // What is kept in memory beside the workspace and the sites in work, in bytes.
  std::size_t held_bytes(const workspace::Workspace& workspace, std::size_t rules) const {
    // Facts of a site, and an assessment with the findings that weigh, as they turn out to be.
    static constexpr std::size_t kFactBytes = std::size_t{16} * 1024;
    static constexpr std::size_t kPairBytes = 1200;
    const std::size_t sites = workspace.sites.size();
    const std::size_t projects = workspace.projects.size();
    if (keeps_all(workspace)) return sites * kFactBytes + projects * sites * kPairBytes;
    // Columns, totals and ranks per site; per project and kept pair its findings.
    static constexpr std::size_t kSiteBytes = 128;
    return sites * (rules + kSiteBytes) + projects * best_ * 4 * kPairBytes;
  }

  std::unique_ptr<screening::FactStore> measure(const workspace::Workspace& workspace,
                                                const assessment::Assessor& assessor,
                                                rules::SiteColumns& columns, const Streams& streams,
                                                std::optional<products::Reuse>& reuse) const {
    const screening::EachSite each = [&](std::size_t site, const screening::SiteFacts& facts) {
      columns.set(site, {&workspace.sites[site].info, &facts});
    };
    return measure_sites(workspace, assessor.screen(), state_key(workspace, assessor.fact_key()),
                         output_, held_bytes(workspace, columns.rules().size()), measuring_, each,
                         streams.narration, reuse);
  }

  static std::vector<screening::SiteFacts> all_facts(const screening::FactStore& store,
                                                     const workspace::Workspace& workspace) {
    std::vector<screening::SiteFacts> facts;
    facts.reserve(workspace.sites.size());
    for (std::size_t s = 0; s < workspace.sites.size(); ++s) facts.push_back(store.at(s));
    return facts;
  }

  std::string output_;
  std::string pairs_;
  std::size_t best_ = 10;
  MeasuringChoice measuring_;
};

}  // namespace

std::unique_ptr<Command> make_evaluate() {
  return std::make_unique<Evaluate>();
}

}  // namespace xuanzhi::cli
