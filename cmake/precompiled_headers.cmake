# Headers that most sources read, compiled once for each kind of compiler flags. For whole builds, as
# of CI: there it saves a fifth of the work and more. A change of one of them builds everything anew, and a
# source that forgets one of them still compiles, so the preset `debug` goes without. clang-tidy cannot
# read what gcc precompiled: give it the compile commands of `debug`.
option(XUANZHI_PRECOMPILE "Compile the headers that most sources read once" OFF)

set(XUANZHI_COMMON_HEADERS
  <algorithm> <array> <cmath> <filesystem> <fstream> <functional> <map> <memory> <optional> <set> <span>
  <string> <string_view> <utility> <vector> <fmt/format.h>)
set(XUANZHI_TEXT_HEADERS ${XUANZHI_COMMON_HEADERS} <nlohmann/json.hpp>)
# Every source that reads CLI11 compiles much of it, so that only the room which needs it does.
set(XUANZHI_CLI_HEADERS ${XUANZHI_TEXT_HEADERS} <CLI/CLI.hpp>)

# precompile_for(TARGET SHARED HEADER...): the headers, from the first target that asked by this name.
function(precompile_for TARGET SHARED)
  if(NOT XUANZHI_PRECOMPILE)
    return()
  endif()
  get_property(OWNER GLOBAL PROPERTY XUANZHI_PRECOMPILED_${SHARED})
  if(OWNER)
    target_precompile_headers(${TARGET} REUSE_FROM ${OWNER})
  else()
    target_precompile_headers(${TARGET} PRIVATE ${ARGN})
    set_property(GLOBAL PROPERTY XUANZHI_PRECOMPILED_${SHARED} ${TARGET})
  endif()
endfunction()
