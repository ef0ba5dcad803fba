// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/workspace/manifest.h"

#include <algorithm>

#include "support/catch.h"
#include "support/memory_workspace.h"
#include "xuanzhi/workspace/workspace.h"

namespace {

using memory::box;
using memory::day;
using memory::error_of;
using memory::holds;
using memory::marked;
using xuanzhi::ErrorCode;

const std::string kHead = "[workspace]\nname_zh = \"a\"\nas_of = 2025-06-01\n";
const std::string kLayer =
    kHead + "[[layer]]\nid = \"a\"\nrole = \"redline\"\nsource = \"a.csv\"\n";

struct ManifestFault {
  const char* what;
  std::string text;  ///< `@` marks the place that the error must name
  const char* message;
};

xuanzhi::Error manifest_error(const std::string& text) {
  memory::Workspace ground;
  ground.write("workspace.toml", text);
  return error_of([&] { xuanzhi::workspace::read_manifest(ground.folder()); });
}

TEST_CASE("A fault of the manifest is reported with file, line, column and words", "[workspace]") {
  const std::vector<ManifestFault> faults{
      {"a key that nobody knows", kHead + "colour = @\"red\"\n", "unknown key"},
      {"a key of a layer that nobody knows", kLayer + "rolle = @\"redline\"\n", "unknown key"},
      {"a table that nobody knows", kHead + "@[layers]\n", "unknown key"},
      {"text where a number is wanted", kLayer + "accuracy_m = @\"5\"\n", "number"},
      {"a negative accuracy", kLayer + "accuracy_m = @-1.0\n", "negative"},
      {"a date in quotes", "[workspace]\nname_zh = \"a\"\nas_of = @\"2025-06-01\"\n", "date"},
      {"an area basis that does not exist", kHead + "area_basis = @\"flat\"\n", "unknown value"},
      {"a rulebook that is nowhere", kHead + "rulebooks = @[\"gone.toml\"]\n", "gone.toml"},
      {"a version with an unknown status",
       kLayer + "version = { series = \"s\", status = @\"draft\" }\n", "unknown value"},
      {"a version that ends before it begins",
       kLayer +
           "version = { series = \"s\", status = \"approved\", valid_from = 2025-01-02, valid_to = "
           "@2025-01-01 }\n",
       "before it begins"},
      {"an unknown key of a version",
       kLayer + "version = { series = \"s\", status = \"approved\", until = @2025-01-01 }\n",
       "unknown key"},
      {"an unknown field of the sites",
       kHead + "[[sites]]\nsource = \"s.csv\"\nfields = @{ ident = \"id\" }\n", "ident"},
      {"an unknown project field",
       kHead + "[projects]\nsource = \"p.csv\"\n[projects.columns]\nwater = @\"W\"\n",
       "unknown field"},
      {"an unknown unit",
       kHead + "[projects]\nsource = \"p.csv\"\n[projects.columns]\nland_m2 = { header = \"L\", "
               "unit = @\"acre\" }\n",
       "acre"},
      {"a header row before the first", kHead + "[projects]\nsource = \"p.csv\"\nheader_row = @0\n",
       "from 1"}};
  for (const ManifestFault& fault : faults) {
    const memory::Marked text = marked(fault.text);
    INFO(fault.what);
    const xuanzhi::Error error = manifest_error(text.text);
    INFO(error.what());
    CHECK(error.code() == ErrorCode::manifest_invalid);
    CHECK(holds(error.place(), "workspace.toml:" + text.at + ":"));
    CHECK(holds(error.message().en, fault.message));
    CHECK_FALSE(error.message().zh.empty());
  }
}

TEST_CASE("A day that is in no calendar is refused", "[workspace]") {
  const memory::Marked text = marked("[workspace]\nname_zh = \"a\"\nas_of = 2025-02-@30\n");
  const xuanzhi::Error error = manifest_error(text.text);
  CHECK(error.code() == ErrorCode::manifest_invalid);
  CHECK(holds(error.place(), "workspace.toml:3:"));
}

TEST_CASE("A layer without a source, and a second layer of one id, are refused at their table",
          "[workspace]") {
  const xuanzhi::Error missing =
      manifest_error(kHead + "\n[[layer]]\nid = \"a\"\nrole = \"redline\"\n");
  CHECK(holds(missing.message().en, "`source` is missing"));
  CHECK(holds(missing.place(), "workspace.toml:5:"));
  CHECK(holds(missing.place(), "[layer a]"));

  const memory::Marked twice =
      marked(kLayer + "[[layer]]\nid = @\"a\"\nrole = \"redline\"\nsource = \"b.csv\"\n");
  const xuanzhi::Error error = manifest_error(twice.text);
  CHECK(holds(error.message().en, "twice"));
  CHECK(holds(error.place(), "workspace.toml:" + twice.at));
}

TEST_CASE("A manifest that is no TOML, or not there, is an error with a remedy or a place",
          "[workspace]") {
  CHECK(holds(manifest_error(kHead + "as_of 2025\n").place(), "workspace.toml:4:"));
  memory::Workspace ground;
  const xuanzhi::Error error =
      error_of([&] { xuanzhi::workspace::read_manifest(ground.folder()); });
  CHECK(error.code() == ErrorCode::file_missing);
  CHECK(holds(error.remedy().en, "xuanzhi init"));
}

TEST_CASE("A role that the vocabulary does not have is refused with the roles that it has",
          "[workspace]") {
  memory::Workspace ground;
  ground.add_layer({"a", "red_line", {{box(106, 39, 107, 40), "1"}}});
  const xuanzhi::Error error = error_of([&] { ground.open(); });
  CHECK(error.code() == ErrorCode::role_unknown);
  CHECK(holds(error.place(), "[layer a]"));
  CHECK(holds(error.remedy().en, "redline"));
}

TEST_CASE("Roles and rulebooks are found beside the manifest, below it or beside its folder",
          "[workspace]") {
  for (const char* folder : {"", "rulebooks/", "../rulebooks/"}) {
    memory::Workspace ground;
    std::filesystem::remove(ground / "roles.toml");
    const std::string base = std::string("city/") + folder;
    ground.write("city/workspace.toml", kHead + "rulebooks = [\"r.toml\"]\n");
    std::filesystem::create_directories(ground / "rulebooks");
    CHECK_THROWS_AS(xuanzhi::workspace::read_manifest(ground / "city"), xuanzhi::Error);
    ground.write(base + "roles.toml", memory::kRoles);
    ground.write(base + "r.toml", memory::rulebook(""));
    const auto manifest = xuanzhi::workspace::read_manifest(ground / "city");
    INFO(folder);
    CHECK(std::filesystem::equivalent(manifest.roles, ground / (base + "roles.toml")));
    REQUIRE(manifest.rulebooks.size() == 1);
    CHECK(std::filesystem::equivalent(manifest.rulebooks[0], ground / (base + "r.toml")));
  }
}

TEST_CASE("What stands beside the manifest wins over the folders of rulebooks", "[workspace]") {
  memory::Workspace ground;
  ground.write("rulebooks/roles.toml", memory::kRoles);
  ground.write("workspace.toml", kHead);
  CHECK(std::filesystem::equivalent(xuanzhi::workspace::read_manifest(ground.folder()).roles,
                                    ground / "roles.toml"));
}

}  // namespace
