// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/topology.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "topology_cache.h"
#include "xuanzhi/base/progress.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/self_overlap.h"

namespace xuanzhi::workspace {

namespace {

using geometry::Shape;

// Of each kind the largest are listed; the note of the source counts all.
constexpr std::size_t kMostListed = 100;

// One thing with its id: a feature of a layer, or a site.
struct Member {
  std::string id;
  const Shape* shape = nullptr;
};

class TopologyAudit {
 public:
  TopologyAudit(SourceAudit& audit, double tolerance_m2)
      : audit_(audit), tolerance_m2_(tolerance_m2) {}

  void compare(const std::vector<Member>& members);
  void beyond(const std::vector<Member>& members, const Layer& layer);
  void gaps(const std::vector<Member>& members, const Shape& coverage);

 private:
  void add(TopologyKind kind, std::string id, Text reason, double area_m2) {
    found_.push_back({kind, std::move(id), std::move(reason), area_m2});
  }
  void enter(const Text& name);

  SourceAudit& audit_;
  double tolerance_m2_;
  std::vector<TopologyItem> found_;
  std::size_t within_tolerance_ = 0;
  bool complete_ = true;
};

// Lists what was found of one kind, largest first, and sums it up in a note.
void TopologyAudit::enter(const Text& name) {
  std::stable_sort(found_.begin(), found_.end(), [](const TopologyItem& a, const TopologyItem& b) {
    return a.area_m2 > b.area_m2;
  });
  double sum = 0.0;
  for (const TopologyItem& item : found_) sum += item.area_m2;
  if (!found_.empty() || within_tolerance_ > 0 || !complete_) {
    Text note{fmt::format("{} {} 处", name.zh, found_.size()),
              fmt::format("{}: {}", name.en, found_.size())};
    if (sum > 0.0) {
      note.zh += fmt::format("，合计 {:.1f} m²", sum);
      note.en += fmt::format(", {:.1f} m² in all", sum);
    }
    if (within_tolerance_ > 0) {
      note.zh += fmt::format("；另有 {} 处不超过 {:g} m²", within_tolerance_, tolerance_m2_);
      note.en += fmt::format("; {} more of at most {:g} m²", within_tolerance_, tolerance_m2_);
    }
    if (found_.size() > kMostListed) {
      note.zh += fmt::format("；只列最大的 {} 处", kMostListed);
      note.en += fmt::format("; the largest {} are listed", kMostListed);
    }
    if (!complete_) {
      note.zh += "；要素彼此堆叠过多，未全部比较";
      note.en += "; too many features lie upon each other, not all were compared";
    }
    audit_.notes.push_back(std::move(note));
  }
  found_.resize(std::min(found_.size(), kMostListed));
  std::move(found_.begin(), found_.end(), std::back_inserter(audit_.topology));
  found_.clear();
  within_tolerance_ = 0;
}

void TopologyAudit::compare(const std::vector<Member>& members) {
  std::vector<const Shape*> shapes;
  shapes.reserve(members.size());
  for (const Member& member : members) shapes.push_back(member.shape);
  const std::vector<std::size_t> alike = geometry::first_alike(shapes);
  std::vector<std::size_t> distinct;
  std::vector<const Shape*> distinct_shapes;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (alike[i] == i) {
      distinct.push_back(i);
      distinct_shapes.push_back(shapes[i]);
      continue;
    }
    const std::string& first = members[alike[i]].id;
    add(TopologyKind::duplicate, members[i].id,
        {"与 " + first + " 图形相同", "the same shape as " + first},
        geometry::ellipsoidal_area_m2(*shapes[i]));
  }
  enter({"图形重复", "shapes that stand twice"});
  const geometry::SelfOverlap overlap = geometry::self_overlap(distinct_shapes);
  complete_ = overlap.complete;
  for (const geometry::OverlappingPair& pair : overlap.pairs) {
    if (pair.area_m2 <= tolerance_m2_) {
      ++within_tolerance_;
      continue;
    }
    const std::string& other = members[distinct[pair.second]].id;
    add(TopologyKind::overlap, members[distinct[pair.first]].id,
        {fmt::format("与 {} 重叠 {:.1f} m²", other, pair.area_m2),
         fmt::format("overlaps {} by {:.1f} m²", other, pair.area_m2)},
        pair.area_m2);
  }
  enter({"要素互相重叠", "features that overlap each other"});
  complete_ = true;
}

void TopologyAudit::beyond(const std::vector<Member>& members, const Layer& layer) {
  for (const Member& member : members) {
    if (member.shape->dimension() != 2) continue;
    // Most lie far within.
    if (layer.regions->coverage.covers(member.shape->box())) continue;
    const double area =
        geometry::ellipsoidal_area_m2(geometry::difference(*member.shape, layer.coverage));
    if (area <= tolerance_m2_) {
      within_tolerance_ += area > 0.0 ? 1 : 0;
      continue;
    }
    add(TopologyKind::beyond_coverage, member.id,
        {fmt::format("超出覆盖范围 {:.1f} m²", area),
         fmt::format("reaches {:.1f} m² beyond the coverage", area)},
        area);
  }
  enter({"要素超出覆盖范围", "features beyond the coverage"});
}

void TopologyAudit::gaps(const std::vector<Member>& members, const Shape& coverage) {
  std::vector<Shape> filled;
  filled.reserve(members.size());
  for (const Member& member : members) filled.push_back(member.shape->clone());
  const Shape left =
      geometry::difference(coverage, geometry::union_of(coverage.geos(), std::move(filled)));
  for (const Shape& gap : geometry::separated(left)) {
    const double area = geometry::ellipsoidal_area_m2(gap);
    if (area <= tolerance_m2_) {
      ++within_tolerance_;
      continue;
    }
    const geometry::Box box = gap.box();
    const std::string place =
        fmt::format("{:.5f}, {:.5f}", 0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y));
    add(TopologyKind::gap, place,
        {fmt::format("覆盖范围内 {:.1f} m² 没有要素", area),
         fmt::format("no feature on {:.1f} m² of the coverage", area)},
        area);
  }
  enter({"覆盖范围内的空隙", "gaps in the coverage"});
}

