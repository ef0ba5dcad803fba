#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures `xuanzhi serve` over the demo: steps of a drag one after the other, then many clients at
once. Not a timed test; run it on a quiet machine.

    measure_service.py [--seconds 60] [--clients 50] [--steps 300]
"""

import argparse
import http.client
import json
import threading
import time

from service_case import DEMO, Service, workbench

HEAD = {"Content-Type": "application/json"}


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def ask(connection, inputs):
    began = time.perf_counter()
    connection.request("POST", "/api/processes/check/execution", json.dumps({"inputs": inputs}), HEAD)
    answer = connection.getresponse()
    answer.read()
    return answer.status, 1000 * (time.perf_counter() - began)


def told(name, times):
    print(f"{name}: {len(times)} answers, median {percentile(times, 0.5):.1f} ms, "
          f"p95 {percentile(times, 0.95):.1f} ms, worst {max(times):.1f} ms", flush=True)


def drag(service, steps, project):
    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    times = []
    for i in range(steps):
        ring = [[106.80, 39.66], [106.83 + 1e-5 * i, 39.66], [106.83 + 1e-5 * i, 39.68], [106.80, 39.68], [106.80, 39.66]]
        inputs = {"site": {"type": "Polygon", "coordinates": [ring]}, "detail": "quick"}
        status, took = ask(connection, {**inputs, **({"project": project} if project else {})})
        assert status == 200, status
        times.append(took)
    return times


def crowd(service, clients, seconds):
    times, statuses, lock = [], {}, threading.Lock()
    end = time.monotonic() + seconds

    def one(number):
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=120)
        step = 0
        while time.monotonic() < end:
            step += 1
            west = 106.70 + 0.003 * number + 1e-4 * step
            inputs = {"site": {"type": "Polygon", "coordinates": workbench.box(west, 39.60, west + 0.01, 39.61)},
                      "project": "P-017", "detail": "quick"}
            status, took = ask(connection, inputs)
            with lock:
                statuses[status] = statuses.get(status, 0) + 1
                times.append(took)

    threads = [threading.Thread(target=one, args=(i,)) for i in range(clients)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(seconds / 6)
        print(f"  resident {service.resident_kb() / 1024:.0f} MB", flush=True)
    return times, statuses


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--steps", type=int, default=300)
    given = parser.parse_args()
    service = Service(DEMO)
    print(f"resident at the start {service.resident_kb() / 1024:.0f} MB", flush=True)
    for name, project in (("site alone", ""), ("for a project", "P-017")):
        before = service.cpu_ms()
        told(f"drag step, {name}", drag(service, given.steps, project))
        print(f"  processor time {(service.cpu_ms() - before) / given.steps:.1f} ms each")
    times, statuses = crowd(service, given.clients, given.seconds)
    told(f"{given.clients} clients for {given.seconds:g} s", times)
    print(f"answers by status {statuses}, {len(times) / given.seconds:.0f} per second")
    print(f"ended with {service.stop()}")


if __name__ == "__main__":
    main()
