// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include <CLI/CLI.hpp>

#include "measured_sites.h"
#include "phase_clock.h"
#include "session.h"
#include "threads_option.h"
#include "written_files.h"
#include "xuanzhi/products/fact_export.h"
#include "xuanzhi/screening/fact_reuse.h"
#include "xuanzhi/screening/screen.h"

namespace xuanzhi::cli {

namespace {

class Facts : public Command {
 public:
  std::string name() const override { return "facts"; }
  Text summary() const override {
    return {"只做套合：地块 × 图层的面积与距离",
            "the measured facts alone: site × layer areas and distances"};
  }
  std::string examples() const override {
    return "  xuanzhi facts -w gisdata/wuhai -o facts.csv\n  xuanzhi facts -w gisdata/wuhai -o "
           "facts.gpkg\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("-o,--output", output_, "输出 .csv 或 .gpkg output")->required();
    declare_measuring(parser, measuring_);
    parser.add_flag(
        "--verify-overlaps", verify_overlaps_,
        "每处压占另以 GEOS 叠置复核，不一致即报错（慢） check every overlap against GEOS");
    parser.add_option(
        "--timings", timings_,
        "各阶段用时写入 .json（打开、量算、写出） seconds of each phase into a .json");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    require_threads(measuring_.threads);
    products::require_fact_file(output_);
    PhaseClock clock;
    const Session session = open_session(common, streams);
    clock.end_of("open");
    const workspace::Manifest& manifest = session.workspace.manifest;
    const screening::ScreenOptions options{manifest.area_basis, manifest.sliver_tolerance_m2,
                                           verify_overlaps_};
    const screening::Screen screen(session.workspace.layers, {}, options);
    const MeasuredSites measured = measure_sites(
        {&session.workspace, &screen, screening::fact_key(session.workspace.layers, {}, options),
         output_, 0, [](std::size_t, const screening::SiteFacts&) {}},
        measuring_, streams.narration);
    clock.end_of("measure");
    tell_written_files(products::write_facts(session.workspace, *measured.facts, output_), common,
                       streams);
    clock.end_of("write");
    if (!timings_.empty()) clock.write(timings_);
    measured.facts->discard();
    return 0;
  }

 private:
  std::string output_;
  MeasuringChoice measuring_;
  bool verify_overlaps_ = false;
  std::string timings_;
};

}  // namespace

std::unique_ptr<Command> make_facts() {
  return std::make_unique<Facts>();
}

}  // namespace xuanzhi::cli