SourceAudit* audit_of_layer(std::vector<SourceAudit>& audits, const Layer& layer) {
  const auto found = std::find_if(audits.begin(), audits.end(), [&](const SourceAudit& audit) {
    return audit.kind == "layer" && audit.source_id == layer.config.id;
  });
  return found == audits.end() ? nullptr : &*found;
}

void examine(const Layer& layer, SourceAudit& audit, double tolerance_m2) {
  std::vector<Member> members;
  const std::vector<Shape> shapes = layer.shapes(layer.coverage.geos());
  for (std::size_t i = 0; i < shapes.size(); ++i)
    members.push_back({layer.features[i].id, &shapes[i]});
  TopologyAudit topology(audit, tolerance_m2);
  topology.compare(members);
  if (layer.coverage.empty() || layer.role->dimension != 2) return;
  topology.beyond(members, layer);
  if (layer.role->covers_all) topology.gaps(members, layer.coverage);
}

void examine(const geometry::Geos& geos, const std::vector<const Site*>& sites, SourceAudit& audit,
             double tolerance_m2) {
  std::vector<Shape> shapes;
  shapes.reserve(sites.size());
  std::vector<Member> members;
  for (const Site* site : sites) {
    shapes.push_back(site->shape.in(geos));
    members.push_back({site->info.id, &shapes.back()});
  }
  TopologyAudit(audit, tolerance_m2).compare(members);
}

// Enters what was kept, or what is found now and kept.
template <class Examine>
void enter(const TopologyCache& cache, const std::string& key, SourceAudit& audit,
           Examine examine_now) {
  if (const auto kept = cache.take(audit, key)) {
    audit.topology = kept->items;
    audit.notes.insert(audit.notes.end(), kept->notes.begin(), kept->notes.end());
    return;
  }
  const std::size_t before = audit.notes.size();
  examine_now();
  const auto first = audit.notes.begin() + static_cast<std::ptrdiff_t>(before);
  cache.keep(audit, {audit.topology, {first, audit.notes.end()}}, key);
}

}  // namespace

void audit_topology(Workspace& workspace, std::ostream* narration) {
  const double tolerance = workspace.manifest.sliver_tolerance_m2;
  const TopologyCache cache(CacheFolder(workspace.cache_folder, narration));
  Progress progress(narration, "topology", workspace.layers.size() + 1);
  for (const Layer& layer : workspace.layers) {
    if (SourceAudit* audit = audit_of_layer(workspace.audits, layer)) {
      enter(cache, cache.key_of(layer, tolerance), *audit,
            [&] { examine(layer, *audit, tolerance); });
    }
    progress.advance();
  }
  // Sites stand in the order of their sources.
  std::size_t next = 0;
  for (SourceAudit& audit : workspace.audits) {
    if (audit.kind != "sites") continue;
    std::vector<const Site*> sites;
    for (std::size_t count = audit.rows_used + audit.rows_repaired; count > 0; --count)
      sites.push_back(&workspace.sites[next++]);
    enter(cache, cache.key_of(sites, tolerance), audit,
          [&] { examine(*workspace.geos, sites, audit, tolerance); });
  }
  progress.advance();
}

}  // namespace xuanzhi::workspace
