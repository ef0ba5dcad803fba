# Bundles the web page and writes it as C++ (scripts/build_web.py says how).
find_package(Python3 COMPONENTS Interpreter REQUIRED)

set(WEB_ASSET_SOURCE ${PROJECT_BINARY_DIR}/generated/web_asset.cpp)
file(GLOB WEB_PAGE_SOURCES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/src/*)
add_custom_command(
  OUTPUT ${WEB_ASSET_SOURCE}
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/scripts/build_web.py
    --source ${PROJECT_SOURCE_DIR}/web --contract ${PROJECT_SOURCE_DIR}/src/service/openapi.json
    --work ${PROJECT_BINARY_DIR}/web --out ${WEB_ASSET_SOURCE}
  DEPENDS ${PROJECT_SOURCE_DIR}/scripts/build_web.py ${WEB_PAGE_SOURCES}
    ${PROJECT_SOURCE_DIR}/web/index.html ${PROJECT_SOURCE_DIR}/web/package-lock.json
    ${PROJECT_SOURCE_DIR}/src/service/openapi.json
  COMMENT "Bundling the web page"
  VERBATIM)
