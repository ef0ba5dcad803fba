#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bundles the page of `xuanzhi serve` and writes it, with the API's contract, as C++.

    build_web.py --source web --contract src/service/openapi.json --work build/web --out FILE.cpp

The page is TypeScript and OpenLayers; npm fetches what package-lock.json names and esbuild bundles
it. Where npm is missing or cannot fetch, the program is built all the same, with a page that says
so: the API needs none of this. Run again after a fetch that failed: remove FILE.cpp and build.
"""

import argparse
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TYPES = {".txt": "text/plain; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
         ".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml"}

NO_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>xuanzhi</title>
<body><main><h1>xuanzhi 选址</h1>
<p>此程序编译时没有 npm，因此没有网页地图；接口照常可用：<a href="/api">/api</a></p>
<p>This program was built without npm, so there is no web map in it; the API works:
<a href="/api">/api</a></p></main></body></html>
"""

LITERAL = 4000  # characters of one string literal


def fetch(source, work):
    """node_modules in the work folder, as the lock file says; nothing is done where they are."""
    lock = work / "package-lock.json"
    if (work / "node_modules" / ".complete").exists() and \
            filecmp.cmp(source / "package-lock.json", lock, shallow=False):
        return
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(source / name, work / name)
    npm = shutil.which("npm")
    if not npm:
        raise RuntimeError("there is no npm")
    done = subprocess.run([npm, "ci"], cwd=work, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError("npm ci failed: " + (done.stderr.strip().splitlines() or ["?"])[-1])
    (work / "node_modules" / ".complete").touch()


def licences(work, metafile):
    """The notices of all packages whose code is in the bundle, as their licences ask for."""
    inputs = json.loads(metafile.read_text(encoding="utf-8"))["inputs"]
    names = sorted({match.group(1) for match in
                    (re.search(r"node_modules/((?:@[^/]+/)?[^/]+)/", path) for path in inputs) if match})
    texts = []
    for name in names:
        folder = work / "node_modules" / name
        version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
        files = sorted(path for path in folder.iterdir() if path.name.lower().startswith("licen"))
        notice = files[0].read_text(encoding="utf-8") if files else "(no notice in the package)\n"
        texts.append(f"{name} {version}\n\n{notice}")
    return ("\n" + "-" * 72 + "\n\n").join(texts)


def bundle(source, work):
    """{URL: bytes} of the page."""
    fetch(source, work)
    out = work / "page"
    shutil.rmtree(out, ignore_errors=True)
    done = subprocess.run(
        [work / "node_modules" / ".bin" / "esbuild", source / "src" / "main.ts",
         f"--outfile={out / 'app.js'}", "--bundle", "--minify", "--format=iife",
         "--target=es2020", "--charset=utf8", "--legal-comments=none", "--log-level=warning",
         f"--metafile={work / 'bundle.json'}"],
        env={**os.environ, "NODE_PATH": str(work / "node_modules")}, text=True,
        capture_output=True, timeout=600)
    if done.returncode != 0:
        # A fault of the page itself is no reason to leave it out.
        sys.exit(done.stderr)
    shutil.copy(source / "index.html", out / "index.html")
    (out / "licences.txt").write_text(licences(work, work / "bundle.json"), encoding="utf-8")
    return {"/" if file.name == "index.html" else f"/{file.name}": file
            for file in sorted(out.iterdir()) if file.suffix in TYPES}


def literal(data):
    """Bytes as C++ string literals, octal where a character is not plain."""
    plain = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("?"): "\\?"}
    coded = [plain.get(b) or (chr(b) if 32 <= b < 127 else f"\\{b:03o}") for b in data]
    lines = ["".join(coded[i:i + LITERAL]) for i in range(0, len(coded), LITERAL)] or [""]
    return "\n    ".join(f'"{line}"' for line in lines)


def source_text(assets, has_page):
    rows = [f'  {{"{url}", "{TYPES[suffix]}", {{\n    {literal(data)},\n    {len(data)}}}}},'
            for url, suffix, data in assets]
    return f"""// SPDX-License-Identifier: Apache-2.0
// Made by scripts/build_web.py.
#include "web_asset.h"

#include <algorithm>
#include <array>

namespace xuanzhi::service {{

namespace {{

constexpr std::array<WebAsset, {len(assets)}> kAssets{{{{
{chr(10).join(rows)}
}}}};

}}  // namespace

const WebAsset* find_web_asset(std::string_view path) {{
  const auto found = std::find_if(kAssets.begin(), kAssets.end(),
                                  [&](const WebAsset& one) {{ return one.path == path; }});
  return found == kAssets.end() ? nullptr : &*found;
}}

bool has_web_page() {{
  return {'true' if has_page else 'false'};
}}

}}  // namespace xuanzhi::service
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("source", "contract", "work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    given = parser.parse_args()
    try:
        files = bundle(given.source.resolve(), given.work.resolve())
        assets = [(url, file.suffix, file.read_bytes()) for url, file in files.items()]
        has_page = True
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as fault:
        print(f"warning: no web page in this build ({fault}); the API is there. "
              f"To try again remove {given.out}", file=sys.stderr)
        assets, has_page = [("/", ".html", NO_PAGE.encode())], False
    assets.append(("/api/openapi.json", ".json", given.contract.read_bytes()))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(source_text(assets, has_page), encoding="ascii")


if __name__ == "__main__":
    main()
