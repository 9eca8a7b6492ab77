"""Everything, under every sanitizer, in an order and with moments of chance: soak.py BUILD [MINUTES [SEED]], which is ./run soak

All that `ctest -C soak` knows, each test once; or with MINUTES again and again, as many as begin before they are over.  What is
random in a test (when something is killed, what a fuzzer tries, rows) comes from a number that is printed: given again as
SEED it brings the same order and the same choices.  The last line says what was done; the exit status, whether all passed.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

PATIENCE = 3  # times a test's limit: rounds are more and rests longer than in ./run test


class Test:
    """One test as ctest describes it."""

    def __init__(self, described):
        properties = {one["name"]: one["value"] for one in described.get("properties", [])}
        self.name, self.command = described["name"], described["command"]
        self.process = None
        self.builds = "FIXTURES_SETUP" in properties
        self.alone = properties.get("RUN_SERIAL", False)
        self.folder = properties.get("WORKING_DIRECTORY")
        self.timeout_s = PATIENCE * float(properties.get("TIMEOUT", 1500))
        self.environment = dict(one.split("=", 1) for one in properties.get("ENVIRONMENT", []))

    def run(self, log, seed):
        """Runs it with its output in LOG; what there is to say of how it ended, None where it passed."""
        environment = {**os.environ, **self.environment, "QCDC_SEED": str(seed), "QCDC_SLOW": "1"}
        with open(log, "wb") as out:
            self.process = subprocess.Popen(self.command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT, start_new_session=True)
            try:
                status = self.process.wait(timeout=self.timeout_s)
            except subprocess.TimeoutExpired:
                self.end()
                return f"did not end within {self.timeout_s:.0f} s"
        return f"status {status}" if status else None

    def end(self):
        """Ends it before its time: asked first, so that it takes its servers and databases down."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                if self.process:
                    os.killpg(self.process.pid, number)
                    self.process.wait(timeout=60)
                return
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass


class Soak:
    def __init__(self, build, minutes, seed):
        self.build, self.seed = build, seed
        self.began = time.monotonic()
        self.until = self.began + 60 * minutes if minutes is not None else None
        self.stopped = False
        self.logs = build / "soak"
        self.logs.mkdir(exist_ok=True)
        self.lock = threading.Lock()  # of what follows, and of what is printed
        self.count, self.failed, self.under_way = 0, [], set()

    def tests(self):
        listed = subprocess.run(["ctest", "--test-dir", str(self.build), "-C", "soak", "--show-only=json-v1"], check=True,
                                stdout=subprocess.PIPE, stdin=subprocess.DEVNULL).stdout
        return [Test(one) for one in json.loads(listed)["tests"]]

    def over(self):
        return self.until is not None and time.monotonic() >= self.until

    def stop(self):
        """Nothing more begins, and what is under way is ended; how that ends is nobody's failure."""
        with self.lock:
            self.stopped, self.until = True, 0
        for test in list(self.under_way):
            test.end()

    def play(self, test, seed):
        log, began = self.logs / f"{test.name}.log", time.monotonic()
        with self.lock:
            if self.stopped:
                return False
            self.under_way.add(test)
        fault = test.run(log, seed)
        with self.lock:
            self.under_way.discard(test)
            if self.stopped:
                return False
            self.count += 1
            print(f"{test.name:<36} {'FAILED: ' + fault if fault else 'passed':<8} {time.monotonic() - began:6.1f} s", flush=True)
            if fault:
                kept = log.rename(self.logs / f"failed-{seed}-{test.name}.log")
                self.failed.append(test.name)
                print("\n".join(kept.read_text(errors="replace").splitlines()[-40:]))
                print(f"---- all of it: {kept}; again: QCDC_SLOW=1 QCDC_SEED={seed} ctest --test-dir {self.build} -C soak"
                      f" -R '^{test.name}$'", flush=True)
        return not fault

    def play_all(self, tests, seed, workers):
        """As many at the same time as WORKERS, until all are done or the time is over."""
        waiting = list(reversed(tests))

        def work():
            while not self.over():
                with self.lock:
                    if not waiting:
                        return
                    test = waiting.pop()
                self.play(test, seed)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def run(self):
        tests = self.tests()
        print(f"{len(tests)} tests, seed {self.seed}; what they say is in {self.logs}", flush=True)
        builds = [test for test in tests if test.builds]
        if not all([self.play(test, self.seed) for test in builds]):
            return self.close(0)
        if self.until is not None:
            self.until += time.monotonic() - self.began  # compiling is not counted
        rest, passes = [test for test in tests if not test.builds], 0
        while passes == 0 or (self.until is not None and not self.over()):
            seed = self.seed + passes
            passes += 1
            print(f"-- round {passes}, seed {seed}", flush=True)
            order = random.Random(seed).sample(rest, len(rest))
            self.play_all([test for test in order if not test.alone], seed, os.cpu_count() or 1)
            self.play_all([test for test in order if test.alone], seed, 1)
        return self.close(passes)

    def close(self, rounds):
        minutes = (time.monotonic() - self.began) / 60
        print(f"soak: {self.count} tests in {rounds} rounds and {minutes:.0f} minutes, seed {self.seed}: "
              + (f"{len(self.failed)} FAILED: {' '.join(sorted(self.failed))}" if self.failed else "all passed"), flush=True)
        return 1 if self.failed else 0


def interrupted(number, frame):
    raise KeyboardInterrupt


def main():
    build, given = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    if len(given) > 2 or not all(word.isdecimal() for word in given):
        sys.exit("usage: ./run soak [MINUTES [SEED]]")
    minutes = int(given[0]) if given else None
    soak = Soak(build, minutes, int(given[1]) if len(given) > 1 else random.SystemRandom().randrange(1 << 31))
    signal.signal(signal.SIGTERM, interrupted)
    try:
        return soak.run()
    except KeyboardInterrupt:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # servers and databases are being taken down
        soak.stop()
        print(f"soak: interrupted after {soak.count} tests, seed {soak.seed}", flush=True)
        os._exit(1)  # the threads have nobody left to tell


if __name__ == "__main__":
    sys.exit(main())
