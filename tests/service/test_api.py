# SPDX-License-Identifier: Apache-2.0
"""What the API of `xuanzhi serve` answers: resources, checks, jobs, exports."""

import json
import math
import sqlite3
import tempfile
import time
import unittest
from pathlib import Path

import service_case
import vector_tile
from service_case import Service, ServiceCase, workbench


def square(west, south, size):
    return {"type": "Polygon", "coordinates": workbench.box(west, south, west + size, south + size)}


class Resources(ServiceCase):
    def test_every_path_of_the_contract_is_served_and_no_other(self):
        contract = self.service.get("/api/openapi.json")
        self.assertEqual(contract["openapi"], "3.1.0")
        links = {link["href"] for link in self.service.get("/api")["links"]}
        self.assertLessEqual(links, set(contract["paths"]))
        for href in links:
            self.assertEqual(self.service.ask("GET", href)[0], 200, href)
        self.problem(self.service.ask("GET", "/api/nothing"), 404)

    def test_the_page_is_whole_and_says_whose_software_is_in_it(self):
        status, headers, body = self.service.ask("GET", "/")
        self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
        self.assertIn("script-src 'self'", headers["content-security-policy"])
        if self.service.told["web_page"]:
            for part in ("/app.js", "/app.css"):
                self.assertIn(part.encode(), body)
                self.assertEqual(self.service.ask("GET", part)[0], 200)
            self.assertIn(b"OpenLayers Contributors", self.service.ask("GET", "/licences.txt")[2])

    def test_layers_have_a_role_a_style_and_as_many_items_as_they_say(self):
        layers = self.service.get("/api/layers")["layers"]
        self.assertGreater(len(layers), 20)
        for layer in layers[:8]:
            self.assertRegex(layer["style"]["line"], "^#[0-9a-f]{6}$")
            items = self.service.get(f"/api/layers/{layer['id']}/items?limit=10000")
            self.assertEqual(items["numberMatched"], layer["features"])
            self.assertEqual(len(items["features"]), layer["features"])

    def test_items_are_taken_by_box_and_page(self):
        path = "/api/layers/permanent_basic_farmland/items"
        layers = [layer["id"] for layer in self.service.get("/api/layers")["layers"]]
        if "permanent_basic_farmland" not in layers:
            path = f"/api/layers/{layers[0]}/items"
        everything = self.service.get(path)["features"]
        first = self.service.get(path + "?limit=1")
        self.assertEqual([f["id"] for f in first["features"]], [everything[0]["id"]])
        self.assertEqual(first["numberMatched"], len(everything))
        self.assertEqual(self.service.get(path + "?bbox=0,0,1,1")["numberMatched"], 0)
        for bad in ("bbox=1,2,3", "bbox=2,0,1,1", "bbox=a,b,c,d", "bbox=nan,0,1,1", "limit=0",
                    "limit=-1", "limit=99999999", "offset=x"):
            self.problem(self.service.ask("GET", f"{path}?{bad}"), 400)

    def test_an_answer_is_not_sent_again_while_its_etag_holds(self):
        _, headers, _ = self.service.ask("GET", "/api/sites")
        again = self.service.ask("GET", "/api/sites", headers={"If-None-Match": headers["etag"]})
        self.assertEqual((again[0], again[2]), (304, b""))
        other = self.service.ask("GET", "/api/sites?limit=3", headers={"If-None-Match": headers["etag"]})
        self.assertEqual(other[0], 200)

    def test_sites_of_a_project_have_its_verdicts_and_filters_agree_with_them(self):
        project = self.service.get("/api/projects?limit=1")["projects"][0]["project_id"]
        sites = self.service.get(f"/api/sites?project={project}")["features"]
        rows = self.service.get(f"/api/assessments?project={project}")["assessments"]
        self.assertEqual({f["id"]: f["properties"]["verdict"] for f in sites},
                         {row["site_id"]: row["verdict"] for row in rows})
        for verdict in ("compliant", "conditional", "insufficient_data", "non_compliant"):
            found = self.service.get(f"/api/sites?project={project}&verdict={verdict}")
            self.assertEqual(found["numberMatched"],
                             sum(row["verdict"] == verdict for row in rows), verdict)

    def test_the_service_says_of_a_pair_what_the_command_says(self):
        told = self.service.get("/api/assessments/P-017/S-69")
        done = workbench.run("check", "S-69", "-p", "P-017", "-w", service_case.DEMO, "--json", "-q")
        command = json.loads(done.stdout)
        for key in command:
            self.assertEqual(told[key], command[key], key)

    def test_a_tile_shows_the_features_where_geojson_has_them(self):
        layer = next(one for one in self.service.get("/api/layers")["layers"]
                     if one["dimension"] == 2 and one["features"] > 1)
        feature = self.service.get(f"/api/layers/{layer['id']}/items?limit=1")["features"][0]
        coordinates = feature["geometry"]["coordinates"]
        ring = coordinates[0] if feature["geometry"]["type"] == "Polygon" else coordinates[0][0]
        longitude, latitude = ring[0]
        zoom = 14
        x = (longitude + 180) / 360 * 2 ** zoom
        y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2 ** zoom
        status, headers, body = self.service.ask(
            "GET", f"/api/layers/{layer['id']}/tiles/{zoom}/{int(x)}/{int(y)}")
        self.assertEqual(status, 200)
        self.assertEqual(headers["content-type"], "application/vnd.mapbox-vector-tile")
        found = vector_tile.decode(body)
        self.assertIn(feature["id"], [one["properties"]["id"] for one in found])
        corner = (round((x - int(x)) * 4096), round((y - int(y)) * 4096))
        points = [point for one in found for path in one["paths"] for point in path]
        nearest = min(math.dist(point, corner) for point in points)
        self.assertLessEqual(nearest, 1.5)

    def test_tiles_outside_the_pyramid_do_not_exist(self):
        for bad in ("23/0/0", "2/4/0", "2/0/4", "-1/0/0", "a/b/c", "1/0/99999999999999999999"):
            self.problem(self.service.ask("GET", f"/api/layers/district/tiles/{bad}"), 404)
        self.assertEqual(self.service.ask("GET", "/api/layers/district/tiles/5/0/0")[0], 204)


