# SPDX-License-Identifier: Apache-2.0
"""A running `xuanzhi serve` and what tests say to it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
import workbench  # noqa: E402

DEMO = workbench.DEMO


class Service:
    """Started on a free port; ends with the object's `stop`."""

    def __init__(self, workspace, *options, env=None):
        self.process = subprocess.Popen(
            [workbench.PROGRAM, "serve", "-w", str(workspace), "--port", "0", "--json", "-q", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(self.process.stderr.read())
        self.told = json.loads(line)
        self.port = self.told["port"]

    def stop(self):
        """Exit code and standard error after SIGTERM."""
        self.process.terminate()
        errors = self.process.communicate(timeout=60)[1]
        return self.process.returncode, errors

    def resident_kb(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])

    def cpu_ms(self):
        """Processor time that the service has used, which a busy machine does not change much."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(self, method, path, body=None, headers=None, timeout=60):
        """Status, headers with lower-case names, bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            if isinstance(body, (dict, list)):
                body = json.dumps(body).encode()
                headers = {"Content-Type": "application/json", **(headers or {})}
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, names, answer.read()
        finally:
            connection.close()

    def get(self, path, **headers):
        status, _, body = self.ask("GET", path, headers=headers)
        assert status == 200, (status, path, body[:300])
        return json.loads(body)

    def execute(self, process, inputs, **more):
        return self.ask("POST", f"/api/processes/{process}/execution", {"inputs": inputs}, **more)

    def send_raw(self, data, timeout=20):
        """Bytes as they are; what comes back until the server closes or `timeout` is over."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as line:
            line.sendall(data)
            out = b""
            try:
                while chunk := line.recv(65536):
                    out += chunk
            except (TimeoutError, ConnectionError):
                pass
            return out


class ServiceCase(unittest.TestCase):
    """Tests that share one service over WORKSPACE."""

    workspace = DEMO
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.service = Service(cls.workspace, *cls.options)

    @classmethod
    def tearDownClass(cls):
        code, errors = cls.service.stop()
        assert code == 0, (code, errors)
        assert errors == "", errors

    def problem(self, answer, *statuses):
        """The problem document of an answer, which must be complete and in both languages."""
        status, headers, body = answer
        self.assertIn(status, statuses, body[:300])
        self.assertEqual(headers["content-type"], "application/problem+json")
        told = json.loads(body)
        self.assertEqual(told["status"], status)
        for language in ("zh", "en"):
            self.assertTrue(told["message"][language])
        return told
