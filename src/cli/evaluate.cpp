// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "approval_paths.h"
#include "pair_choice.h"
#include "scoring.h"
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
    declare_pairs(parser, choice_);
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    require_threads(choice_.measuring.threads);
    products::require_result_file(output_);
    const Session session = open_audited_session(common, streams);
    const assessment::Assessor assessor(session.workspace, session.rulebook);
    const SitesForPairs sites =
        measure_for_pairs(session.workspace, assessor, output_, choice_, streams.narration);
    const assessment::Evaluation evaluation =
        decide_pairs(session.workspace, assessor, sites, choice_, streams.narration);
    const auto scoring = score_pairs(common, session, evaluation, *sites.measured.facts);
    const screening::FactKey key = assessor.fact_key();
    products::Result result{&session.workspace,
                            &session.rulebook,
                            &assessor,
                            &evaluation,
                            &session.versions,
                            common.language,
                            sites.measured.facts.get(),
                            &key,
                            scoring ? scoring->scorer.get() : nullptr};
    const ApprovalPaths paths(session, evaluation);
    result.procedures = paths.procedures();
    result.paths = paths.paths();
    const auto files = products::write_result(result, output_);
    sites.measured.facts->discard();
    products::Summary summary = products::summarize(result, files);
    summary.reuse = sites.measured.reuse;
    *streams.out << (common.json ? products::summary_json(summary)
                                 : products::summary_text(summary, common.language));
    return verdict_exit(common, summary.worst());
  }

 private:
  std::string output_;
  PairChoice choice_;
};

}  // namespace

std::unique_ptr<Command> make_evaluate() {
  return std::make_unique<Evaluate>();
}

}  // namespace xuanzhi::cli
