// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xuanzhi/base/date.h"
#include "xuanzhi/base/text.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the name that CLI11 has
class App;
}

namespace xuanzhi::cli {

/// What every command understands.
struct CommonOptions {
  std::filesystem::path workspace = ".";
  Language language = Language::chinese;
  bool json = false;
  bool strict = false;
  bool quiet = false;
  bool cache = true;  ///< keep prepared layers in the workspace
  std::optional<Date> as_of;
};

/// Where a command speaks: results on `out`, narration on `narration` (null where it must be
/// quiet).
struct Streams {
  std::ostream* out = nullptr;
  std::ostream* narration = nullptr;
};

/// A verb of the program. Parsing and working are two phases: `declare` touches no data.
class Command {
 public:
  virtual ~Command() = default;
  /// Name, one bilingual line and an example, for the help.
  virtual std::string name() const = 0;
  virtual Text summary() const = 0;
  virtual std::string examples() const = 0;
  /// Adds the command's own options to its parser.
  virtual void declare(CLI::App& parser) = 0;
  /// Does the work and returns the exit code 0 or 3; throws `Error` for everything else.
  virtual int run(const CommonOptions& common, const Streams& streams) = 0;
};

/// All commands, in the order of the help.
std::vector<std::unique_ptr<Command>> make_commands();

std::unique_ptr<Command> make_init();
std::unique_ptr<Command> make_inspect();
std::unique_ptr<Command> make_facts();
std::unique_ptr<Command> make_check();
std::unique_ptr<Command> make_evaluate();
std::unique_ptr<Command> make_place();
std::unique_ptr<Command> make_explain();
std::unique_ptr<Command> make_rules();
std::unique_ptr<Command> make_directions();
std::unique_ptr<Command> make_path();
std::unique_ptr<Command> make_factors();
std::unique_ptr<Command> make_diff();
std::unique_ptr<Command> make_export();
std::unique_ptr<Command> make_report();
std::unique_ptr<Command> make_convert();
std::unique_ptr<Command> make_serve();

}  // namespace xuanzhi::cli
