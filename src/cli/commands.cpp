// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/cli/command.h"

namespace xuanzhi::cli {

std::vector<std::unique_ptr<Command>> make_commands() {
  std::vector<std::unique_ptr<Command>> all;
  all.push_back(make_init());
  all.push_back(make_inspect());
  all.push_back(make_facts());
  all.push_back(make_check());
  all.push_back(make_evaluate());
  all.push_back(make_place());
  all.push_back(make_explain());
  all.push_back(make_rules());
  all.push_back(make_directions());
  all.push_back(make_path());
  all.push_back(make_factors());
  all.push_back(make_diff());
  all.push_back(make_export());
  all.push_back(make_report());
  all.push_back(make_convert());
  all.push_back(make_serve());
  return all;
}

}  // namespace xuanzhi::cli
