"""`make chaos`: load on a whole system whose processes are killed, and the check that nothing was lost or doubled.

    python -m tests.chaos [--seconds 90] [--seed N] [--without GUARANTEE]

Starts an installation on a folder of its own. `--without` switches one guarantee off, to see that the check notices: then
the exit status is 0 when something was found broken.
"""

import argparse
import secrets
import sys
import time
from pathlib import Path

from tests.chaos.run import Chaos, summary
from tests.chaos.sabotage import GUARANTEES, sabotaged, weaken
from tests.harness.system import data_folder, running


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--without", choices=sorted(GUARANTEES))
    parser.add_argument("--calm", action="store_true", help="kill nothing")
    parser.add_argument("--data-dir", type=Path, help="keep the data and the logs there")
    options = parser.parse_args()
    with (
        sabotaged(options.without),
        data_folder(options.data_dir) as folder,
        running(folder) as system,
    ):
        weaken(system, options.without)
        chaos = Chaos(system, options.seed, options.seconds, _say, kills=not options.calm)
        evidence, broken = chaos.run()
        _say(summary(evidence))
        evidence.history.write(folder.root / "history.jsonl")
    for found in broken[:50]:
        print(f"BROKEN {found[:600]}")
    _say(f"seed {options.seed}: {len(broken)} broken" if broken else "everything holds")
    return int(bool(broken) != bool(options.without))


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
