// SPDX-License-Identifier: Apache-2.0
// The parts of the service, without a network: routes, jobs, gate, inputs, sent files, tiles.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "service/gate.h"
#include "service/geojson.h"
#include "service/jobs.h"
#include "service/process_inputs.h"
#include "service/routes.h"
#include "service/sent_files.h"
#include "service/vector_tile.h"
#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/service/problem.h"

using namespace xuanzhi;
using namespace xuanzhi::service;
using nlohmann::json;

namespace {

// Two sites, of which the second lies in the red line that a rule forbids.
struct Ground {
  memory::Workspace files;
  std::unique_ptr<Model> model;
  ServerOptions options;

  Ground() {
    files.add_sites({{memory::box(106.80, 39.60, 106.81, 39.61), "S1"},
                     {memory::box(106.90, 39.60, 106.91, 39.61), "S2"}});
    files.add_layer({"red",
                     "redline",
                     {{memory::box(106.905, 39.59, 106.95, 39.62), "R1"}},
                     memory::kEverywhere});
    files.add_rulebook(
        memory::rule("id = \"RED\"\nrole = \"redline\"\nseverity = \"prohibit\"\n"
                     "relation = \"overlap\"\nthreshold = 0.0\nunit = \"m2\"\n"));
    files.write_manifest();
    workspace::Workspace workspace = files.open();
    rules::Rulebook book = files.open_rulebook();
    auto versions = assessment::choose_versions(workspace, book);
    model = std::make_unique<Model>(std::move(workspace), std::move(book), std::move(versions),
                                    nullptr);
  }
};

Request request(const std::string& method, const std::string& path, const std::string& body = "") {
  Request out;
  out.method = method;
  out.path = path;
  out.body = body;
  out.content_type = body.empty() ? "" : "application/json";
  return out;
}

}  // namespace

TEST_CASE(
    "a route answers, an unknown one is 404, another method 405 with those that are allowed") {
  const Ground ground;
  Routes routes(*ground.model, ground.options);
  const Answer sites = routes.answer(request("GET", "/api/sites"));
  REQUIRE(sites.status == 200);
  const json told = json::parse(sites.body);
  CHECK(told["features"].size() == 2);
  CHECK(routes.answer(request("GET", "/api/nothing")).status == 404);
  CHECK(routes.answer(request("GET", "/api/sites/S9")).status == 404);
  const Answer wrong = routes.answer(request("DELETE", "/api/sites"));
  CHECK(wrong.status == 405);
  CHECK(std::find(wrong.headers.begin(), wrong.headers.end(),
                  std::pair<std::string, std::string>("Allow", "GET")) != wrong.headers.end());
}

TEST_CASE("an answer has an ETag of the inputs and is not sent again under it") {
  const Ground ground;
  Routes routes(*ground.model, ground.options);
  const Answer first = routes.answer(request("GET", "/api/sites"));
  const auto etag = std::find_if(first.headers.begin(), first.headers.end(),
                                 [](const auto& header) { return header.first == "ETag"; });
  REQUIRE(etag != first.headers.end());
  Request again = request("GET", "/api/sites");
  again.if_none_match = etag->second;
  CHECK(routes.answer(again).status == 304);
  again.query["limit"] = "1";
  CHECK(routes.answer(again).status == 200);
}

TEST_CASE("a drawn site is measured and judged by the same rules as those of the workspace") {
  const Ground ground;
  Routes routes(*ground.model, ground.options);
  const std::string ring =
      "[[106.90,39.60],[106.91,39.60],[106.91,39.61],[106.90,39.61],[106.90,39.60]]";
  const Answer drawn = routes.answer(
      request("POST", "/api/processes/check/execution",
              R"({"inputs":{"site":{"type":"Polygon","coordinates":[)" + ring + "]}}}"));
  REQUIRE(drawn.status == 200);
  const json found = json::parse(drawn.body);
  const json known = json::parse(routes.answer(request("GET", "/api/sites/S2")).body);
  CHECK(found["verdict"] == "non_compliant");
  CHECK(found["verdict"] == known["verdict"]);
  const double area = memory::box_area(106.90, 39.60, 106.91, 39.61);
  CHECK(memory::off(found["area_m2"].get<double>(), area) < 1e-9);
  const double overlap = memory::box_area(106.905, 39.60, 106.91, 39.61);
  CHECK(memory::off(found["findings"][0]["measured"].get<double>(), overlap) < 1e-6);
}