class Checks(ServiceCase):
    def test_the_area_of_a_drawn_site_is_that_of_the_ellipsoid(self):
        shape = square(106.80, 39.66, 0.01)
        status, _, body = self.service.execute("check", {"site": shape})
        self.assertEqual(status, 200, body[:300])
        told = json.loads(body)
        self.assertAlmostEqual(told["area_m2"] / workbench.ellipsoid_area(shape["coordinates"]), 1, 6)
        self.assertEqual(sum(told["projects_by_verdict"].values()),
                         self.service.get("/api/workspace")["projects"])

    def test_pieces_in_conflict_measure_what_the_findings_say(self):
        told = self.service.get("/api/sites/S-69")
        overlaps = {f["rule_id"]: f["measured"] for f in told["findings"] + told["depends_on_project"]
                    if f["relation"] == "overlap" and f["state"] == "violated"}
        self.assertTrue(overlaps)
        for feature in told["conflicts"]["features"]:
            if feature["id"] not in overlaps:
                continue
            shape = feature["geometry"]
            parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            area = sum(workbench.ellipsoid_area(rings) for rings in parts)
            self.assertLess(abs(area - overlaps[feature["id"]]), 0.05 + 1e-6 * area)

    def test_a_quick_check_has_the_same_findings_as_a_full_one(self):
        answers = [json.loads(self.service.execute(
            "check", {"site": {"id": "S-69"}, "project": "P-017", "detail": detail})[2])
            for detail in ("quick", "full")]
        for key in ("verdict", "findings", "conflicts", "kept_area_m2"):
            self.assertEqual(answers[0][key], answers[1][key])

    def test_wkt_and_survey_texts_are_taken_as_plain_text(self):
        wkt = workbench.polygon_wkt(workbench.A)
        status, _, body = self.service.ask(
            "POST", "/api/processes/check/execution?project=P-017", wkt, {"Content-Type": "text/plain"})
        self.assertEqual(status, 200, body[:300])
        self.assertEqual(json.loads(body)["project_id"], "P-017")

    def test_what_is_exported_as_survey_text_is_read_as_the_same_site(self):
        status, headers, survey = self.service.execute("export", {"format": "txt", "sites": ["S-69"]})
        self.assertEqual(status, 200, survey[:300])
        self.assertIn("attachment", headers["content-disposition"])
        status, _, body = self.service.ask("POST", "/api/processes/check/execution", survey,
                                           {"Content-Type": "text/plain"})
        self.assertEqual(status, 200, body[:300])
        site = self.service.get("/api/sites/S-69")
        self.assertAlmostEqual(json.loads(body)["area_m2"] / site["area_m2"], 1, 6)
        read = json.loads(self.service.ask("POST", "/api/processes/read/execution", survey,
                                           {"Content-Type": "text/plain"})[2])
        self.assertTrue(read["features"][0]["properties"]["remarks"])

    def test_an_exported_geopackage_holds_the_sites_and_their_conflicts(self):
        drawn = {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"site_id": "D1"}, "geometry": square(106.80, 39.66, 0.01)}]}
        status, _, body = self.service.execute(
            "export", {"format": "gpkg", "sites": ["S-69"], "drawn": drawn, "project": "P-017"})
        self.assertEqual(status, 200, body[:300])
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "seen.gpkg"
            file.write_bytes(body)
            sites = workbench.rows(file, "SELECT site_id, verdict FROM site ORDER BY 1")
            self.assertEqual([row["site_id"] for row in sites], ["D1", "S-69"])
            self.assertEqual(sites[1]["verdict"],
                             self.service.get("/api/assessments/P-017/S-69")["verdict"])
            with sqlite3.connect(file) as db:
                self.assertEqual(db.execute("SELECT count(*) FROM layer_styles").fetchone(), (1,))
        self.problem(self.service.execute("export", {"format": "txt"}), 422)
        self.problem(self.service.execute("export", {"format": "dwg"}), 400)


