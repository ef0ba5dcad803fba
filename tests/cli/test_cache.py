# SPDX-License-Identifier: Apache-2.0
"""The cache of prepared layers under bad luck: killed writers, full disks, two processes at once,
damaged files. Whatever happens, the facts are those of a run without a cache."""

import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import unittest

from workbench import DEMO, PROGRAM, SOURCE, Case


class Cache(Case):
    def setUp(self):
        self.ground = self.folder / self._testMethodName
        shutil.copytree(DEMO, self.ground / "wuhai",
                        ignore=shutil.ignore_patterns(".xuanzhi-cache"))
        shutil.copytree(SOURCE / "gisdata" / "rulebooks", self.ground / "rulebooks")
        self.cache = self.ground / "wuhai" / ".xuanzhi-cache"
        self.truth = self.facts("--no-cache")
        self.assertFalse(self.cache.exists())

    def words(self, output, *more):
        return [PROGRAM, "facts", "-w", str(self.ground / "wuhai"), "-o", str(output),
                "--threads", "1", *more]

    def read(self, output):
        return [output.with_name(output.stem + part + ".csv").read_bytes()
                for part in ("", "_class", "_feature")]

    def facts(self, *more, **how):
        output = self.ground / "facts.csv"
        done = subprocess.run(self.words(output, *more), capture_output=True, text=True,
                              timeout=300, **how)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.said = done.stderr
        return self.read(output)

    def files(self):
        return sorted(self.cache.glob("*.layer"))

    def test_cold_and_warm_runs_give_the_same_bytes(self):
        self.assertEqual(self.facts(), self.truth)
        before = {file: file.stat().st_mtime_ns for file in self.files()}
        self.assertGreater(len(before), 20)
        self.assertEqual(self.facts(), self.truth)
        self.assertEqual(before, {file: file.stat().st_mtime_ns for file in self.files()})
        self.assertNotIn("damaged", self.said)

    def test_a_killed_writer_leaves_nothing_that_is_believed(self):
        dice = random.Random(1)
        start = time.monotonic()
        self.facts()
        whole = time.monotonic() - start
        killed = 0
        for _ in range(6):
            shutil.rmtree(self.cache, ignore_errors=True)
            process = subprocess.Popen(self.words(self.ground / "killed.csv", "-q"),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0.05, 0.9) * whole)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            self.assertEqual(self.facts(), self.truth)
        self.assertGreater(killed, 1)

    def test_processes_at_once_do_not_meet(self):
        for _ in range(2):
            shutil.rmtree(self.cache, ignore_errors=True)
            outputs = [self.ground / f"at_once_{i}.csv" for i in range(4)]
            running = [subprocess.Popen(self.words(output, "-q"), stdout=subprocess.DEVNULL)
                       for output in outputs]
            self.assertEqual([process.wait(300) for process in running], [0] * 4)
            for output in outputs:
                self.assertEqual(self.read(output), self.truth)
        self.assertEqual(self.facts(), self.truth)
        self.assertEqual([p.name for p in self.cache.iterdir() if p.suffix != ".layer"
                          or p.name.startswith(".")], [])

    def test_damaged_files_are_made_anew(self):
        self.facts()
        good = {file: file.read_bytes() for file in self.files()}
        dice = random.Random(2)
        for round_ in range(8):
            file = dice.choice(sorted(good))
            bad = bytearray(good[file])
            if round_ % 3 == 0:
                bad = bad[:dice.randrange(len(bad))]
            else:
                for _ in range(round_):
                    # Behind the header, whose end says nothing.
                    bad[dice.randrange(192, len(bad))] ^= 1 << dice.randrange(8)
            file.unlink()
            file.write_bytes(bad)
            self.assertEqual(self.facts(), self.truth)
            self.assertIn("damaged", self.said)
            self.assertEqual(file.read_bytes(), good[file])

    def test_a_full_disk_costs_only_the_cache(self):
        # A file may grow to no more than the facts and the state of the run need: the largest layers
        # do not fit.
        most = max(len(part) for part in self.truth) + 256 * 1024
        self.facts()
        files = len(self.files())
        largest = max(file.stat().st_size for file in self.files())
        shutil.rmtree(self.cache)
        most = min(most, largest - 1) if largest - 1 > most else most

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        if largest <= most:
            self.skipTest("the facts are larger than every layer")
        self.assertEqual(self.facts(preexec_fn=limit, restore_signals=False), self.truth)
        self.assertIn("could not be written", self.said)
        self.assertLess(len(self.files()), files)
        self.assertEqual(self.facts(), self.truth)


if __name__ == "__main__":
    sys.exit(unittest.main())
