// SPDX-License-Identifier: Apache-2.0
#include "scratch_folder.h"

#include <stdlib.h>  // mkdtemp is POSIX

#include <string>
#include <system_error>

#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "xuanzhi-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw Error(ErrorCode::output_failed, name,
                {"不能建立临时文件夹", "no temporary folder could be made"},
                {"检查 TMPDIR 与磁盘空间", "check TMPDIR and the space on the disk"});
  }
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace xuanzhi::service
