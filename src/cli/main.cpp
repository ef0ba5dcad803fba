// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "xuanzhi/base/error.h"
#include "xuanzhi/cli/command.h"
#include "xuanzhi/version.h"

namespace {

using namespace xuanzhi;  // NOLINT(google-build-using-namespace): main speaks for the whole program
using cli::Command;
using cli::CommonOptions;

struct Parsed {
  CommonOptions common;
  std::string workspace = ".";
  std::string language = "zh";
  std::string as_of;
};

void declare_common(CLI::App& app, Parsed& parsed) {
  app.add_option("-w,--workspace", parsed.workspace,
                 "工作空间文件夹（含 workspace.toml） folder with workspace.toml");
  app.add_option("--lang", parsed.language, "输出语言 language of the output")
      ->check(CLI::IsMember({"zh", "en"}));
  app.add_option("--as-of", parsed.as_of,
                 "审查日期 YYYY-MM-DD，缺省取 workspace.toml; date of the evaluation");
  app.add_flag("--json", parsed.common.json, "标准输出为 JSON machine-readable standard output");
  app.add_flag("--strict", parsed.common.strict,
               "有“不符合”或“数据不足”时退出码为 3; exit 3 where a verdict is bad");
  app.add_flag("!--no-cache", parsed.common.cache,
               "不读写 .xuanzhi-cache 中的图层缓存 leave the cache of prepared layers alone");
  app.add_flag("-q,--quiet", parsed.common.quiet, "不显示进度 no progress");
}

void settle_common(Parsed& parsed) {
  parsed.common.workspace = parsed.workspace;
  parsed.common.language = parsed.language == "en" ? Language::english : Language::chinese;
  if (parsed.as_of.empty()) return;
  parsed.common.as_of = parse_date(parsed.as_of);
  if (!parsed.common.as_of) {
    throw Error(ErrorCode::wrong_usage, "--as-of",
                {"不是日期：" + parsed.as_of, "no date: " + parsed.as_of},
                {"写成 2023-02-01", "write 2023-02-01"});
  }
}

void write_json(const Error& error) {
  std::cout
      << nlohmann::json{{"error",
                         {{"code", static_cast<int>(error.code())},
                          {"place", error.place()},
                          {"message", {{"zh", error.message().zh}, {"en", error.message().en}}},
                          {"remedy", {{"zh", error.remedy().zh}, {"en", error.remedy().en}}}}}}
             .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
      << "\n";
}

// The one place where an error becomes a sentence; with --json also an object on standard output.
int report(const Error& error, const CommonOptions& common) {
  const Language language = common.language;
  const bool zh = language == Language::chinese;
  if (common.json) write_json(error);
  std::cerr << (zh ? "错误 " : "error ") << static_cast<int>(error.code()) << ": " << error.place()
            << "\n  " << error.message().in(language) << "\n";
  if (!error.remedy().in(language).empty()) {
    std::cerr << (zh ? "  怎么办：" : "  to mend: ") << error.remedy().in(language) << "\n";
  }
  return exit_code(error.code());
}

int run(int argc, char** argv) {
  CLI::App app{
      "xuanzhi 选址：图层、项目、地块 → 合规结论  layers, projects, sites → verdicts with their "
      "legal basis"};
  app.set_version_flag("--version", fmt::format("xuanzhi {}", kVersion));
  app.require_subcommand(1);
  app.fallthrough();
  Parsed parsed;
  declare_common(app, parsed);
  const std::vector<std::unique_ptr<Command>> commands = cli::make_commands();
  for (const auto& command : commands) {
    CLI::App* parser =
        app.add_subcommand(command->name(), command->summary().zh + "  " + command->summary().en);
    parser->footer("例 Examples:\n" + command->examples() +
                   "通用选项 Common options: -w/--workspace DIR, --lang zh|en, --as-of YYYY-MM-DD, "
                   "--json, --strict, -q (xuanzhi --help)");
    command->declare(*parser);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) == 0) return 0;
    // Options may not be read yet where parsing fails.
    const bool json = std::any_of(argv, argv + argc,
                                  [](const char* word) { return std::string(word) == "--json"; });
    if (json) {
      write_json({ErrorCode::wrong_usage,
                  "",
                  {std::string("命令行有误：") + error.what(), error.what()},
                  {"xuanzhi --help 列出命令与选项", "see xuanzhi --help"}});
    }
    return 1;
  }
  try {
    settle_common(parsed);
    const cli::Streams streams{&std::cout, parsed.common.quiet ? nullptr : &std::cerr};
    for (const auto& command : commands) {
      if (app.got_subcommand(command->name())) return command->run(parsed.common, streams);
    }
  } catch (const Error& error) {
    return report(error, parsed.common);
  } catch (const std::exception& fault) {
    return report({ErrorCode::internal_fault,
                   "xuanzhi",
                   {std::string("程序内部故障：") + fault.what(),
                    std::string("fault of xuanzhi itself: ") + fault.what()},
                   {"请连同命令与输入一并报告", "report it with the command and its input"}},
                  parsed.common);
  }
  return exit_code(ErrorCode::internal_fault);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& fault) {
    std::cerr << "internal fault: " << fault.what() << "\n";
    return exit_code(ErrorCode::internal_fault);
  }
}
