// SPDX-License-Identifier: Apache-2.0
#include "rulebook_source.h"

#include <algorithm>

#include "xuanzhi/base/error.h"
#include "xuanzhi/workspace/manifest.h"

namespace xuanzhi::cli {

namespace fs = std::filesystem;

namespace {

struct Context {
  fs::path roles;
  std::vector<fs::path> books;
};

// The books whose terms a single file may use: never an older self of the same name.
Context context_of(const fs::path& file, const fs::path& folder) {
  Context out;
  if (fs::exists(folder / "workspace.toml")) {
    const workspace::Manifest manifest = workspace::read_manifest(folder);
    out = {manifest.roles, manifest.rulebooks};
  } else {
    out = {file.parent_path() / "roles.toml", {file.parent_path() / "national.toml"}};
  }
  std::erase_if(out.books, [&](const fs::path& book) {
    return book.filename() == file.filename() || !fs::exists(book);
  });
  return out;
}

// Rules that stand in one file, of a book that was read with others.
void keep_file(rules::Rulebook& book, const fs::path& file) {
  std::erase_if(book.rules,
                [&](const rules::Rule& rule) { return !rule.place.starts_with(file.string()); });
}

}  // namespace

rules::Rulebook rulebook_of_workspace(const fs::path& folder) {
  const workspace::Manifest manifest = workspace::read_manifest(folder);
  rules::Rulebook book =
      rules::load_rulebooks(manifest.rulebooks, workspace::RoleCatalogue::load(manifest.roles));
  rules::set_parameters(book, manifest.parameters);
  return book;
}

rules::Rulebook rulebook_at(const fs::path& source, const fs::path& workspace) {
  if (fs::is_directory(source)) return rulebook_of_workspace(source);
  if (!fs::exists(source)) {
    throw Error(ErrorCode::file_missing, source.string(),
                {"没有这个规则文件", "there is no such rulebook"},
                {"给出规则文件或工作空间文件夹", "give a rulebook or a workspace folder"});
  }
  Context context = context_of(source, workspace);
  const workspace::RoleCatalogue roles = workspace::RoleCatalogue::load(context.roles);
  std::vector<fs::path> files = context.books;
  files.push_back(source);
  rules::Rulebook book = rules::load_rulebooks(files, roles);
  keep_file(book, source);
  return book;
}

}  // namespace xuanzhi::cli
