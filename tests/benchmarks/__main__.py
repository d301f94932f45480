"""`python -m tests.benchmarks [row …]`: run the benchmarks, or those named, one after the other, and print their table.

A row is a module of this package with `async def run(servers) -> Sequence[Row]`. Each figure stands beside a limit that was
measured in the same run: machines differ, and so do days. What is served in this process runs on uvloop, as services do.
Run them on a quiet machine; the load is printed with them.
"""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import uvloop

from tests.benchmarks.row import Row, table
from tests.benchmarks.servers import servers

ROWS = sorted(
    module.name
    for module in pkgutil.iter_modules([str(Path(__file__).parent)])
    if "async def run(" in (Path(__file__).parent / f"{module.name}.py").read_text()
    and module.name != "__main__"
)


def main(names: list[str]) -> int:
    """Run the named rows, or all; the exit status is 1 when a goal was missed."""
    if unknown := set(names) - set(ROWS):
        print(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
        return 2
    measured: list[Row] = []
    with servers() as running:
        for name in names or ROWS:
            print(f"{name} … (load {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)
            row = importlib.import_module(f"tests.benchmarks.{name}")
            measured += uvloop.run(row.run(running))
    print(table(measured))
    return 0 if all(row.reached for row in measured) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
