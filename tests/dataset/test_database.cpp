// SPDX-License-Identifier: Apache-2.0
// The SQLite connection behind rules: values, and what is not allowed.
#include <cstdint>
#include <string>
#include <vector>

#include "base/scratch.h"
#include "support/catch.h"
#include "xuanzhi/dataset/database.h"

using namespace xuanzhi;
using namespace xuanzhi::dataset;
using scratch::error_of;
using scratch::Folder;

namespace {

Database facts() {
  Database database = Database::in_memory();
  database.execute(
      "CREATE TABLE fact(overlap_m2 REAL, layer TEXT); CREATE TABLE secret(x);"
      "INSERT INTO fact VALUES(12.5, '生态保护红线'); INSERT INTO secret VALUES(1)");
  return database;
}

std::vector<std::string> texts_of(Database& database, const std::string& sql) {
  Statement statement = database.prepare(sql);
  std::vector<std::string> out;
  while (statement.step()) out.push_back(std::get<std::string>(statement.value(0)));
  return out;
}

}  // namespace

TEST_CASE("SQLite values of every kind come back as they were bound", "[database]") {
  Database database = Database::in_memory();
  Statement statement = database.prepare("SELECT ?1, ?2, ?3, ?4");
  statement.bind(1, std::monostate{});
  statement.bind(2, std::int64_t{9'007'199'254'740'993});  // 2^53 + 1: no double holds it
  statement.bind(3, 0.1);
  statement.bind(4, std::string("乌海 'quoted'"));
  REQUIRE(statement.step());
  CHECK(statement.value(0) == Value{std::monostate{}});
  CHECK(statement.value(1) == Value{std::int64_t{9'007'199'254'740'993}});
  CHECK(statement.value(2) == Value{0.1});
  CHECK(statement.value(3) == Value{std::string("乌海 'quoted'")});
  CHECK_FALSE(statement.step());
  statement.reset();
  CHECK(statement.step());
}

TEST_CASE("A misspelt column in double quotes is an error and no text", "[database]") {
  Database database = facts();
  Statement right = database.prepare("SELECT \"overlap_m2\" FROM fact");
  REQUIRE(right.step());
  CHECK(right.value(0) == Value{12.5});
  const Error error = error_of([&] { database.prepare("SELECT \"overlap_m3\" > 10 FROM fact"); });
  CHECK(error.code() == ErrorCode::rulebook_invalid);
  CHECK(error.message().en.find("overlap_m3") != std::string::npos);
}

TEST_CASE("One statement is compiled and no more", "[database]") {
  Database database = facts();
  for (const char* sql : {"SELECT 1; SELECT 2", "SELECT 1; DROP TABLE fact", "", "  ", "-- nothing",
                          ";", "SELECT", "SELECT 1 FROM nowhere", "SELECT nothing(1)"}) {
    CAPTURE(sql);
    CHECK(error_of([&] { database.prepare(sql); }).code() == ErrorCode::rulebook_invalid);
  }
  CHECK_NOTHROW(database.prepare("SELECT 1;"));
  CHECK_NOTHROW(database.prepare("SELECT 1 ; \n"));
  CHECK(texts_of(database, "SELECT layer FROM fact") == std::vector<std::string>{"生态保护红线"});
}

TEST_CASE("A database that cannot be opened and a statement that fails throw", "[database]") {
  const Folder folder;
  CHECK(error_of([&] { Database::open((folder / "absent/x.db").string()); }).code() ==
        ErrorCode::file_unreadable);
  Database database = facts();
  CHECK(error_of([&] { database.execute("INSERT INTO nowhere VALUES(1)"); }).code() ==
        ErrorCode::internal_fault);
  database.execute("CREATE TABLE one(x UNIQUE); INSERT INTO one VALUES(1)");
  CHECK(error_of([&] { database.prepare("INSERT INTO one VALUES(1)").step(); }).code() ==
        ErrorCode::internal_fault);
}
