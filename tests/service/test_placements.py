# SPDX-License-Identifier: Apache-2.0
"""Placements, scores, approval paths, reports, sent files and the base map of `xuanzhi serve`."""

import base64
import json
import shutil
import sqlite3
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from service_case import DEMO, Service, ServiceCase, workbench


def command(*words):
    done = workbench.run(*words, "-w", DEMO, "--json", "-q")
    return json.loads(done.stdout)


class Placements(ServiceCase):
    def finished(self, job, timeout=120):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            told = self.service.get(f"/api/jobs/{job}")
            if told["status"] not in ("accepted", "running"):
                return told
            time.sleep(0.1)
        self.fail("the job does not end")

    def placed(self, **inputs):
        status, headers, body = self.service.execute("place", inputs)
        self.assertEqual(status, 201, body[:300])
        job = json.loads(body)["jobID"]
        self.assertEqual(headers["location"], f"/api/jobs/{job}")
        self.assertEqual(self.finished(job)["status"], "successful")
        return self.service.get(f"/api/jobs/{job}/results")

    def test_a_placement_is_that_of_the_command_with_its_parcels(self):
        told = self.placed()
        with tempfile.TemporaryDirectory() as folder:
            same = command("place", "-o", f"{folder}/p.gpkg", "--gap", "0.005")
        self.assertEqual(told["placed"], same["placed"])
        self.assertEqual(told["budgets"], same["budgets"])
        self.assertLessEqual(told["gap"], 0.005)
        parcels = told["parcels"]["features"]
        self.assertEqual(sorted(one["id"] for one in parcels),
                         sorted(one["project_id"] for one in told["placed"]))
        for one in parcels[:20]:
            shape = one["geometry"]
            parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            area = sum(workbench.ellipsoid_area(rings) for rings in parts)
            self.assertLess(abs(area - one["properties"]["area_m2"]), 0.05 + 1e-6 * area)

    def test_a_budget_that_is_cut_is_kept_and_bans_are_heeded(self):
        budgets = {one["id"]: one for one in self.service.get("/api/budgets")["budgets"]}
        told = self.placed(settings=["budget.land.haibowan=-50%"], forbid=["P-002=S-79"], gap=0.05)
        land = next(one for one in told["budgets"] if one["id"] == "land.haibowan")
        self.assertAlmostEqual(land["limit"], 0.5 * budgets["land.haibowan"]["limit"])
        self.assertLessEqual(land["committed"] + land["used"], land["limit"] * (1 + 1e-9))
        self.assertNotIn(("P-002", "S-79"), [(one["project_id"], one["site_id"]) for one in told["placed"]])

    def test_what_cannot_be_ordered_is_refused_at_once(self):
        for inputs, status in (({"settings": ["budget.nothing=1"]}, 400), ({"settings": ["x"]}, 400),
                               ({"lock": ["P-999999=S-01"]}, 404), ({"forbid": "P-001=S-01"}, 400),
                               ({"gap": 2}, 400), ({"accept_unknown": "yes"}, 400)):
            self.problem(self.service.execute("place", inputs), status)

    def test_a_lock_that_no_rule_allows_fails_the_job_with_its_reason(self):
        job = json.loads(self.service.execute("place", {"lock": ["P-001=S-52"]})[2])["jobID"]
        told = self.finished(job)
        self.assertEqual(told["status"], "failed")
        self.assertIn("cannot be locked", told["message"]["en"])

    def test_a_placement_is_cancelled_and_the_next_one_runs(self):
        job = json.loads(self.service.execute("place", {"gap": 0})[2])["jobID"]
        while self.service.get(f"/api/jobs/{job}")["status"] == "accepted":
            time.sleep(0.02)
        began = time.monotonic()
        self.service.ask("DELETE", f"/api/jobs/{job}")
        self.assertEqual(self.finished(job)["status"], "dismissed")
        self.assertLess(time.monotonic() - began, 30)
        self.assertGreater(len(self.placed(gap=0.1)["placed"]), 50)

    def test_a_pair_has_its_score_by_parts_and_its_approval_path(self):
        told = self.service.get("/api/assessments/P-017/S-69")
        self.assertEqual(told["path"], command("path", "P-017", "S-69"))
        known = [part for part in told["score"]["parts"] if part["utility"] is not None]
        mean = sum(p["weight"] * p["utility"] for p in known) / sum(p["weight"] for p in known)
        self.assertAlmostEqual(told["score"]["total"], 100 * mean, places=9)
        # The same of its outline, when somebody draws it.
        drawn = json.loads(self.service.execute("check", {"site": told["site"], "project": "P-017"})[2])
        distances = [{part["criterion_id"]: round(part["value"], 2) for part in one["score"]["parts"]
                      if part["unit"] == "m" and part["value"] is not None} for one in (drawn, told)]
        self.assertEqual(*distances)
        self.assertGreater(len(distances[0]), 5)
        self.assertEqual([step["step_id"] for step in drawn["path"]["steps"]],
                         [step["step_id"] for step in told["path"]["steps"]])
        self.assertNotIn("score", self.service.get("/api/sites/S-69"))

    def test_directions_are_told_in_words(self):
        project = self.service.get("/api/projects/P-001")
        self.assertTrue(project["direction_title"]["zh"].startswith(project["direction"] + " "))

    def test_the_report_of_a_drawn_site_is_one_file_that_fetches_nothing(self):
        site = {"type": "Polygon", "coordinates": workbench.box(106.80, 39.66, 106.83, 39.68)}
        status, headers, body = self.service.execute("report", {"site": site, "project": "P-017"})
        self.assertEqual(status, 200, body[:300])
        self.assertEqual(headers["content-type"], "text/html; charset=utf-8")
        self.assertIn("attachment", headers["content-disposition"])
        page = body.decode()
        self.assertIn("P-017", page)
        self.assertNotIn("<script", page)
        self.problem(self.service.execute("report", {"project": "P-017"}), 400)


