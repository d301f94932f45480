"""Measuring what waits."""

import os
import signal
import subprocess
import sys
import time

from testkit import stopwatch

FROZEN = """
import runpy, sys, time
stopwatch = runpy.run_path(sys.argv[1])["stopwatch"]
with stopwatch() as seconds:
    began = time.monotonic()
    print("begun", flush=True)
    sys.stdin.readline()
    time.sleep(0.2)
    print(time.monotonic() - began - seconds())
"""


def test_what_passes_is_counted() -> None:
    with stopwatch() as seconds:
        before = seconds()
        while seconds() < 0.1:
            time.sleep(0.01)
    assert (before, seconds() >= 0.1) == (0.0, True)


def test_a_moment_in_which_the_process_stood_still_hardly_counts() -> None:
    source = sys.modules[stopwatch.__module__].__file__
    command = [sys.executable, "-S", "-c", FROZEN, str(source)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as measured:
        assert measured.stdin
        assert measured.stdout
        assert measured.stdout.readline() == "begun\n"
        os.kill(measured.pid, signal.SIGSTOP)
        time.sleep(1.2)
        os.kill(measured.pid, signal.SIGCONT)
        measured.stdin.write("\n")
        measured.stdin.close()
        assert float(measured.stdout.readline()) > 0.6