class JobsOfMany(ServiceCase):
    def finished(self, job):
        for _ in range(600):
            told = self.service.get(f"/api/jobs/{job}")
            if told["status"] not in ("accepted", "running"):
                return told
            time.sleep(0.1)
        self.fail(told)

    def test_many_sites_are_checked_as_a_job_and_each_as_if_alone(self):
        shapes = [square(106.80 + 0.01 * i, 39.66, 0.005) for i in range(5)]
        status, headers, body = self.service.execute("check", {"sites": shapes, "project": "P-017"})
        self.assertEqual(status, 201, body[:300])
        job = json.loads(body)["jobID"]
        self.assertEqual(headers["location"], f"/api/jobs/{job}")
        told = self.finished(job)
        self.assertEqual((told["status"], told["progress"]), ("successful", 100))
        results = self.service.get(f"/api/jobs/{job}/results")["results"]
        alone = [json.loads(self.service.execute("check", {"site": s, "project": "P-017"})[2])
                 for s in shapes]
        self.assertEqual([(r["verdict"], r["area_m2"]) for r in results],
                         [(r["verdict"], r["area_m2"]) for r in alone])

    def test_a_job_can_be_dismissed_and_forgotten(self):
        shapes = [square(106.70 + 0.001 * i, 39.60, 0.05) for i in range(200)]
        job = json.loads(self.service.execute("check", {"sites": shapes})[2])["jobID"]
        self.problem(self.service.ask("GET", f"/api/jobs/{job}/results"), 404)
        status, _, body = self.service.ask("DELETE", f"/api/jobs/{job}")
        self.assertEqual((status, json.loads(body)["status"]), (200, "dismissed"))
        self.assertEqual(self.finished(job)["status"], "dismissed")
        self.service.ask("DELETE", f"/api/jobs/{job}")
        self.problem(self.service.ask("GET", f"/api/jobs/{job}"), 404)


class Access(unittest.TestCase):
    def test_others_need_the_token_and_a_foreign_page_gets_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            small = workbench.write_small(Path(folder) / "small")
            open_one = Service(small)
            closed = Service(small, "--listen", "0.0.0.0", env={"XUANZHI_TOKEN": "sesame"})
            try:
                self.assertEqual(open_one.ask("GET", "/api")[0], 200)
                self.assertEqual(open_one.ask("GET", "/api", headers={"Host": "evil.example"})[0], 401)
                self.assertEqual(open_one.ask("GET", "/api", headers={"Origin": "http://evil.example"})[0], 401)
                self.assertIn("#token=sesame", closed.told["url"])
                self.assertEqual(closed.ask("GET", "/")[0], 200)
                for value in (None, "Bearer", "Bearer sesam", "Bearer sesame2", "Basic sesame"):
                    headers = {"Authorization": value} if value else {}
                    self.assertEqual(closed.ask("GET", "/api", headers=headers)[0], 401, value)
                self.assertEqual(closed.ask("GET", "/api", headers={"Authorization": "Bearer sesame"})[0], 200)
            finally:
                for one in (open_one, closed):
                    self.assertEqual(one.stop(), (0, ""))

    def test_a_port_that_is_taken_is_said_to_be(self):
        with tempfile.TemporaryDirectory() as folder:
            small = workbench.write_small(Path(folder) / "small")
            first = Service(small)
            try:
                done = workbench.run("serve", "-w", small, "--port", first.port, "-q")
                self.assertEqual(done.returncode, 2)
                self.assertIn("--port", done.stderr)
            finally:
                first.stop()


if __name__ == "__main__":
    unittest.main()
