// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <optional>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "measured_sites.h"
#include "phase_clock.h"
#include "session.h"
#include "threads_option.h"
#include "written_files.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/products/fact_export.h"
#include "xuanzhi/screening/fact_reuse.h"
#include "xuanzhi/screening/screen.h"

namespace xuanzhi::cli {

namespace {

void require_within(const std::optional<double>& metres) {
  if (!metres || (std::isfinite(*metres) && *metres >= 0.0)) return;
  throw Error(ErrorCode::value_invalid, "--within",
              {fmt::format("距离 {} 应为不小于 0 的米数", *metres),
               fmt::format("{} is no distance of 0 m or more", *metres)},
              {"省去该选项即不论远近", "leave the option out to measure however far it is"});
}

class Facts : public Command {
 public:
  std::string name() const override { return "facts"; }
  Text summary() const override {
    return {"只做套合：地块 × 图层的面积与距离",
            "the measured facts alone: site × layer areas and distances"};
  }
  std::string examples() const override {
    return "  xuanzhi facts -w gisdata/wuhai -o facts.csv\n"
           "  xuanzhi facts -w gisdata/wuhai -o facts.gpkg --within 5000\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("-o,--output", output_, "输出 .csv 或 .gpkg output")->required();
    declare_measuring(parser, measuring_);
    parser.add_option("--within", within_m_,
                      "最近距离只查到这么远（米），更远留空；0 只要压占 "
                      "distances up to so many metres, farther ones stay empty; 0: overlaps alone");
    parser.add_flag(
        "--verify-overlaps", verify_overlaps_,
        "每处压占另以 GEOS 叠置复核，不一致即报错（慢） check every overlap against GEOS");
    parser.add_option(
        "--timings", timings_,
        "各阶段用时写入 .json（打开、量算、写出） seconds of each phase into a .json");
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    require_threads(measuring_.threads);
    require_within(within_m_);
    products::require_fact_file(output_);
    PhaseClock clock;
    const Session session = open_session(common, streams);
    clock.end_of("open");
    const workspace::Manifest& manifest = session.workspace.manifest;
    const screening::ScreenOptions options{manifest.area_basis, manifest.sliver_tolerance_m2,
                                           verify_overlaps_, within_m_};
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
  std::optional<double> within_m_;
  bool verify_overlaps_ = false;
  std::string timings_;
};

}  // namespace

std::unique_ptr<Command> make_facts() {
  return std::make_unique<Facts>();
}

}  // namespace xuanzhi::cli
