// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/difference.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/database.h"

namespace xuanzhi::products {

namespace {

namespace fs = std::filesystem;
using dataset::Database;
using dataset::Statement;
using dataset::Value;
using rules::Verdict;

std::string text_at(const Statement& row, int column) {
  const Value value = row.value(column);
  const auto* found = std::get_if<std::string>(&value);
  return found == nullptr ? "" : *found;
}

std::optional<double> number_at(const Statement& row, int column) {
  const Value value = row.value(column);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return std::nullopt;
}

std::optional<Verdict> verdict_at(const Statement& row, int column) {
  const std::string word = text_at(row, column);
  for (const Verdict verdict : {Verdict::compliant, Verdict::conditional,
                                Verdict::insufficient_data, Verdict::non_compliant}) {
    if (rules::to_string(verdict) == word) return verdict;
  }
  return std::nullopt;
}

[[noreturn]] void refuse(const fs::path& file) {
  throw Error(ErrorCode::table_missing, file.string(),
              {"不是 evaluate 的结果", "this is no result of `evaluate`"},
              {"给两个由 xuanzhi evaluate 写出的 .gpkg",
               "give two .gpkg files that `xuanzhi evaluate` wrote"});
}

void attach(Database& database, const fs::path& file, const std::string& name) {
  // SQLite would make a file that is not there.
  if (!fs::exists(file)) {
    throw Error(ErrorCode::file_missing, file.string(), {"文件不存在", "no such file"},
                {"给 xuanzhi evaluate 写出的 .gpkg", "give a .gpkg that `xuanzhi evaluate` wrote"});
  }
  try {
    Statement attaching = database.prepare("ATTACH DATABASE ?1 AS " + name);
    attaching.bind(1, Value{file.string()});
    attaching.step();
    for (const char* table : {"assessment", "finding", "rule", "run"})
      database.prepare("SELECT * FROM " + name + "." + table + " LIMIT 0").step();
  } catch (const Error&) {
    refuse(file);
  }
}

// Columns that both results and their readers need; by position in `read_changed`.
constexpr const char* kChanged =
    "CREATE TEMP TABLE changed AS SELECT o.project_id, o.site_id, o.verdict AS was, "
    "n.verdict AS is_now FROM old.assessment o JOIN new.assessment n "
    "ON n.project_id = o.project_id AND n.site_id = o.site_id WHERE n.verdict <> o.verdict "
    "ORDER BY 1, 2";

constexpr const char* kReasons =
    "WITH o AS (SELECT f.* FROM old.finding f JOIN changed c USING (project_id, site_id)), "
    "n AS (SELECT f.* FROM new.finding f JOIN changed c USING (project_id, site_id)) "
    "SELECT o.project_id, o.site_id, o.rule_id, o.verdict, n.verdict, o.measured, n.measured "
    "FROM o LEFT JOIN n USING (project_id, site_id, rule_id) WHERE n.verdict IS NOT o.verdict "
    "UNION ALL "
    "SELECT n.project_id, n.site_id, n.rule_id, NULL, n.verdict, NULL, n.measured "
    "FROM n LEFT JOIN o USING (project_id, site_id, rule_id) WHERE o.verdict IS NULL "
    "ORDER BY 1, 2, 3";

void read_settings(Database& database, Difference& out) {
  Statement rows = database.prepare(
      "SELECT o.key, o.value, n.value FROM old.run o LEFT JOIN new.run n USING (key) "
      "WHERE n.value IS NOT o.value UNION ALL "
      "SELECT n.key, NULL, n.value FROM new.run n WHERE n.key NOT IN (SELECT key FROM old.run)");
  while (rows.step())
    out.settings.push_back({text_at(rows, 0), text_at(rows, 1), text_at(rows, 2)});
}

std::vector<std::string> only_in(Database& database, const std::string& column,
                                 const std::string& one, const std::string& other) {
  std::vector<std::string> out;
  Statement rows =
      database.prepare("SELECT DISTINCT " + column + " FROM " + one + ".assessment EXCEPT SELECT " +
                       column + " FROM " + other + ".assessment ORDER BY 1");
  while (rows.step()) out.push_back(text_at(rows, 0));
  return out;
}

void read_changed(Database& database, const fs::path& after, Difference& out) {
  database.execute(kChanged);
  Statement rows = database.prepare("SELECT * FROM changed ORDER BY 1, 2");
  while (rows.step()) {
    const auto was = verdict_at(rows, 2);
    const auto is_now = verdict_at(rows, 3);
    if (!was || !is_now) refuse(after);
    out.changed.push_back({text_at(rows, 0), text_at(rows, 1), *was, *is_now, {}});
    ++out.verdicts[{*was, *is_now}];
  }
}

// Both lists are in the order of project and site.
void read_reasons(Database& database, Difference& out) {
  auto pair = out.changed.begin();
  Statement rows = database.prepare(kReasons);
  while (rows.step()) {
    const std::pair at(text_at(rows, 0), text_at(rows, 1));
    pair = std::find_if(pair, out.changed.end(), [&](const PairChange& change) {
      return std::pair(change.project_id, change.site_id) == at;
    });
    if (pair == out.changed.end()) return;
    const RuleChange change{text_at(rows, 2), verdict_at(rows, 3), verdict_at(rows, 4),
                            number_at(rows, 5), number_at(rows, 6)};
    RuleShift& shift = out.rules[change.rule_id];
    const Verdict was = change.before.value_or(Verdict::compliant);
    ++(change.after.value_or(Verdict::compliant) > was ? shift.worse : shift.better);
    pair->because.push_back(change);
  }
}

void read_titles(Database& database, Difference& out) {
  // A title of the new result wins, so it is read last.
  for (const char* name : {"old", "new"}) {
    Statement rows =
        database.prepare(std::string("SELECT rule_id, title_zh, title_en FROM ") + name + ".rule");
    while (rows.step()) {
      const std::string id = text_at(rows, 0);
      if (out.rules.contains(id)) out.rule_titles[id] = {text_at(rows, 1), text_at(rows, 2)};
    }
  }
}

}  // namespace

bool Difference::worsened() const {
  return std::any_of(changed.begin(), changed.end(),
                     [](const PairChange& change) { return change.after > change.before; });
}

Difference compare_results(const fs::path& before, const fs::path& after) {
  Database database = Database::in_memory();
  attach(database, before, "old");
  attach(database, after, "new");
  Difference out;
  read_settings(database, out);
  out.projects = {only_in(database, "project_id", "new", "old"),
                  only_in(database, "project_id", "old", "new")};
  out.sites = {only_in(database, "site_id", "new", "old"),
               only_in(database, "site_id", "old", "new")};
  Statement pairs = database.prepare(
      "SELECT count(*) FROM old.assessment JOIN new.assessment USING (project_id, site_id)");
  pairs.step();
  out.pairs = static_cast<std::size_t>(number_at(pairs, 0).value_or(0.0));
  read_changed(database, after, out);
  read_reasons(database, out);
  read_titles(database, out);
  return out;
}

}  // namespace xuanzhi::products