TEST_CASE("without criteria nothing is placed, and the answer says why") {
  const Ground ground;
  Routes routes(*ground.model, ground.options);
  CHECK(json::parse(routes.answer(request("GET", "/api/budgets")).body)["can_place"] == false);
  const Answer refused =
      routes.answer(request("POST", "/api/processes/place/execution", R"({"inputs":{}})"));
  CHECK(refused.status == 404);
  CHECK(memory::holds(refused.body, "criteria.toml"));
}

TEST_CASE("any number of threads get the answer that one gets") {
  const Ground ground;
  Routes routes(*ground.model, ground.options);
  const std::string body = R"({"inputs":{"site":{"id":"S2"}}})";
  const std::string alone =
      routes.answer(request("POST", "/api/processes/check/execution", body)).body;
  std::atomic<int> same{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 20; ++k) {
        const Answer one = routes.answer(request("POST", "/api/processes/check/execution", body));
        same += one.status == 200 && one.body == alone ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(same == 80);
}

TEST_CASE("jobs run one after the other, can be given up, and too many are refused") {
  Limits limits;
  limits.queued_jobs = 2;
  Jobs jobs(limits);
  std::atomic<bool> started{false};
  const std::string long_one = jobs.add("check", 100, [&](JobRun& run) -> std::string {
    started = true;
    while (run.step()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return "never read";
  });
  while (!started) std::this_thread::yield();
  const std::string next = jobs.add("check", 1, [](JobRun& run) -> std::string {
    run.step();
    return "done";
  });
  CHECK(memory::error_of([&] { jobs.add("check", 1, {}); }).code() == ErrorCode::service_busy);
  CHECK(memory::error_of([&] { jobs.result(next); }).code() == ErrorCode::resource_unknown);
  CHECK(jobs.status(long_one)["progress"].get<int>() <= 99);
  jobs.dismiss(long_one);
  while (jobs.status(next)["status"] != "successful") std::this_thread::yield();
  CHECK(jobs.result(next) == "done");
  CHECK(jobs.status(long_one)["status"] == "dismissed");
  jobs.dismiss(long_one);
  CHECK(memory::error_of([&] { jobs.status(long_one); }).code() == ErrorCode::resource_unknown);
}

TEST_CASE("a job past its time and one that fails tell their errors") {
  Limits limits;
  limits.job_time = std::chrono::seconds(0);
  Jobs jobs(limits);
  const std::string slow = jobs.add("check", 9, [](JobRun& run) -> std::string {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    run.step();
    return "";
  });
  const std::string broken =
      jobs.add("check", 1, [](JobRun&) -> std::string { throw std::runtime_error("broken"); });
  while (jobs.status(broken)["status"] != "failed") std::this_thread::yield();
  CHECK(jobs.status(slow)["status"] == "failed");
  CHECK(memory::error_of([&] { jobs.result(slow); }).code() == ErrorCode::service_busy);
  CHECK(memory::error_of([&] { jobs.result(broken); }).code() == ErrorCode::internal_fault);
}

TEST_CASE("the gate lets few work, some wait, and sends the others away") {
  Limits limits;
  limits.concurrent_checks = 1;
  limits.waiting_checks = 0;
  Gate gate(limits);
  {
    const Gate::Turn turn(gate);
    CHECK(memory::error_of([&] { const Gate::Turn other(gate); }).code() ==
          ErrorCode::service_busy);
  }
  const Gate::Turn free_again(gate);
  limits.waiting_checks = 1;
  limits.wait_time = std::chrono::seconds(0);
  CHECK(memory::error_of([&] { const Gate::Turn late(gate); }).code() == ErrorCode::service_busy);
}

TEST_CASE("JSON deeper than allowed is refused before it is parsed") {
  CHECK(parse_json(R"({"a":[1,{"b":"[[[["}]})", 3)["a"][0] == 1);
  const std::string deep(100000, '[');
  CHECK(memory::error_of([&] { parse_json(deep, 32); }).code() == ErrorCode::request_malformed);
  CHECK(memory::error_of([&] { parse_json("{", 32); }).code() == ErrorCode::request_malformed);
}

TEST_CASE("inputs come from JSON or from plain text with a query, and from nothing else") {
  Limits limits;
  Request text = request("POST", "/", "POLYGON(())");
  text.content_type = "text/plain";
  text.query = {{"project", "P1"}, {"repair", "true"}};
  const ProcessInputs plain(text, limits);
  CHECK(plain.value("site") == "POLYGON(())");
  CHECK(plain.text("project") == "P1");
  CHECK(plain.crossing() == Crossing::mend);
  const ProcessInputs given(request("POST", "/", R"({"inputs":{"detail":5}})"), limits);
  CHECK(memory::error_of([&] { given.text("detail"); }).code() == ErrorCode::request_malformed);
  CHECK(memory::error_of([&] { given.value("site"); }).code() == ErrorCode::request_malformed);
  for (const char* body : {"[]", "{}", R"({"inputs":[]})"}) {
    CHECK(memory::error_of([&] { ProcessInputs(request("POST", "/", body), limits); }).code() ==
          ErrorCode::request_malformed);
  }
  text.content_type = "image/png";
  CHECK(memory::error_of([&] { ProcessInputs(text, limits); }).code() ==
        ErrorCode::media_type_unsupported);
}

TEST_CASE("sent files are stored under our names and must be what they say") {
  const memory::Workspace files;
  const auto stored = [&](const json& sent) {
    return store_sent_files(sent, files.folder(), "inputs.files");
  };
  // "<kml/>" and the head of a shapefile.
  CHECK(stored({{{"kind", "kml"}, {"base64", "PGttbC8+"}}}) == files / "site.kml");
  CHECK(std::filesystem::file_size(files / "site.kml") == 6);
  CHECK(stored({{{"kind", "shp"}, {"base64", "AAAnCg=="}},
                {{"kind", "prj"}, {"base64", "eA=="}}}) == files / "site.shp");
  const auto code = [&](const json& sent) {
    return memory::error_of([&] { stored(sent); }).code();
  };
  CHECK(code({{{"kind", "shp"}, {"base64", "PGttbC8+"}}}) == ErrorCode::media_type_unsupported);
  CHECK(code({{{"kind", "../x"}, {"base64", "PGttbC8+"}}}) == ErrorCode::media_type_unsupported);
  CHECK(code({{{"kind", "kml"}, {"base64", "PGttbC8"}}}) == ErrorCode::request_malformed);
  CHECK(code({{{"kind", "kml"}, {"base64", "????"}}}) == ErrorCode::request_malformed);
  CHECK(code({{{"kind", "prj"}, {"base64", "eA=="}}}) == ErrorCode::request_malformed);
  CHECK(code(json::array()) == ErrorCode::request_malformed);
}

TEST_CASE("tiles have their place in the pyramid, and addresses outside it are none") {
  const auto world = tile_address("0", "0", "0");
  REQUIRE(world);
  CHECK(tile_box(*world).min_x == Approx(-180.0));
  CHECK(tile_box(*world).max_y == Approx(85.0511287798).margin(1e-9));
  const auto east = tile_address("1", "1", "1");
  REQUIRE(east);
  CHECK(tile_box(*east).min_x == Approx(0.0).margin(1e-12));
  CHECK(tile_box(*east).max_y == Approx(0.0).margin(1e-12));
  for (const char* bad : {"23", "-1", "x", "", "99999999999"})
    CHECK_FALSE(tile_address(bad, "0", "0"));
  CHECK_FALSE(tile_address("1", "2", "0"));
  CHECK_FALSE(tile_address("1", "0", "2"));
}
