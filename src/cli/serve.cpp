// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <ostream>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "session.h"
#include "xuanzhi/base/parallel.h"
#include "xuanzhi/service/server.h"

namespace xuanzhi::cli {

namespace {

class Serve : public Command {
 public:
  std::string name() const override { return "serve"; }
  Text summary() const override {
    return {"网页地图与接口（只供本机，除非 --listen）",
            "web map and API (for this computer only, unless --listen)"};
  }
  std::string examples() const override {
    return "  xuanzhi serve -w gisdata/wuhai\n  xuanzhi serve -w gisdata/wuhai --port 9000\n"
           "  xuanzhi serve -w gisdata/wuhai --base 影像.tif\n"
           "  XUANZHI_TOKEN=… xuanzhi serve -w gisdata/wuhai --listen 0.0.0.0\n"
           "  curl --data-binary @宗地.txt -H 'Content-Type: text/plain' "
           "http://127.0.0.1:8765/api/processes/check/execution\n";
  }
  void declare(CLI::App& parser) override {
    parser.add_option("--port", options_.port, "端口，0 为任意空闲 port, 0 for any free one")
        ->check(CLI::Range(0, 65535));
    parser.add_option(
        "--listen", options_.address,
        "监听地址，缺省 127.0.0.1；其他地址须有口令（环境变量 XUANZHI_TOKEN，未设则随机） "
        "address, others than this computer's need a token (XUANZHI_TOKEN, or a random one)");
    parser
        .add_option(
            "--base", options_.base_map,
            "底图：本机的 GeoTIFF 或栅格 MBTiles a picture under the layers: GeoTIFF, MBTiles")
        ->check(CLI::ExistingFile);
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    if (const char* token = std::getenv("XUANZHI_TOKEN")) options_.token = token;
    if (options_.token.empty() && !service::is_loopback(options_.address))
      options_.token = service::random_token();
    service::StopSignals signals;  // before the first thread
    options_.limits.concurrent_checks = static_cast<std::size_t>(std::max(2, all_cores()));
    Session session = open_session(common, streams);
    const service::Model model(std::move(session.workspace), std::move(session.rulebook),
                               std::move(session.versions), streams.narration);
    service::serve(model, options_, signals, [&](int port) { announce(common, streams, port); });
    return 0;
  }

 private:
  void announce(const CommonOptions& common, const Streams& streams, int port) const {
    const bool is_ipv6 = options_.address.find(':') != std::string::npos;
    const std::string host = is_ipv6 ? "[" + options_.address + "]" : options_.address;
    const std::string url = fmt::format("http://{}:{}/{}", host, port,
                                        options_.token.empty() ? "" : "#token=" + options_.token);
    const bool zh = common.language == Language::chinese;
    if (common.json) {
      *streams.out << fmt::format(R"({{"url":"{}","port":{},"web_page":{}}})", url, port,
                                  service::has_web_page())
                   << std::endl;
      return;
    }
    *streams.out << (zh ? "网页地图 " : "Web map ") << url << "\n"
                 << (zh ? "接口说明 " : "API ") << fmt::format("http://{}:{}/api", host, port)
                 << "\n";
    if (!service::has_web_page()) {
      *streams.out
          << (zh ? "此程序编译时没有 npm，只有接口，没有网页地图\n"
                 : "this program was built without npm: the API is there, the page is not\n");
    }
    *streams.out << (zh ? "按 Ctrl+C 结束\n" : "Ctrl+C ends it\n") << std::flush;
  }

  service::ServerOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_serve() {
  return std::make_unique<Serve>();
}

}  // namespace xuanzhi::cli
