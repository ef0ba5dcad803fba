# SPDX-License-Identifier: Apache-2.0
"""What `xuanzhi serve` does with requests that are wrong, hostile or too many: a clear 4xx, or a
turn later; and it stays up. Run it with XUANZHI_PROGRAM of a sanitizer build as well."""

import concurrent.futures
import json
import socket
import time
import unittest

from service_case import ServiceCase, workbench

SQUARE = workbench.box(106.80, 39.66, 106.81, 39.67)


def area(rings, **more):
    return {"type": "Polygon", "coordinates": rings, **more}


class BadRequests(ServiceCase):
    def tearDown(self):
        self.assertEqual(self.service.ask("GET", "/api")[0], 200, "the service is gone")

    def refused(self, site, *statuses, **inputs):
        return self.problem(self.service.execute("check", {"site": site, **inputs}), *statuses)

    def post(self, body, kind="application/json", **headers):
        return self.service.ask("POST", "/api/processes/check/execution", body,
                                {"Content-Type": kind, **headers})

    def test_coordinates_that_are_no_numbers(self):
        for word in ("NaN", "Infinity", "-Infinity", "1e999"):
            text = json.dumps({"inputs": {"site": area(SQUARE)}}).replace("106.8,", f"{word},", 1)
            self.problem(self.post(text), 400)
        for value in (None, "x", True, [], {}):
            rings = json.loads(json.dumps(SQUARE))
            rings[0][1][0] = value
            self.refused(area(rings), 422)
        self.refused("POLYGON((nan 39.66,106.81 39.66,106.81 39.67,nan 39.66))", 422)

    def test_json_that_is_nested_deeply_is_refused_before_it_is_parsed(self):
        for body in (b"[" * 1000000, b'{"a":' * 200000, b'{"inputs":{"site":' + b"[" * 4000 + b"]" * 4000 + b"}}"):
            self.problem(self.post(body), 400)

    def test_broken_bodies(self):
        for body in (b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"inputs":1}', b'{"inputs":{}}',
                     b'{"inputs":{"site":null}}', b'{"inputs":{"site":7}}', b'{"inputs":{"site":{"id":7}}}',
                     b'{"inputs":{"site":{"type":"Point","coordinates":[1,2]}}}',
                     b'{"inputs":{"site":{"type":7}}}',
                     b'{"inputs":{"site":{"type":"Feature"}}}'):
            self.problem(self.post(body), 400, 422)
        self.problem(self.post(b"x", kind="image/png"), 415)
        self.problem(self.post(b"x", kind="multipart/form-data; boundary=b"), 415)
        self.problem(self.post(b"x", **{"Content-Encoding": "gzip"}), 415)

    def test_rings_that_are_open_short_or_cross_themselves(self):
        self.refused(area([SQUARE[0][:-1]]), 422)
        self.refused(area([SQUARE[0][:2]]), 422)
        self.refused(area([[]]), 422)
        self.refused(area([]), 422)
        bow_tie = area([[[106.80, 39.66], [106.81, 39.67], [106.81, 39.66], [106.80, 39.67], [106.80, 39.66]]])
        self.assertIn("repair", self.refused(bow_tie, 422)["remedy"]["en"])
        status, _, body = self.service.execute("check", {"site": bow_tie, "repair": True})
        self.assertEqual(status, 200)
        self.assertTrue(json.loads(body)["site_remarks"])

    def test_coordinates_of_another_system(self):
        metres = workbench.box(397034, 4393577, 398034, 4394577)
        self.assertEqual(self.refused(area(metres), 422)["code"], 401)
        stated = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4545"}}}
        self.refused(area(SQUARE, **stated), 422)
        right = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}
        self.assertEqual(self.service.execute("check", {"site": area(SQUARE, **right)})[0], 200)
        self.refused(workbench.polygon_wkt(metres), 422)

    def test_sites_with_too_many_corners(self):
        ring = [[106.8 + i * 1e-7, 39.66] for i in range(150000)]
        self.refused(area([ring + [[106.85, 39.7], ring[0]]]), 413)
        million = ",".join(["[106.8,39.66]"] * 1000000)
        body = '{"inputs":{"site":{"type":"Polygon","coordinates":[[' + million + "]]}}}"
        self.problem(self.post(body.encode()), 413)

    def test_unknown_ids_and_methods(self):
        self.refused({"id": "S-none"}, 404)
        self.refused(area(SQUARE), 404, project="P-none")
        self.problem(self.service.ask("GET", "/api/sites/%00"), 404)
        self.problem(self.service.ask("GET", "/api/projects/%27%20OR%201=1%20--"), 404)
        answer = self.service.ask("DELETE", "/api/sites")
        self.problem(answer, 405)
        self.assertEqual(answer[1]["allow"], "GET")
        self.problem(self.service.ask("PUT", "/api/processes/check/execution", b"{}"), 405)

    def test_no_path_reaches_a_file(self):
        for path in ("/../../../etc/passwd", "/..%2f..%2f..%2fetc%2fpasswd", "/app.js/../../etc/passwd",
                     "//etc/passwd", "/api/layers/..%2F..%2Fetc%2Fpasswd/items", "/%2e%2e/%2e%2e/etc/passwd",
                     "/api/layers/district/items?bbox=/etc/passwd", "/file:///etc/passwd"):
            status, _, body = self.service.ask("GET", path)
            self.assertIn(status, (400, 404), path)
            self.assertNotIn(b"root:", body)
        for text in ("/etc/passwd", "file:///etc/passwd", "/vsicurl/http://127.0.0.1/x", "../sites.gpkg",
                     str(self.workspace / "sites.gpkg"), "/vsistdin/"):
            told = self.refused(text, 422)
            self.assertNotIn("root:", json.dumps(told))

    def test_long_paths_heads_and_bodies(self):
        self.problem(self.service.ask("GET", "/api/" + "a" * 2000), 400)
        for raw, status in ((b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"431"),
                            (b"GET /api HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 200 + b"\r\n", b"431"),
                            (b"GET /api HTTP/1.1\r\nHost: localhost\r\nRange: bytes=" + b"0-1," * 2000 + b"\r\n\r\n", b"200")):
            answer = self.service.send_raw(raw, timeout=3)
            self.assertIn(status, answer.split(b"\r\n")[0], answer[:200])
        head = b"POST /api/processes/check/execution HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        answer = self.service.send_raw(head + b"Content-Length: 999999999999\r\n\r\n", timeout=5)
        self.assertIn(b"413", answer.split(b"\r\n")[0])
        for value in (b"-1", b"x", b"18446744073709551616"):
            self.service.send_raw(head + b"Content-Length: " + value + b"\r\n\r\n{}", timeout=2)
        chunk = b"100000\r\n" + b"[" * 0x100000 + b"\r\n"
        before = self.service.resident_kb()
        try:
            self.service.send_raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 40, timeout=3)
        except ConnectionError:
            pass
        self.assertLess(self.service.resident_kb() - before, 60000)

    def test_garbage_instead_of_http(self):
        for raw in (b"\0" * 1000 + b"\r\n\r\n", b"GET\r\n\r\n", b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                    b"GET /api HTTP/1.1\r\n: x\r\n\r\n", b"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"):
            self.service.send_raw(raw, timeout=2)
            self.assertEqual(self.service.ask("GET", "/api")[0], 200, raw)


