// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "support/catch.h"

#include "support/memory_workspace.h"
#include "xuanzhi/workspace/topology.h"

using memory::box;
using memory::box_area;
using xuanzhi::workspace::SourceAudit;
using xuanzhi::workspace::TopologyItem;
using xuanzhi::workspace::TopologyKind;

namespace {

std::vector<TopologyItem> of_kind(const SourceAudit& audit, TopologyKind kind) {
  std::vector<TopologyItem> out;
  std::copy_if(audit.topology.begin(), audit.topology.end(), std::back_inserter(out),
               [&](const TopologyItem& item) { return item.kind == kind; });
  return out;
}

bool notes_hold(const SourceAudit& audit, const std::string& part) {
  return std::any_of(audit.notes.begin(), audit.notes.end(),
                     [&](const xuanzhi::Text& note) { return memory::holds(note.en, part); });
}

}  // namespace

TEST_CASE("A feature that stands twice is named with the first of its kind", "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"zones",
                    "zone",
                    {{box(106, 39, 106.1, 39.1), "A"},
                     {box(106.2, 39, 106.3, 39.1), "B"},
                     {box(106, 39, 106.1, 39.1), "C"}},
                    memory::kEverywhere});
  auto workspace = ground.open();
  audit_topology(workspace, nullptr);
  const SourceAudit& audit = memory::audit_of(workspace.audits, "layer", "zones");
  REQUIRE(audit.topology.size() == 1);
  CHECK(audit.topology[0].kind == TopologyKind::duplicate);
  CHECK(audit.topology[0].id == "C");
  CHECK(memory::holds(audit.topology[0].reason.en, "A"));
  CHECK(memory::holds(audit.topology[0].reason.zh, "A"));
  CHECK(memory::off(audit.topology[0].area_m2, box_area(106, 39, 106.1, 39.1)) < 1e-9);
  CHECK(notes_hold(audit, "shapes that stand twice: 1"));
  memory::check_counts(audit);
}

TEST_CASE("Overlaps within a layer are listed from the largest, slivers are counted",
          "[workspace]") {
  memory::Workspace ground;
  // 1e-5 degrees are about a metre: C and D share some 10,000 m²; 1e-9 degrees, which B and C
  // share, are about one.
  ground.add_layer({"zones",
                    "zone",
                    {{box(106, 39, 106.1, 39.1), "A"},
                     {box(106.05, 39, 106.2, 39.1), "B"},
                     {box(106.1999999995, 39, 106.3, 39.1), "C"},
                     {box(106.29999, 39, 106.4, 39.1), "D"}},
                    memory::kEverywhere});
  auto workspace = ground.open();
  audit_topology(workspace, nullptr);
  const SourceAudit& audit = memory::audit_of(workspace.audits, "layer", "zones");
  const auto overlaps = of_kind(audit, TopologyKind::overlap);
  REQUIRE(overlaps.size() == 2);
  CHECK(overlaps[0].id == "A");
  CHECK(memory::holds(overlaps[0].reason.en, "B"));
  CHECK(memory::off(overlaps[0].area_m2, box_area(106.05, 39, 106.1, 39.1)) < 1e-9);
  CHECK(overlaps[1].id == "C");
  CHECK(memory::off(overlaps[1].area_m2, box_area(106.29999, 39, 106.3, 39.1)) < 1e-6);
  CHECK(notes_hold(audit, "features that overlap each other: 2"));
  CHECK(notes_hold(audit, "1 more of at most 1 m²"));
}

TEST_CASE("What reaches beyond the coverage is told, and gaps where the role covers all",
          "[workspace]") {
  memory::Workspace ground;
  const std::string coverage = box(106, 39, 106.4, 39.1);
  const std::vector<memory::Row> rows{{box(106, 39, 106.1, 39.1), "A"},
                                      {box(106.2, 39, 106.5, 39.1), "B"}};
  ground.add_layer({"zones", "zone", rows, coverage});
  std::vector<memory::Row> provinces = rows;
  for (memory::Row& row : provinces) row.code = "150300";
  ground.add_layer({"provinces", "province", provinces, coverage});
  auto workspace = ground.open();
  audit_topology(workspace, nullptr);
  for (const char* layer : {"zones", "provinces"}) {
    const SourceAudit& audit = memory::audit_of(workspace.audits, "layer", layer);
    const auto beyond = of_kind(audit, TopologyKind::beyond_coverage);
    REQUIRE(beyond.size() == 1);
    CHECK(beyond[0].id == "B");
    CHECK(memory::off(beyond[0].area_m2, box_area(106.4, 39, 106.5, 39.1)) < 1e-9);
  }
  CHECK(of_kind(memory::audit_of(workspace.audits, "layer", "zones"), TopologyKind::gap).empty());
  const auto gaps =
      of_kind(memory::audit_of(workspace.audits, "layer", "provinces"), TopologyKind::gap);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].id == "106.15000, 39.05000");
  CHECK(memory::off(gaps[0].area_m2, box_area(106.1, 39, 106.2, 39.1)) < 1e-9);
}

