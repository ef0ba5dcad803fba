# SPDX-License-Identifier: Apache-2.0
"""Wall and processor time of phases, of this process, its children and a server's backend."""

import contextlib
import json
import os
import resource
import time


def _processor_time(pid):
    """User and system seconds of a process that is not our child."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Clock:
    """Adds up what each named phase takes; `backend` is the pid of a process that works for us."""

    def __init__(self, backend=None):
        self.phases = {}
        self.backend = backend

    def _now(self):
        used = sum(u.ru_utime + u.ru_stime for u in map(
            resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
        return time.monotonic(), used + (_processor_time(self.backend) if self.backend else 0.0)

    @contextlib.contextmanager
    def phase(self, name):
        wall, used = self._now()
        yield
        wall_end, used_end = self._now()
        entry = self.phases.setdefault(name, {"wall_s": 0.0, "cpu_s": 0.0})
        entry["wall_s"] += wall_end - wall
        entry["cpu_s"] += used_end - used


def write_result(file, clock, versions, facts):
    """`facts`: {layer: {site: (overlap in m² or None, distance in m or None)}}."""
    file.write_text(json.dumps({"phases": clock.phases, "versions": versions, "facts": facts},
                               ensure_ascii=False), encoding="utf-8")
