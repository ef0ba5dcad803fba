// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/rules/condition.h"

#include <array>
#include <cctype>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"

namespace xuanzhi::rules {

using dataset::Database;
using dataset::Statement;
using dataset::Value;
using workspace::FieldKind;
using workspace::Project;
using workspace::ProjectField;

struct Conditions::State {
  Database database = Database::in_memory();
  std::size_t loaded = 0;

  void compile(const std::string& when, const char* table, const std::string& place);
};

namespace {

std::string column_definitions() {
  std::string out;
  for (const ProjectField& field : workspace::project_fields()) {
    const char* type = field.kind == FieldKind::text
                           ? "TEXT"
                           : (field.kind == FieldKind::flag ? "INTEGER" : "REAL");
    out += fmt::format("{}\"{}\" {}", out.empty() ? "" : ", ", field.name, type);
  }
  return out;
}

void check_name(const Term& term, const std::set<std::string>& taken) {
  bool plain = !term.id.empty() && std::isalpha(static_cast<unsigned char>(term.id.front())) != 0;
  for (const char c : term.id)
    plain = plain && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_');
  if (!plain) {
    throw Error(ErrorCode::rulebook_invalid, term.place,
                {"术语 id 只能用字母、数字和下划线", "a term id has letters, digits and _ only"});
  }
  if (taken.contains(term.id) || workspace::project_field(term.id)) {
    throw Error(ErrorCode::rulebook_invalid, term.place,
                {"名称 " + term.id + " 已被占用", "the name " + term.id + " is taken"});
  }
}

[[noreturn]] void refuse(const std::string& place, const std::string& when, const Error& why) {
  throw Error(ErrorCode::rulebook_invalid, place,
              {"条件表达式无效：" + why.message().zh + "（" + when + "）",
               "the expression is not valid: " + why.message().en + " (" + when + ")"},
              {"可用项目列与术语，例如 land_m2 > 5000 AND chemical",
               "use columns of projects and terms, e.g. land_m2 > 5000 AND chemical"});
}

}  // namespace

// Compiles an expression as the condition of a partial index that is never made: there SQLite
// itself refuses other tables, sub-selects, aggregates and random(), so a rule sees one project and
// nothing else. The line break ends a comment that would swallow the bracket, here and where it is
// used.
void Conditions::State::compile(const std::string& when, const char* table,
                                const std::string& place) {
  try {
    database.prepare(fmt::format("CREATE INDEX unmade ON {}(position) WHERE ({}\n)", table, when));
  } catch (const Error& error) {
    refuse(place, when, error);
  }
}

Conditions::Conditions(const std::vector<Term>& terms) : state_(std::make_unique<State>()) {
  state_->database.execute("CREATE TABLE project_row(position INTEGER PRIMARY KEY, " +
                           column_definitions() + ")");
  std::string view = "CREATE VIEW project AS SELECT *";
  std::string names = column_definitions();
  std::set<std::string> taken{"position"};
  for (const Term& term : terms) {
    check_name(term, taken);
    taken.insert(term.id);
    state_->compile(term.when, "project_row", term.place);
    view += fmt::format(", ({}\n) AS \"{}\"", term.when, term.id);
    names += fmt::format(", \"{}\"", term.id);
  }
  state_->database.execute(view + " FROM project_row");
  // What an expression of a rule may name; only to check it, so it stays without rows.
  state_->database.execute("CREATE TABLE project_names(position INTEGER PRIMARY KEY, " + names +
                           ")");
}

Conditions::~Conditions() = default;

void Conditions::check(const std::string& when, const std::string& place) {
  if (!when.empty()) state_->compile(when, "project_names", place);
}

void Conditions::load(const std::vector<Project>& projects) {
  Database& database = state_->database;
  database.execute("DELETE FROM project_row");
  std::string marks = "?1";
  const auto columns = static_cast<int>(workspace::project_fields().size());
  for (int i = 0; i < columns; ++i) marks += fmt::format(",?{}", i + 2);
  database.execute("BEGIN");
  Statement insert = database.prepare("INSERT INTO project_row VALUES(" + marks + ")");
  for (std::size_t i = 0; i < projects.size(); ++i) {
    insert.bind(1, static_cast<std::int64_t>(i));
    for (int c = 0; c < columns; ++c)
      insert.bind(c + 2, projects[i].values[static_cast<std::size_t>(c)]);
    insert.step();
    insert.reset();
  }
  database.execute("COMMIT");
  state_->loaded = projects.size();
}

std::vector<Applies> Conditions::evaluate(const std::string& when) {
  static constexpr std::array kAnswers{Applies::no, Applies::yes, Applies::unknown};
  if (when.empty()) {
    std::vector<Applies> everyone(state_->loaded, Applies::yes);
    return everyone;
  }
  std::vector<Applies> out;
  out.reserve(state_->loaded);
  Statement select =
      state_->database.prepare(fmt::format("SELECT CASE WHEN ({0}\n) IS NULL THEN 2 WHEN ({0}\n) "
                                           "THEN 1 ELSE 0 END FROM project ORDER BY position",
                                           when));
  while (select.step())
    out.push_back(kAnswers.at(static_cast<std::size_t>(std::get<std::int64_t>(select.value(0)))));
  return out;
}

}  // namespace xuanzhi::rules
