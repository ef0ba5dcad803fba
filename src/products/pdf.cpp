// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/products/pdf.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "xuanzhi/base/error.h"
#include "xuanzhi/dataset/written_file.h"

namespace xuanzhi::products {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kPatience{120};

std::optional<fs::path> find_chromium() {
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody changes it
  std::istringstream folders(path == nullptr ? "/usr/bin" : path);
  std::string folder;
  while (std::getline(folders, folder, ':')) {
    for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
      const fs::path program = fs::path(folder) / name;
      if (::access(program.c_str(), X_OK) == 0) return program;
    }
  }
  return std::nullopt;
}

/// A folder that vanishes with this object: the profile, so that nobody's own is touched.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "xuanzhi_print_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw Error(ErrorCode::output_failed, name,
                  {"无法建立临时文件夹", "cannot make a temporary folder"});
    }
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<std::string> print_command(const fs::path& chromium, const fs::path& profile,
                                       const fs::path& html, const fs::path& pdf) {
  std::vector<std::string> words{chromium.string(),
                                 "--headless",
                                 "--disable-gpu",
                                 "--no-first-run",
                                 "--disable-background-networking",
                                 "--disable-component-update",
                                 "--disable-sync",
                                 "--user-data-dir=" + profile.string(),
                                 "--no-pdf-header-footer",
                                 "--print-to-pdf=" + pdf.string()};
  // Chromium refuses to run its sandbox for the superuser (containers).
  if (::geteuid() == 0) words.emplace_back("--no-sandbox");
  words.push_back("file://" + fs::absolute(html).string());
  return words;
}

/// Runs a program without its output; its exit status, or -1 where it did not end in time.
int run_quietly(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  std::vector<std::string> copies = words;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  pid_t child = 0;
  const int failed =
      ::posix_spawn(&child, words.front().c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return 127;
  const auto end = std::chrono::steady_clock::now() + kPatience;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return -1;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace

void print_pdf(const fs::path& html, const fs::path& pdf) {
  const auto chromium = find_chromium();
  if (!chromium) {
    throw Error(ErrorCode::output_failed, pdf.string(),
                {"打印 PDF 需要 Chromium，系统中没有找到",
                 "printing a PDF needs Chromium, which is not installed"},
                {"apt install chromium（另需中文字体 fonts-wqy-zenhei）；或用浏览器打开 HTML 打印",
                 "apt install chromium (and fonts-wqy-zenhei for Chinese); or print the HTML from "
                 "a browser"});
  }
  const ScratchFolder profile;
  dataset::PendingFile file(pdf);
  const int status = run_quietly(print_command(*chromium, profile.path(), html, file.path()));
  std::error_code ignored;
  if (status == 0 && fs::file_size(file.path(), ignored) > 0 && !ignored) return file.commit();
  throw Error(ErrorCode::output_failed, pdf.string(),
              {fmt::format("Chromium 没有打印成功（{}）", status),
               fmt::format("Chromium did not print the report ({})", status)},
              {"用浏览器打开 HTML 打印", "print the HTML from a browser"});
}

}  // namespace xuanzhi::products
