# SPDX-License-Identifier: Apache-2.0
"""Requests made up from the OpenAPI document, right and wrong ones: every answer has a status and a
body that the document promises, and none is a 5xx. XUANZHI_FUZZ_SEED and _ROUNDS change the run."""

import json
import os
import random
import sys
import unittest
import warnings
from urllib.parse import quote

from service_case import ServiceCase, workbench

warnings.simplefilter("ignore", DeprecationWarning)  # RefResolver is what Debian 12 has
try:
    from jsonschema import Draft202012Validator, RefResolver
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

SEED = int(os.environ.get("XUANZHI_FUZZ_SEED", "7"))
ROUNDS = int(os.environ.get("XUANZHI_FUZZ_ROUNDS", "12"))
ODD = ["", "0", "-1", "1e9", "nan", "S-69", "P-017", "district", "%", "..", "{", "乌海", "' --", "a" * 300,
       "check", "2", "compliant", "106,39,107,40", "\u0000", "null"]
SHAPES = [
    {"type": "Polygon", "coordinates": workbench.A}, {"type": "Polygon", "coordinates": []}, {"id": "S-69"},
    {"id": None}, "POLYGON((106.8 39.66,106.81 39.66,106.81 39.67,106.8 39.66))", "POLYGON(((", "", 5, None, [],
    {"type": "MultiPolygon", "coordinates": [workbench.A, workbench.B]}, {"type": "Feature", "geometry": None},
    {"type": "FeatureCollection", "features": [{}]},
    "[属性描述]\n坐标系=2000国家大地坐标系\n[地块坐标]\n4,1,D,N,面,,,,@\nJ1,1,1,1\n"]

LISTS = [["budget.water.wuda=+20%"], ["budget.water.wuda"], [5], ["P-001=S-01"], ["x"] * 2000, 0.5, -1,
         [{"kind": "shp", "base64": "AAAA"}], [{"kind": "vrt", "base64": "AAAA"}], [{"kind": "kml", "base64": "!"}],
         [{"kind": "gpkg", "base64": "U1FMaXRlIGZvcm1hdCAzAA=="}], [{}]]


class Contract(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls.service.get("/api/openapi.json")
        cls.random = random.Random(SEED)

    def schema_of(self, responses, status, kind):
        response = responses.get(str(status)) or responses.get(f"{status // 100}XX")
        self.assertIsNotNone(response, f"{status} is not promised")
        if "$ref" in response:
            response = self.contract["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
        content = response.get("content", {})
        if not content:
            return None
        self.assertIn(kind, content)
        return content[kind]["schema"]

    def hold(self, operation, answer):
        status, headers, body = answer
        self.assertLess(status, 500, body[:300])
        kind = headers.get("content-type", "").split(";")[0]
        schema = self.schema_of(operation["responses"], status, kind)
        if schema is None or "json" not in kind:
            return
        resolver = RefResolver("", self.contract)
        faults = list(Draft202012Validator(schema, resolver=resolver).iter_errors(json.loads(body)))
        self.assertEqual(faults, [])

    def value(self):
        return self.random.choice(ODD)

    def path_of(self, path, operation, shared):
        for parameter in shared:
            path = path.replace("{" + parameter["name"] + "}", quote(self.value(), safe="") or "x")
        query = []
        for parameter in operation["parameters"]:
            if "$ref" in parameter:
                parameter = self.contract["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]
            if parameter["in"] == "query" and self.random.random() < 0.4:
                query.append(f"{parameter['name']}={quote(self.value())}")
        return path + ("?" + "&".join(query) if query else "")

    def test_answers_keep_the_promises_of_the_document(self):
        asked = 0
        for _ in range(ROUNDS):
            for path, item in self.contract["paths"].items():
                for method in ("get", "post", "delete"):
                    if method not in item:
                        continue
                    operation = item[method]
                    target = self.path_of(path, operation, item.get("parameters", []))
                    body, headers = None, {}
                    if method == "post":
                        inputs = {name: self.random.choice(SHAPES + ODD + [True, {"features": SHAPES[:2]}] + LISTS)
                                  for name in ("site", "sites", "project", "repair", "detail", "format", "zone", "drawn",
                                               "settings", "lock", "forbid", "gap", "accept_unknown", "files")
                                  if self.random.random() < 0.45}
                        body, headers = json.dumps({"inputs": inputs}).encode(), {"Content-Type": "application/json"}
                    with self.subTest(target=target, body=body):
                        self.hold(operation, self.service.ask(method.upper(), target, body, headers))
                    asked += 1
        self.assertGreater(asked, 100)

    def test_good_requests_are_answered_as_promised(self):
        names = {"layer": "district", "zoom": "9", "column": "407", "row": "194", "site": "S-69",
                 "project": "P-017", "process": "check",
                 "rule": self.service.get("/api/rules")["rules"][0]["id"]}
        for path, item in self.contract["paths"].items():
            # A service without a base map has no tiles of it.
            if "get" not in item or "{job}" in path or path.startswith("/api/base/tiles"):
                continue
            target = path
            for name, value in names.items():
                target = target.replace("{" + name + "}", quote(value, safe=""))
            answer = self.service.ask("GET", target)
            self.assertIn(answer[0], (200, 204), target)
            self.hold(item["get"], answer)


if __name__ == "__main__":
    unittest.main()
