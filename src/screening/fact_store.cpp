// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/screening/fact_store.h"

#include <algorithm>
#include <system_error>

#include "stored_key.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/database.h"
#include "xuanzhi/screening/fact_record.h"

namespace xuanzhi::screening {

namespace fs = std::filesystem;
using dataset::Database;
using dataset::Statement;

std::optional<std::string> first_difference(const FactKey& before, const FactKey& now) {
  for (std::size_t i = 0; i < std::max(before.size(), now.size()); ++i) {
    if (i >= now.size()) return before[i].first;
    if (i >= before.size() || before[i] != now[i]) return now[i].first;
  }
  return std::nullopt;
}

struct FactStore::State {
  fs::path path;
  Database database;
  std::vector<bool> held;
  std::size_t size = 0;
  bool discarded = false;
  std::unique_ptr<Statement> select;

  explicit State(const fs::path& file)
      : path(fs::absolute(file)), database(Database::open(path.string())) {
    // A record is about as large as a page of the usual size, which makes a store a third slower.
    database.execute("PRAGMA page_size=32768");
    // A killed process loses nothing that it wrote; only a failing machine does, and then the run
    // starts anew. The lock is kept so that two runs cannot write one file.
    database.execute("PRAGMA synchronous=OFF");
    database.execute("PRAGMA locking_mode=EXCLUSIVE");
    database.execute("BEGIN EXCLUSIVE");
    database.execute("COMMIT");
  }

  void note(std::size_t site) {
    if (site >= held.size()) held.resize(site + 1, false);
    size += held[site] ? 0 : 1;
    held[site] = true;
  }
};

namespace {

[[noreturn]] void fail(const fs::path& path, const Error& why) {
  throw Error(
      ErrorCode::output_failed, path.string(),
      {"无法写入中间状态：" + why.message().zh,
       "the state of the run cannot be written: " + why.message().en},
      {"若另一个 xuanzhi 正在写同一结果，等它结束；否则检查文件夹是否存在、可写，磁盘是否已满",
       "if another xuanzhi writes the same result, wait for it; else check that the folder "
       "exists and can be written and that the disk is not full"});
}

}  // namespace

FactStore::FactStore(std::unique_ptr<State> state) : state_(std::move(state)) {}

FactStore::FactStore(const fs::path& path, const FactKey& key) try {
  state_ = std::make_unique<State>(path);
  Database& database = state_->database;
  database.execute("BEGIN");
  database.execute("DROP TABLE IF EXISTS fact_key; DROP TABLE IF EXISTS fact_record");
  database.execute("CREATE TABLE fact_key(name TEXT, digest TEXT)");
  database.execute("CREATE TABLE fact_record(site INTEGER PRIMARY KEY, record BLOB)");
  Statement insert = database.prepare("INSERT INTO fact_key VALUES(?1, ?2)");
  for (const auto& [name, digest] : key) {
    insert.bind(1, name);
    insert.bind(2, digest);
    insert.step();
    insert.reset();
  }
  database.execute("COMMIT");
} catch (const Error& error) {
  fail(path, error);
}

std::unique_ptr<FactStore> FactStore::resumed(const fs::path& path, const FactKey& key) {
  if (!fs::exists(path)) return nullptr;
  std::unique_ptr<State> state;
  FactKey before;
  try {
    state = std::make_unique<State>(path);
    // A run that was killed before it wrote anything leaves an empty file.
    Statement tables =
        state->database.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'fact_key'");
    tables.step();
    if (tables.value(0) == dataset::Value{std::int64_t{0}}) return nullptr;
    before = stored_key(state->database);
  } catch (const Error& error) {
    fail(path, error);
  }
  if (const auto changed = first_difference(before, key)) {
    throw Error(ErrorCode::state_stale, path.string(),
                {"中断的运行所用的输入与现在不同：" + *changed,
                 "the interrupted run had other input: " + *changed},
                {"去掉 --resume 重新运行，或恢复原来的输入",
                 "run again without --resume, or restore the input"});
  }
  Statement rows = state->database.prepare("SELECT site FROM fact_record");
  while (rows.step()) state->note(static_cast<std::size_t>(std::get<std::int64_t>(rows.value(0))));
  return std::unique_ptr<FactStore>(new FactStore(std::move(state)));
}

FactStore::~FactStore() {
  if (!state_ || !state_->discarded) return;
  const fs::path path = state_->path;
  state_.reset();
  std::error_code ignored;
  fs::remove(path, ignored);
  fs::remove(path.string() + "-journal", ignored);
}

bool FactStore::holds(std::size_t site) const {
  return site < state_->held.size() && state_->held[site];
}

std::size_t FactStore::size() const {
  return state_->size;
}

void FactStore::put(const std::vector<std::pair<std::size_t, std::string>>& records) try {
  Database& database = state_->database;
  database.execute("BEGIN");
  Statement insert = database.prepare("INSERT OR REPLACE INTO fact_record VALUES(?1, ?2)");
  for (const auto& [site, record] : records) {
    insert.bind(1, static_cast<std::int64_t>(site));
    insert.bind_bytes(2, record);
    insert.step();
    insert.reset();
  }
  database.execute("COMMIT");
  for (const auto& [site, record] : records) state_->note(site);
} catch (const Error& error) {
  fail(state_->path, error);
}

std::string FactStore::record(std::size_t site) const {
  if (!state_->select) {
    state_->select = std::make_unique<Statement>(
        state_->database.prepare("SELECT record FROM fact_record WHERE site = ?1"));
  }
  Statement& select = *state_->select;
  select.bind(1, static_cast<std::int64_t>(site));
  std::string out;
  if (select.step()) out = select.bytes(0);
  select.reset();
  return out;
}

SiteFacts FactStore::at(std::size_t site) const {
  return from_record(record(site));
}

void FactStore::discard() {
  state_->discarded = true;
}

}  // namespace xuanzhi::screening
