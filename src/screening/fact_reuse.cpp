// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/fact_reuse.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "stored_key.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/database.h"
#include "xuanzhi/screening/fact_record.h"

namespace xuanzhi::screening {

namespace fs = std::filesystem;
using dataset::Database;
using dataset::Statement;
using workspace::Layer;

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::string_view kLayer = "layer ";
constexpr std::string_view kSubject = "subject ";

// What an earlier result says of itself.
struct Earlier {
  std::map<std::string, std::string> settings;
  std::vector<std::string> layers;                              // ids, in their order
  std::map<std::string, std::vector<std::string>> role_layers;  // id and digest, by role
  std::map<std::string, std::size_t> subjects;                  // by their words
};

Earlier understood(const FactKey& key) {
  Earlier out;
  for (const auto& [name, digest] : key) {
    if (name.starts_with(kLayer)) {
      out.layers.push_back(name.substr(kLayer.size()));
      out.role_layers[digest.substr(0, digest.find(' '))].push_back(
          fmt::format("{} {}", name, digest));
    } else if (name.starts_with(kSubject)) {
      const std::size_t place = out.subjects.size();
      out.subjects.emplace(digest, place);
    } else {
      out.settings.emplace(name, digest);
    }
  }
  return out;
}

}  // namespace

struct FactReuse::State {
  Database database;
  const std::vector<Layer>* layers;
  const Screen* screen;
  Text obstacle;
  std::vector<std::string> changed;
  std::vector<std::size_t> layer_before;    // of each layer; kNone: measured anew
  std::vector<std::size_t> subject_before;  // likewise
  bool region_before = true;
  // The changed roles by themselves.
  std::vector<Layer> part_layers;
  std::vector<std::size_t> part_layer;    // its place here, of each layer
  std::vector<std::size_t> part_subject;  // likewise
  std::unique_ptr<Screen> part;
  // Site id -> digest and row.
  std::unordered_map<std::string, std::pair<std::string, std::int64_t>> rows;
  std::vector<std::string> loaded;
  mutable std::atomic<std::size_t> whole{0};
  mutable std::atomic<std::size_t> some{0};
  mutable std::atomic<std::size_t> fresh{0};

  State(Database opened, const std::vector<Layer>& all, const Screen& full)
      : database(std::move(opened)), layers(&all), screen(&full) {}

  void compare(const FactKey& before, const FactKey& now);
  void find_changed(const Earlier& before, const Earlier& now);
  void make_part(const Earlier& before, const ScreenOptions& options);
  void read_rows();
  SiteFacts merged(const SiteFacts& before, const SiteFacts& anew) const;
};

void FactReuse::State::compare(const FactKey& before_key, const FactKey& now_key) {
  const Earlier before = understood(before_key);
  const Earlier now = understood(now_key);
  if (before.settings != now.settings) {
    obstacle = {"旧结果由另一版本或其他面积口径算出，全部重算",
                "the earlier result was made by another version or with other options; all is "
                "measured anew"};
    return;
  }
  find_changed(before, now);
}

void FactReuse::State::find_changed(const Earlier& before, const Earlier& now) {
  std::set<std::string> roles;
  for (const Earlier* one : {&before, &now}) {
    for (const auto& [role, digests] : one->role_layers) {
      const auto was = before.role_layers.find(role);
      const auto is = now.role_layers.find(role);
      if (was == before.role_layers.end() || is == now.role_layers.end() ||
          was->second != is->second)
        roles.insert(role);
    }
  }
  for (const auto& [words, place] : now.subjects) {
    if (!before.subjects.contains(words)) roles.insert(words.substr(0, words.find('\n')));
  }
  // A region is made of all layers that give one; a layer that is gone may have been one.
  for (const Layer& layer : *layers) {
    if (layer.role->gives_region && roles.contains(layer.role->id)) region_before = false;
  }
  for (const auto& [role, digests] : before.role_layers) {
    if (!now.role_layers.contains(role)) region_before = false;
  }
  for (const Layer& layer : *layers) {
    if (layer.role->gives_region && !region_before) roles.insert(layer.role->id);
  }
  changed.assign(roles.begin(), roles.end());
}

void FactReuse::State::make_part(const Earlier& before, const ScreenOptions& options) {
  const auto is_changed = [&](const std::string& role) {
    return std::binary_search(changed.begin(), changed.end(), role);
  };
  for (const Layer& layer : *layers) {
    const auto was = std::find(before.layers.begin(), before.layers.end(), layer.config.id);
    const bool anew = is_changed(layer.role->id);
    layer_before.push_back(anew ? kNone : static_cast<std::size_t>(was - before.layers.begin()));
    part_layer.push_back(anew ? part_layers.size() : kNone);
    if (anew) part_layers.push_back(layer.clone());
  }
  std::vector<Subject> asked;
  for (const Subject& subject : screen->subjects()) {
    const bool anew = is_changed(subject.role);
    const auto was = before.subjects.find(subject_words(subject));
    subject_before.push_back(anew ? kNone : was->second);
    part_subject.push_back(anew ? asked.size() : kNone);
    if (anew) asked.push_back(subject);
  }
  if (!changed.empty()) part = std::make_unique<Screen>(part_layers, std::move(asked), options);
}

