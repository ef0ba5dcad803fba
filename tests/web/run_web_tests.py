#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Installs the packages of the browser tests into a work folder and runs one of them.

    run_web_tests.py WORK TEST.mjs

Exit code 77 (skipped) where node, npm or the packages cannot be had.
"""

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def install(work):
    lock = work / "package-lock.json"
    complete = work / "node_modules" / ".complete"
    if complete.exists() and filecmp.cmp(HERE / "package-lock.json", lock, shallow=False):
        return
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, work / name)
    done = subprocess.run(["npm", "ci"], cwd=work, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        skip("npm ci failed: " + done.stderr.strip()[-300:])
    complete.touch()


def main():
    work, test = Path(sys.argv[1]).resolve(), sys.argv[2]
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            skip(f"there is no {tool}")
    install(work)
    if test == "test_web_map.mjs" and not Path(os.environ.get("CHROMIUM", "/usr/bin/chromium")).exists():
        skip("chromium is not installed")
    done = subprocess.run(["node", "--test", HERE / test],
                          env={**os.environ, "XUANZHI_WEB_TESTS": str(work)}, timeout=900)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
