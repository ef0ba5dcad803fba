# SPDX-License-Identifier: Apache-2.0
"""Runs a command and writes what it used to a file: launch.py USED.json COMMAND…

A process counts the memory of the one that started it as its own peak. This one stays small, so that
the peak is that of the command.
"""

import json
import os
import subprocess
import sys
import time

begun = time.monotonic()
process = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
with open(sys.argv[1], "w", encoding="ascii") as file:
    json.dump({"wall_s": time.monotonic() - begun, "cpu_s": used.ru_utime + used.ru_stime,
               "peak_bytes": used.ru_maxrss * 1024}, file)
sys.exit(process.returncode)
