"""`make soak`: the whole system under half the load that it can bear; exit status 1 when anything failed.

It starts an installation on a folder of its own, measures how many requests per second of the mix it answers at most,
runs half of them through the gateway for some minutes, and checks afterwards that nothing was lost.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from tests.harness.accounts import open_account
from tests.harness.system import System, data_folder, running
from tests.soak.aftermath import broken_promises
from tests.soak.load import Load
from tests.soak.traffic import Pace, Tally

ACCOUNTS = 3
WARM_UP_SECONDS = 10.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--measure-seconds", type=float, default=30)
    parser.add_argument("--share", type=float, default=0.5, help="of the capacity")
    parser.add_argument("--data-dir", type=Path, help="keep the data and the logs there")
    options = parser.parse_args()
    with data_folder(options.data_dir) as folder, running(folder) as system:
        return _soak(system, options)


def _soak(system: System, options: argparse.Namespace) -> int:
    accounts = [open_account(system, n, in_quickbooks=n == 0) for n in range(ACCOUNTS)]
    load = Load(system, accounts)
    _say(f"{ACCOUNTS} accounts are ready; warming up, then measuring")
    asyncio.run(load.run(WARM_UP_SECONDS, Pace()))
    capacity = asyncio.run(load.run(options.measure_seconds, Pace())).per_second
    rate = capacity * options.share
    _say(f"capacity {capacity:.0f} requests/s; now {rate:.0f}/s for {options.minutes:g} min")
    tally = asyncio.run(load.run(options.minutes * 60, Pace(rate)))
    _report(tally)
    _say("checking what must hold afterwards")
    broken = broken_promises(system, accounts)
    for promise in broken:
        _say(f"BROKEN: {promise}")
    failed = bool(tally.failed or tally.dropped or tally.unexpected or broken)
    _say("FAILED" if failed else "passed: no 5xx, no dropped connection, everything holds")
    return int(failed)


def _report(tally: Tally) -> None:
    _say(f"{tally.answers} answers, {tally.per_second:.0f}/s")
    _say("by status: " + ", ".join(f"{s}: {n}" for s, n in sorted(tally.statuses.items())))
    print(f"{'request':<16}{'status':>7}{'count':>8}{'median ms':>11}{'p99 ms':>9}{'max ms':>9}")
    for (kind, status), found in sorted(tally.seconds.items()):
        ms = sorted(second * 1000 for second in found)
        middle, high = ms[len(ms) // 2], ms[int(len(ms) * 0.99)]
        print(f"{kind:<16}{status:>7}{len(ms):>8}{middle:>11.0f}{high:>9.0f}{ms[-1]:>9.0f}")
    _say(
        f"5xx: {tally.failed}, dropped: {tally.dropped.total()}, unexpected: {tally.unexpected.total()}"
    )
    for example in tally.examples:
        print(f"  {example}")


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