void FactReuse::State::read_rows() {
  Statement select = database.prepare("SELECT rowid, site_id, digest FROM fact_record");
  while (select.step()) {
    rows.emplace(
        std::get<std::string>(select.value(1)),
        std::pair(std::get<std::string>(select.value(2)), std::get<std::int64_t>(select.value(0))));
  }
}

namespace {

Database opened(const fs::path& result) {
  if (!fs::exists(result)) {
    throw Error(ErrorCode::file_missing, result.string(), {"文件不存在", "no such file"},
                {"给 xuanzhi evaluate 写出的 .gpkg", "give a .gpkg that `xuanzhi evaluate` wrote"});
  }
  Database database = Database::open_to_read(result.string());
  try {
    database.prepare("SELECT run.key FROM run LIMIT 0").step();
  } catch (const Error&) {
    throw Error(ErrorCode::file_unreadable, result.string(),
                {"不是 evaluate 的结果", "this is no result of `evaluate`"},
                {"给 xuanzhi evaluate 写出的 .gpkg", "give a .gpkg that `xuanzhi evaluate` wrote"});
  }
  return database;
}

}  // namespace

FactReuse::FactReuse(const fs::path& result, const std::vector<Layer>& layers, const Screen& screen,
                     const ScreenOptions& options)
    : state_(std::make_unique<State>(opened(result), layers, screen)) {
  FactKey before;
  try {
    before = stored_key(state_->database);
    state_->database.prepare("SELECT site_id, digest, record FROM fact_record LIMIT 0").step();
  } catch (const Error&) {
    state_->obstacle = {"旧结果没有保存套合记录，全部重算",
                        "the earlier result holds no records of facts; all is measured anew"};
    return;
  }
  state_->compare(before, fact_key(layers, screen.subjects(), options));
  if (!state_->obstacle.en.empty()) return;
  state_->make_part(understood(before), options);
  state_->read_rows();
}

FactReuse::~FactReuse() = default;

const Text& FactReuse::obstacle() const {
  return state_->obstacle;
}

const std::vector<std::string>& FactReuse::changed_roles() const {
  return state_->changed;
}

void FactReuse::load(const std::vector<workspace::Site>& sites,
                     std::span<const std::size_t> positions) {
  state_->loaded.assign(positions.size(), {});
  if (!state_->obstacle.en.empty()) return;
  Statement select = state_->database.prepare("SELECT record FROM fact_record WHERE rowid = ?1");
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const workspace::Site& site = sites[positions[i]];
    const auto found = state_->rows.find(site.info.id);
    if (found == state_->rows.end() || found->second.first != site_digest(site)) continue;
    select.bind(1, found->second.second);
    if (select.step()) state_->loaded[i] = select.bytes(0);
    select.reset();
  }
}

SiteFacts FactReuse::State::merged(const SiteFacts& before, const SiteFacts& anew) const {
  SiteFacts out;
  out.site_id = before.site_id;
  const auto take = [](const auto& from, std::size_t layer, std::size_t as, auto& to) {
    for (const auto& fact : from) {
      if (fact.layer != layer) continue;
      to.push_back(fact);
      to.back().layer = as;
    }
  };
  for (std::size_t i = 0; i < layers->size(); ++i) {
    const bool old = layer_before[i] != kNone;
    const SiteFacts& from = old ? before : anew;
    const std::size_t layer = old ? layer_before[i] : part_layer[i];
    take(from.layers, layer, i, out.layers);
    take(from.classes, layer, i, out.classes);
    take(from.features, layer, i, out.features);
  }
  for (std::size_t i = 0; i < subject_before.size(); ++i) {
    out.subjects.push_back(subject_before[i] != kNone ? before.subjects[subject_before[i]]
                                                      : anew.subjects[part_subject[i]]);
  }
  out.region = region_before ? before.region : anew.region;
  return out;
}

SiteFacts FactReuse::measure(const workspace::Site& site, std::size_t place) const {
  const std::string& record = state_->loaded[place];
  if (record.empty()) {
    ++state_->fresh;
    return state_->screen->measure(site);
  }
  ++(state_->part ? state_->some : state_->whole);
  return state_->merged(from_record(record),
                        state_->part ? state_->part->measure(site) : SiteFacts{});
}

ReuseCounts FactReuse::counts() const {
  return {state_->whole, state_->some, state_->fresh};
}

}  // namespace xuanzhi::screening
