// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/fact_store.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <random>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/dataset/database.h"
#include "xuanzhi/screening/fact_record.h"
#include "xuanzhi/screening/fact_reuse.h"
#include "xuanzhi/screening/measuring.h"

namespace {

using memory::box;
using xuanzhi::screening::FactKey;
using xuanzhi::screening::FactStore;
using xuanzhi::screening::from_record;
using xuanzhi::screening::SiteFacts;
using xuanzhi::screening::to_record;

// Every member set to something else than its default, some of them to what is hard on a text.
SiteFacts facts() {
  SiteFacts out;
  out.site_id = std::string("甲\0\n", 5);
  out.layers = {
      {3, "", 0.1, -0.0, xuanzhi::screening::Containment::partial,
       std::numeric_limits<double>::min(), "f,1", 0.3, 0.0},
      {1, "core", 1e300, 0.7, xuanzhi::screening::Containment::within, 2.0, "", 1.0, 2.0}};
  out.classes = {
      {300, "outer", 4.0, 0.5, xuanzhi::screening::Containment::disjoint, 6.0, "g", 0.0, -1.0}};
  out.features = {{200, "id", "name", "class", 0.1 + 0.2}};
  xuanzhi::screening::SubjectFact subject;
  subject.present = subject.in_force = subject.version_withheld = true;
  double value = 1.0 / 3.0;
  for (double* member :
       {&subject.overlap_m2, &subject.share, &subject.outside_m2, &subject.outside_known_m2,
        &subject.edge_distance_m, &subject.depth_m, &subject.outside_depth_m, &subject.clearance_m,
        &subject.covered_share, &subject.coverage_reach_m, &subject.accuracy_m})
    *member = value += 1.0;
  subject.layer_ids = {"a", ""};
  subject.feature_ids = {"x,y"};
  out.subjects = {{}, subject};
  out.region = {{"150302"}, {"海勃湾区"}, true};
  return out;
}

TEST_CASE("Facts read back from a record are those that were written", "[facts]") {
  const SiteFacts before = facts();
  const SiteFacts after = from_record(to_record(before));
  CHECK(after.site_id == before.site_id);
  REQUIRE(after.layers.size() == 2);
  CHECK(after.layers[0].layer == 3);
  CHECK(after.layers[0].share == 0.0);
  CHECK(std::signbit(after.layers[0].share));
  CHECK(after.layers[0].distance_m == std::numeric_limits<double>::min());
  CHECK(after.layers[0].nearest_feature_id == "f,1");
  CHECK(after.layers[0].edge_distance_m == 0.0);
  CHECK(after.layers[1].edge_distance_m == 2.0);
  CHECK(after.classes.at(0).edge_distance_m == -1.0);
  CHECK(after.layers[1].containment == xuanzhi::screening::Containment::within);
  CHECK(after.classes.at(0).class_id == "outer");
  CHECK(after.features.at(0).overlap_m2 == 0.1 + 0.2);
  REQUIRE(after.subjects.size() == 2);
  CHECK_FALSE(after.subjects[0].present);
  CHECK(after.subjects[0].edge_distance_m == -1.0);
  CHECK(after.subjects[1].version_withheld);
  CHECK(after.subjects[1].overlap_m2 == before.subjects[1].overlap_m2);
  CHECK(after.subjects[1].accuracy_m == before.subjects[1].accuracy_m);
  CHECK(after.subjects[1].layer_ids == before.subjects[1].layer_ids);
  CHECK(after.region.codes == before.region.codes);
  CHECK(after.region.complete);
  CHECK(to_record(after) == to_record(before));
}

TEST_CASE("Of a class that is all of its layer a record holds the numbers once", "[facts]") {
  using xuanzhi::screening::Containment;
  using xuanzhi::screening::Fact;
  SiteFacts before;
  before.layers = {{0, "", 1.5, 0.25, Containment::partial, 0.0, "a", 1.0, 0.0},
                   {1, "", 2.5, 0.5, Containment::within, 0.0, "b", 1.0, 0.0}};
  const auto classes_like = [](Fact fact) {
    fact.class_id = "only";
    return std::vector<Fact>{fact};
  };
  before.classes = classes_like(before.layers[1]);
  const std::size_t shared = to_record(before).size();
  const SiteFacts after = from_record(to_record(before));
  const Fact& fact = after.classes.at(0);
  CHECK(fact.layer == 1);
  CHECK(fact.class_id == "only");
  CHECK(fact.overlap_m2 == 2.5);
  CHECK(fact.share == 0.5);
  CHECK(fact.containment == Containment::within);
  CHECK(fact.distance_m == 0.0);
  CHECK(fact.edge_distance_m == 0.0);
  CHECK(fact.covered_share == 1.0);
  CHECK(fact.nearest_feature_id == "b");

  // Whatever differs is kept, and be it the sign of nought.
  const std::vector<std::function<void(Fact&)>> changes{
      [](Fact& of) { of.overlap_m2 = 2.0; },
      [](Fact& of) { of.share = 0.75; },
      [](Fact& of) { of.distance_m = -0.0; },
      [](Fact& of) { of.covered_share = 0.5; },
      [](Fact& of) { of.edge_distance_m = 3.0; },
      [](Fact& of) { of.nearest_feature_id = "c"; },
      [](Fact& of) { of.containment = Containment::partial; }};
  for (const auto& change : changes) {
    SiteFacts other = before;
    change(other.classes[0]);
    const std::string record = to_record(other);
    CHECK(record.size() > shared);
    CHECK(to_record(from_record(record)) == record);
    CHECK(std::signbit(from_record(record).classes[0].distance_m) ==
          std::signbit(other.classes[0].distance_m));
    CHECK(from_record(record).classes[0].nearest_feature_id == other.classes[0].nearest_feature_id);
  }
}

TEST_CASE("A record that is cut or changed in one bit is refused", "[facts]") {
  const std::string record = to_record(facts());
  for (std::size_t size = 0; size < record.size(); ++size)
    CHECK_THROWS_AS(from_record(record.substr(0, size)), xuanzhi::Error);
  for (std::size_t bit = 0; bit < 8 * record.size(); ++bit) {
    std::string damaged = record;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    CHECK_THROWS_AS(from_record(damaged), xuanzhi::Error);
  }
}

TEST_CASE("A store goes on where it stopped, and not with other input", "[facts]") {
  memory::Workspace ground;
  const auto file = ground / "out.partial";
  const FactKey key{{"engine", "1"}, {"layer red", "a"}};
  CHECK(FactStore::resumed(file, key) == nullptr);
  {
    FactStore store(file, key);
    store.put({{5, to_record(facts())}, {0, to_record({})}});
    CHECK(store.size() == 2);
  }
  {
    const auto store = FactStore::resumed(file, key);
    REQUIRE(store != nullptr);
    CHECK(store->size() == 2);
    CHECK(store->holds(5));
    CHECK_FALSE(store->holds(1));
    CHECK_FALSE(store->holds(600));
    CHECK(store->at(5).region.codes == facts().region.codes);
    // Another process would be told the same.
    const auto error = memory::error_of([&] { FactStore other(file, key); });
    CHECK(error.code() == xuanzhi::ErrorCode::output_failed);
  }
  const auto error = memory::error_of([&] {
    FactStore::resumed(file, {{"engine", "1"}, {"layer red", "b"}});
  });
  CHECK(error.code() == xuanzhi::ErrorCode::state_stale);
  CHECK(memory::holds(error.message().en, "layer red"));
  CHECK(FactStore(file, {}).size() == 0);
  {
    FactStore last(file, key);
    last.discard();
  }
  CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("A run killed before it wrote anything has nothing to go on with", "[facts]") {
  memory::Workspace ground;
  ground.write("out.partial", "");
  CHECK(FactStore::resumed(ground / "out.partial", {}) == nullptr);
  CHECK(FactStore(ground / "out.partial", {}).size() == 0);
}

TEST_CASE("Something else in the place of a store is refused and left alone", "[facts]") {
  memory::Workspace ground;
  ground.write("out.partial", "not a database, and long enough to look like a file with content\n");
  const auto error = memory::error_of([&] { FactStore store(ground / "out.partial", {}); });
  CHECK(error.code() == xuanzhi::ErrorCode::output_failed);
  CHECK(std::filesystem::file_size(ground / "out.partial") == 65);
}

// ------------------------------------------------------------------ measuring into a store

// Sites in a row, over a red line that reaches half of them and a road across.
void furnish(memory::Workspace& ground, double red_to, const std::string& code = "150302") {
  std::vector<memory::Row> rows;
  for (int i = 0; i < 40; ++i) {
    const double west = 106.0 + 0.01 * i;
    rows.push_back({box(west, 39.0, west + 0.009, 39.01), "s" + std::to_string(39 - i)});
  }
  ground.add_sites(rows);
  ground.add_layer(
      {"region", "province", {{memory::kEverywhere, "p", "", "", code}}, memory::kEverywhere});
  ground.add_layer(
      {"red", "redline", {{box(106.0, 38.9, red_to, 39.005), "r"}}, memory::kEverywhere});
  ground.add_layer(
      {"road", "road", {{"LINESTRING(106 39.02,106.4 39.02)", "w"}}, memory::kEverywhere});
  ground.add_rulebook("");
}

const std::vector<xuanzhi::screening::Subject> kAsked{{"redline", {}}, {"road", {}}};

// What `evaluate` writes for a later run, made by hand.
void write_result(const std::filesystem::path& file, const xuanzhi::workspace::Workspace& workspace,
                  const FactStore& store, const FactKey& key) {
  auto database = xuanzhi::dataset::Database::open(file.string());
  database.execute(
      "CREATE TABLE run(key, value); CREATE TABLE fact_key(name, digest);"
      "CREATE TABLE fact_record(site_id, digest, record)");
  for (const auto& [name, digest] : key) {
    auto insert = database.prepare("INSERT INTO fact_key VALUES(?1, ?2)");
    insert.bind(1, name);
    insert.bind(2, digest);
    insert.step();
  }
  for (std::size_t s = 0; s < workspace.sites.size(); ++s) {
    auto insert = database.prepare("INSERT INTO fact_record VALUES(?1, ?2, ?3)");
    insert.bind(1, workspace.sites[s].info.id);
    insert.bind(2, xuanzhi::screening::site_digest(workspace.sites[s]));
    const std::string record = store.record(s);
    insert.bind_bytes(3, record);
    insert.step();
  }
}

TEST_CASE("Measured in batches on many threads, or taken up from a result, facts are the same",
          "[facts]") {
  const xuanzhi::screening::ScreenOptions options;
  memory::Workspace before;
  furnish(before, 106.2);
  const auto old = before.open();
  const xuanzhi::screening::Screen old_screen(old.layers, kAsked, options);
  const FactKey key = xuanzhi::screening::fact_key(old.layers, kAsked, options);
  FactStore store(before / "a.partial", key);
  std::vector<int> told(old.sites.size(), 0);
  xuanzhi::screening::measure_into(store, old_screen, old.sites, {8, 7, nullptr, nullptr},
                                   [&](std::size_t site, const SiteFacts&) { ++told[site]; });
  CHECK(told == std::vector<int>(old.sites.size(), 1));
  for (std::size_t s = 0; s < old.sites.size(); ++s)
    CHECK(store.record(s) == to_record(old_screen.measure(old.sites[s])));
  write_result(before / "old.gpkg", old, store, key);

  const auto taken_up = [&](memory::Workspace& after, const std::vector<std::string>& roles) {
    const auto now = after.open();
    const xuanzhi::screening::Screen screen(now.layers, kAsked, options);
    xuanzhi::screening::FactReuse reuse(before / "old.gpkg", now.layers, screen, options);
    CHECK(reuse.obstacle().en.empty());
    CHECK(reuse.changed_roles() == roles);
    FactStore again(after / "b.partial", {});
    xuanzhi::screening::measure_into(again, screen, now.sites, {8, 7, nullptr, &reuse},
                                     [](std::size_t, const SiteFacts&) {});
    for (std::size_t s = 0; s < now.sites.size(); ++s)
      CHECK(again.record(s) == to_record(screen.measure(now.sites[s])));
    CHECK(reuse.counts().part == now.sites.size());
    CHECK(reuse.counts().fresh == 0);
    return again.at(0);
  };
  memory::Workspace moved_line;
  furnish(moved_line, 106.3);
  taken_up(moved_line, {"redline"});
  memory::Workspace renumbered;
  furnish(renumbered, 106.2, "150303");
  CHECK(taken_up(renumbered, {"province"}).region.codes == std::vector<std::string>{"150303"});
}

}  // namespace
