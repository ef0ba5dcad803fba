// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "xuanzhi/base/error.h"
#include "xuanzhi/cli/command.h"
#include "xuanzhi/data_folder.h"

namespace xuanzhi::cli {

namespace fs = std::filesystem;

namespace {

// Installed data stand beside the program; a build tree uses the source's.
fs::path data_folder() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path installed = program.parent_path() / ".." / "share" / "xuanzhi" / "gisdata";
  for (const fs::path& folder : {installed, fs::path(kSourceDataFolder)}) {
    if (fs::exists(folder / "wuhai" / "workspace.toml")) return folder;
  }
  throw Error(ErrorCode::file_missing, installed.string(),
              {"找不到示例数据", "the demo data are not found"},
              {"重新安装 xuanzhi", "install xuanzhi again"});
}

class Init : public Command {
 public:
  std::string name() const override { return "init"; }
  Text summary() const override { return {"复制示例工作空间", "copy the demo workspace"}; }
  std::string examples() const override { return "  xuanzhi init my-city\n"; }
  void declare(CLI::App& parser) override {
    parser.add_option("folder", folder_, "新文件夹 new folder")->required();
  }

  int run(const CommonOptions& common, const Streams& streams) override {
    const fs::path target(folder_);
    if (fs::exists(target) && !fs::is_empty(target)) {
      throw Error(ErrorCode::wrong_usage, folder_, {"文件夹已有内容", "the folder is not empty"},
                  {"换一个文件夹", "name another folder"});
    }
    const fs::path data = data_folder();
    std::error_code error;
    fs::create_directories(target, error);
    if (!error) fs::copy(data / "wuhai", target, fs::copy_options::recursive, error);
    // What the demo was prepared into is not part of it.
    if (!error) fs::remove_all(target / ".xuanzhi-cache", error);
    if (!error)
      fs::copy(data / "rulebooks", target / "rulebooks", fs::copy_options::recursive, error);
    if (error) {
      throw Error(ErrorCode::output_failed, folder_,
                  {"复制失败：" + error.message(), "copying failed: " + error.message()});
    }
    const bool zh = common.language == Language::chinese;
    *streams.out << (zh ? "已建立 " : "made ") << target.string() << "\n  xuanzhi inspect -w "
                 << target.string() << "\n  xuanzhi evaluate -w " << target.string()
                 << " -o result.gpkg\n";
    return 0;
  }

 private:
  std::string folder_;
};

}  // namespace

std::unique_ptr<Command> make_init() {
  return std::make_unique<Init>();
}

}  // namespace xuanzhi::cli
