// SPDX-License-Identifier: Apache-2.0
// The cache of prepared layers changes nothing but the time that a run takes.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/memory_workspace.h"

namespace {

namespace fs = std::filesystem;
using memory::box;
using xuanzhi::workspace::LayerCaching;
using xuanzhi::workspace::Workspace;

Workspace opened(const memory::Workspace& ground, std::ostream* narration = nullptr,
                 LayerCaching caching = LayerCaching::on) {
  return xuanzhi::workspace::open_workspace(ground.folder(), std::nullopt, narration, caching);
}

/// Everything that is known of the layers and their audits, as text.
std::string told(const Workspace& workspace) {
  std::ostringstream out;
  out.precision(17);
  for (const auto& layer : workspace.layers) {
    out << layer.config.id << ' ' << layer.accuracy_m << ' '
        << xuanzhi::geometry::to_wkb(layer.coverage) << '\n';
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
      const auto& f = layer.features[i];
      out << f.id << '|' << f.name << '|' << f.class_id << '|' << layer.code(i) << '|'
          << f.half_width_m << '|' << xuanzhi::geometry::to_wkb(layer.shape(*workspace.geos, i))
          << '\n';
    }
  }
  for (const auto& audit : workspace.audits) {
    out << audit.source_id << audit.kind << audit.path << audit.table << audit.crs << audit.encoding
        << audit.fingerprint << audit.rows_read << ' ' << audit.rows_used << ' '
        << audit.rows_repaired << ' ' << audit.rows_rejected << audit.reader_failed << '\n';
    for (const auto& item : audit.items)
      out << item.id << item.rejected << item.reason.zh << item.reason.en << item.area_before << ' '
          << item.area_after << '\n';
    for (const auto& note : audit.notes) out << note.zh << note.en << '\n';
  }
  return out.str();
}

std::vector<fs::path> cached(const memory::Workspace& ground, const char* kind = ".layer") {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(ground / ".xuanzhi-cache")) {
    if (entry.path().extension() == kind) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const fs::path& path, const std::string& bytes) {
  fs::remove(path);  // another process may have the old file mapped
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
}

void make(memory::Workspace& ground) {
  ground.add_layer({"a",
                    "reserve",
                    {{box(106, 39, 106.5, 40), "1", "core", "", "150303", "一"},
                     {"POLYGON((107 39, 108 40, 108 39, 107 40, 107 39))", "bow", "outer"},
                     {"", "none", "core"}},
                    memory::kEverywhere});
  ground.add_layer({"b", "road", {{"LINESTRING(106 39, 107 39.5, 108 39)", "r", "", "12.5"}}});
  ground.add_sites({{box(106.1, 39.1, 106.2, 39.2), "s"}});
  ground.write_manifest();
}

}  // namespace

TEST_CASE("A layer from the cache is the layer that was read", "[workspace][cache]") {
  memory::Workspace ground;
  make(ground);
  const std::string plain = told(opened(ground, nullptr, LayerCaching::off));
  CHECK(memory::holds(plain, "1|一|core|150303|0|"));
  CHECK_FALSE(fs::exists(ground / ".xuanzhi-cache"));
  CHECK(told(opened(ground)) == plain);
  REQUIRE(cached(ground).size() == 2);
  std::ostringstream narration;
  CHECK(told(opened(ground, &narration)) == plain);
  CHECK_FALSE(memory::holds(narration.str(), "damaged"));
}

TEST_CASE("A warm run reads the cache and not the source", "[workspace][cache]") {
  memory::Workspace ground;
  make(ground);
  opened(ground);
  const auto files = cached(ground);
  const auto before = fs::last_write_time(files.front());
  opened(ground);
  CHECK(fs::last_write_time(files.front()) == before);
}

TEST_CASE("What changes a layer makes it anew", "[workspace][cache]") {
  memory::Workspace ground;
  make(ground);
  opened(ground);
  SECTION("the source") {
    const fs::path source = ground / "a.csv";
    REQUIRE(fs::exists(source));
    std::string text = bytes_of(source);
    const std::size_t at = text.find("106.5");
    REQUIRE(at != std::string::npos);
    text.replace(at, 5, "106.4");
    write_bytes(source, text);
  }
  SECTION("a file beside it") {
    ground.write("a.csvt", "WKT,String\n");
  }
  SECTION("the manifest") {
    std::string text = bytes_of(ground / "workspace.toml");
    const std::string id = "id = \"b\"\n";
    REQUIRE(text.find(id) != std::string::npos);
    text.insert(text.find(id) + id.size(), "accuracy_m = 3.0\n");
    write_bytes(ground / "workspace.toml", text);
  }
  const std::string fresh = told(opened(ground, nullptr, LayerCaching::off));
  CHECK(told(opened(ground)) == fresh);
  CHECK(told(opened(ground)) == fresh);
}

TEST_CASE("A damaged cache is told and read again", "[workspace][cache][fault]") {
  memory::Workspace ground;
  make(ground);
  const std::string plain = told(opened(ground));
  const auto files = cached(ground);
  const fs::path& file = files.front();
  const std::string whole = bytes_of(file);
  const auto survives = [&](const std::string& bad) {
    write_bytes(file, bad);
    std::ostringstream narration;
    CHECK(told(opened(ground, &narration)) == plain);
    return memory::holds(narration.str(), "damaged");
  };
  CHECK(survives(""));
  CHECK(survives(whole.substr(0, whole.size() / 2)));
  CHECK(survives(whole.substr(0, whole.size() - 1)));
  CHECK(survives(std::string(whole.size(), '\0')));
  CHECK_FALSE(survives(whole));
  int told_of = 0;
  const std::size_t step = whole.size() / 60 + 1;
  for (std::size_t at = 0; at < whole.size(); at += step) {
    std::string bad = whole;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
    told_of += survives(bad) ? 1 : 0;
  }
  CHECK(told_of > 50);
  // Each time it was written anew.
  CHECK(bytes_of(file) == whole);
}

TEST_CASE("Where the cache cannot be written, everything else goes on",
          "[workspace][cache][fault]") {
  memory::Workspace ground;
  make(ground);
  const std::string plain = told(opened(ground, nullptr, LayerCaching::off));
  ground.write(".xuanzhi-cache", "a file where the folder should be");
  std::ostringstream narration;
  CHECK(told(opened(ground, &narration)) == plain);
  CHECK(memory::holds(narration.str(), "could not be written"));
}