class ManyRequests(ServiceCase):
    def test_slow_senders_are_dropped_and_others_are_served_meanwhile(self):
        lines = [socket.create_connection(("127.0.0.1", self.service.port)) for _ in range(60)]
        try:
            for line in lines:
                line.sendall(b"POST /api/processes/check/execution HTTP/1.1\r\nHost: localhost\r\nX-A: ")
            began = time.monotonic()
            dropped = 0
            while time.monotonic() - began < 14:
                for line in lines:
                    try:
                        line.sendall(b"a")
                    except OSError:
                        dropped += 1
                if dropped > len(lines):
                    break
                self.assertEqual(self.service.ask("GET", "/api")[0], 200)
                time.sleep(0.5)
            self.assertGreater(dropped, 0, "a sender of one byte every half second is never dropped")
        finally:
            for line in lines:
                line.close()

    def test_two_hundred_jobs_at_once_are_queued_or_told_to_come_back(self):
        shapes = [area(workbench.box(106.8 + 0.01 * i, 39.66, 106.805 + 0.01 * i, 39.665)) for i in range(3)]
        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            answers = list(pool.map(
                lambda _: self.service.execute("check", {"sites": shapes}, timeout=120), range(200)))
        statuses = [status for status, _, _ in answers]
        self.assertLessEqual(set(statuses), {201, 429}, set(statuses))
        self.assertGreaterEqual(statuses.count(201), 64)
        for answer in answers:
            if answer[0] == 429:
                self.assertIn("retry-after", answer[1])
        ids = [json.loads(body)["jobID"] for status, _, body in answers if status == 201]
        self.assertEqual(len(set(ids)), len(ids))
        for job in ids:
            self.service.ask("DELETE", f"/api/jobs/{job}")

    def test_two_hundred_checks_at_once_all_end(self):
        def one(i):
            west = 106.7 + 0.001 * i
            return self.service.execute("check", {"site": area(workbench.box(west, 39.66, west + 0.005, 39.665)),
                                                  "detail": "quick"}, timeout=300)[0]
        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            statuses = list(pool.map(one, range(200)))
        self.assertLessEqual(set(statuses), {200, 429}, set(statuses))
        self.assertEqual(self.service.ask("GET", "/api")[0], 200)


if __name__ == "__main__":
    unittest.main()
