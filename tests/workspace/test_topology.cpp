// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
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