TEST_CASE("Sites that overlap each other are told at their source", "[workspace]") {
  memory::Workspace ground;
  ground.add_sites({{box(106, 39, 106.1, 39.1), "S1"}, {box(106.05, 39, 106.2, 39.1), "S2"}});
  auto workspace = ground.open();
  audit_topology(workspace, nullptr);
  const SourceAudit& audit = memory::audit_of(workspace.audits, "sites", "sites");
  REQUIRE(audit.topology.size() == 1);
  CHECK(audit.topology[0].id == "S1");
  CHECK(memory::holds(audit.topology[0].reason.zh, "S2"));
}

TEST_CASE("Of very many overlaps the largest hundred are listed and all are counted",
          "[workspace]") {
  memory::Workspace ground;
  std::vector<memory::Row> rows;
  for (int i = 0; i < 20; ++i)  // each over each: 190 pairs
    rows.push_back({box(106 + 0.001 * i, 39, 107, 40 + 0.001 * i), fmt::format("F{}", i)});
  ground.add_layer({"zones", "zone", rows, memory::kEverywhere});
  auto workspace = ground.open();
  audit_topology(workspace, nullptr);
  const SourceAudit& audit = memory::audit_of(workspace.audits, "layer", "zones");
  CHECK(audit.topology.size() == 100);
  CHECK(notes_hold(audit, "features that overlap each other: 190"));
  CHECK(notes_hold(audit, "the largest 100 are listed"));
}

namespace {

namespace fs = std::filesystem;

/// What the audits say of every source as a whole; through the cache, or without it.
std::string finds(const memory::Workspace& ground, std::ostream* narration = nullptr,
                  xuanzhi::workspace::LayerCaching caching = xuanzhi::workspace::LayerCaching::on) {
  auto workspace =
      xuanzhi::workspace::open_workspace(ground.folder(), std::nullopt, narration, caching);
  audit_topology(workspace, narration);
  std::string out;
  for (const SourceAudit& audit : workspace.audits) {
    out += audit.kind + " " + audit.source_id + "\n";
    for (const TopologyItem& item : audit.topology)
      out += fmt::format("{} {} {} {} {:a}\n", to_string(item.kind), item.id, item.reason.zh,
                         item.reason.en, item.area_m2);
    for (const xuanzhi::Text& note : audit.notes) out += note.zh + note.en + "\n";
  }
  return out;
}

std::vector<fs::path> kept(const memory::Workspace& ground) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(ground / ".xuanzhi-cache")) {
    if (entry.path().extension() == ".topology") out.push_back(entry.path());
  }
  return out;
}

// A layer that overlaps itself, holds a shape twice and leaves its coverage, and two sites alike.
void make(memory::Workspace& ground) {
  ground.add_layer({"zones",
                    "zone",
                    {{box(106, 39, 106.11, 39.1), "A"},
                     {box(106.1, 39, 106.2, 39.1), "B"},
                     {box(106, 39, 106.11, 39.1), "C"}},
                    box(106, 39, 106.15, 39.1)});
  ground.add_sites(
      {{box(106.02, 39.01, 106.03, 39.02), "s"}, {box(106.02, 39.01, 106.03, 39.02), "t"}});
  ground.write_manifest();
}

}  // namespace

TEST_CASE("What was found of a topology is kept, and is the same", "[workspace][cache]") {
  memory::Workspace ground;
  make(ground);
  const std::string plain = finds(ground, nullptr, xuanzhi::workspace::LayerCaching::off);
  CHECK(memory::holds(plain, "beyond"));
  CHECK_FALSE(fs::exists(ground / ".xuanzhi-cache"));
  CHECK(finds(ground) == plain);
  REQUIRE(kept(ground).size() == 2);
  const auto written = fs::last_write_time(kept(ground).front());
  CHECK(finds(ground) == plain);
  CHECK(fs::last_write_time(kept(ground).front()) == written);
}

TEST_CASE("A topology that was kept damaged is looked at again, and told", "[workspace][cache]") {
  memory::Workspace ground;
  make(ground);
  const std::string plain = finds(ground);
  for (const fs::path& file : kept(ground)) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(-3, std::ios::end);
    bytes.put('\x7f');
  }
  std::ostringstream narration;
  CHECK(finds(ground, &narration) == plain);
  CHECK(memory::holds(narration.str(), "damaged"));
  CHECK(finds(ground) == plain);
}

TEST_CASE("Another tolerance, site or shape is looked at anew", "[workspace][cache]") {
  memory::Workspace ground;
  make(ground);
  const std::string before = finds(ground);
  SECTION("A tolerance") {
    ground.set_head("name_zh = \"试验\"\nas_of = 2025-06-01\nsliver_tolerance_m2 = 1e9\n");
    ground.write_manifest();
  }
  SECTION("A name") {
    std::ifstream in(ground / "sites.csv");
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::size_t at = text.rfind('t');
    REQUIRE(at != std::string::npos);
    text.replace(at, 1, "u");
    ground.write("sites.csv", text);
  }
  SECTION("A shape") {
    ground.write_rows("sites.csv", {{box(106.02, 39.01, 106.03, 39.02), "s"},
                                    {box(106.025, 39.01, 106.03, 39.02), "t"}});
  }
  const std::string fresh = finds(ground, nullptr, xuanzhi::workspace::LayerCaching::off);
  CHECK(fresh != before);
  CHECK(finds(ground) == fresh);
}