class SentFiles(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = tempfile.TemporaryDirectory()
        cls.site = cls.service.get("/api/sites/S-69")["site"]
        source = Path(cls.folder.name) / "site.geojson"
        source.write_text(json.dumps({"type": "FeatureCollection", "features": [cls.site]}), encoding="utf-8")
        for form, name, more in (("ESRI Shapefile", "site.shp", ["-t_srs", "EPSG:4526"]),
                                 ("GPKG", "site.gpkg", []), ("KML", "site.kml", [])):
            subprocess.run(["ogr2ogr", "-f", form, f"{cls.folder.name}/{name}", source, *more], check=True,
                           capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()
        super().tearDownClass()

    def part(self, kind):
        bytes_of = (Path(self.folder.name) / f"site.{kind}").read_bytes()
        return {"kind": kind, "base64": base64.b64encode(bytes_of).decode()}

    def test_shapefiles_geopackages_and_kml_are_read_where_they_lie(self):
        wanted = workbench.ellipsoid_area(self.site["geometry"]["coordinates"])
        for kinds in (("shp", "shx", "dbf", "prj"), ("shp", "shx", "prj"), ("gpkg",), ("kml",)):
            status, _, body = self.service.execute("read", {"files": [self.part(kind) for kind in kinds]})
            self.assertEqual(status, 200, body[:300])
            feature = json.loads(body)["features"][0]
            self.assertAlmostEqual(feature["properties"]["area_m2"] / wanted, 1, places=5, msg=kinds)

    def test_nothing_that_opens_other_files_gets_in(self):
        def sent(kind, text):
            return [{"kind": kind, "base64": base64.b64encode(text).decode()}]
        vrt = b"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
        for files in (sent("gpkg", vrt), sent("kml", vrt), sent("shp", vrt), sent("vrt", vrt),
                      sent("kml", b"<!-- <kml --> " + vrt)):
            self.problem(self.service.execute("read", {"files": files}), 415)
        for files in ([], [{}], "x", [{"kind": "shp", "base64": "!!!"}], [self.part("prj")], sent("../../x", b"")):
            self.problem(self.service.execute("read", {"files": files}), 400, 415)
        broken = self.problem(self.service.execute("read", {"files": sent("kml", b"<kml><Document>")}), 422)
        self.assertNotIn("/tmp", json.dumps(broken))


    def test_a_geopackage_with_tables_that_read_files_is_refused_however_it_is_written(self):
        path = Path(self.folder.name) / "trap.gpkg"
        for sql in ("CREATE VIRTUAL TABLE x USING VirtualText('/etc/passwd')",
                    "CREATE VIRTUAL TABLE x USING/* */\n  'virtualtext'('/etc/passwd')",
                    "create /**/ virtual table x using VIRTUALOGR('/etc/passwd')",
                    "CREATE VIRTUAL TABLE x USING " + " " * 9000 + "VirtualText('/etc/passwd')"):
            shutil.copy(Path(self.folder.name) / "site.gpkg", path)
            with sqlite3.connect(path) as db:  # as no SQLite without the module would write it
                db.execute("PRAGMA writable_schema = 1")
                db.execute("INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, ?)", (sql,))
            db.close()
            files = [{"kind": "gpkg", "base64": base64.b64encode(path.read_bytes()).decode()}]
            told = self.problem(self.service.execute("read", {"files": files}), 415)
            self.assertIn("virtual", told["message"]["en"], sql)
        damaged = [{"kind": "gpkg", "base64": base64.b64encode(b"SQLite format 3\0" + b"x" * 5000).decode()}]
        self.problem(self.service.execute("read", {"files": damaged}), 422)


class BaseMap(unittest.TestCase):
    def test_a_picture_lies_under_the_map_where_it_belongs(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = f"{folder}/base.tif"
            subprocess.run(["gdal_create", "-of", "GTiff", "-outsize", "200", "200", "-bands", "3", "-burn", "200",
                            "-burn", "10", "-burn", "30", "-a_srs", "EPSG:4490", "-a_ullr", "106", "40", "107",
                            "39", picture], check=True, capture_output=True)
            tiles = f"{folder}/base.mbtiles"
            subprocess.run(["gdal_translate", "-of", "MBTILES", picture, tiles], check=True, capture_output=True)
            small = workbench.write_small(Path(folder) / "small")
            for file in (picture, tiles):
                service = Service(small, "--base", file)
                try:
                    told = service.get("/api/base")
                    self.assertTrue(told["available"])
                    # Tile 10/815/388 lies in the middle of 106–107° E, 39–40° N.
                    status, headers, body = service.ask("GET", "/api/base/tiles/10/815/388")
                    self.assertEqual((status, headers["content-type"]), (200, "image/png"))
                    (Path(folder) / "tile.png").write_bytes(body)
                    pixel = subprocess.run(["gdallocationinfo", "-valonly", f"{folder}/tile.png", "128", "128"],
                                           check=True, capture_output=True, text=True).stdout.split()
                    for value, wanted in zip(map(int, pixel), (200, 10, 30, 255)):
                        self.assertLessEqual(abs(value - wanted), 4)
                    self.assertEqual(service.ask("GET", "/api/base/tiles/10/0/0")[0], 204)
                    self.assertEqual(service.ask("GET", "/api/base/tiles/99/0/0")[0], 404)
                finally:
                    self.assertEqual(service.stop(), (0, ""))

    def test_what_is_no_picture_is_refused_at_the_start(self):
        with tempfile.TemporaryDirectory() as folder:
            small = workbench.write_small(Path(folder) / "small")
            text = Path(folder) / "no.tif"
            text.write_text("nothing", encoding="utf-8")
            done = workbench.run("serve", "-w", small, "--base", text, "--port", "0", "-q")
            self.assertEqual(done.returncode, 2)
            self.assertIn("no.tif", done.stderr)


if __name__ == "__main__":
    unittest.main()
