"""Time lines to issued invoices, beside Tryton's and beside bare SQL, on the same PostgreSQL, in one run.

All three bill a hundred entries of half an hour to each customer, one customer after the other, and commit twice (ours: a
request to draft, one to issue) or once (the others) for each. Beside Tryton they are of ten tasks, and an invoice has ten
lines; beside bare SQL a line for each entry.

Tryton (`trytond` with `trytond-project-invoice`) makes the lines, computes the invoice, posts it and its account move, by
its ORM in one process, without HTTP, and without VAT. It has an environment of its own, made once in the cache of whoever
runs this (`HONORAR_BENCHMARK_CACHE` says where else). BENCH_TRYTOND=0 leaves it out.

Ours goes through HTTP with a signed token and a key for repetitions: it checks what may be billed, groups, claims, computes
VAT, answers the draft, freezes and chains the invoice, and writes its events. Nobody prints in any of the three. A billing
run does the same without HTTP, in this process: a worker drafts all customers' month, then issues it. That is the row whose
work is most like Tryton's; what the run keeps of each customer comes on top.

Bare SQL is one statement for each customer: it prices the entries by a rate of their customer, inserts a line and a claim
for each, takes a number and inserts the invoice with its sum. Keys, NOT NULL and the exclusion of claims on the same seconds
are checked; there are no other constraints, no foreign keys, no triggers, no row-level security, no sums kept of time, no
draft, no tax, no event. "By our statement alone" is how we claim the same entries in our own tables, where all of that is
checked: the least that PostgreSQL does for a draft of ours.

Where something else runs on the machine, the rows by processor count: entries billed in a second of the processors that the
api or Tryton took, and PostgreSQL with all its processes.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg

from invoicing.domain.grouping import GroupBy
from testkit import postgres_url
from tests.benchmarks.drafting import CUSTOMERS, EACH, ENTRIES, Biller, billing
from tests.benchmarks.processor_time import of_server
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

PINNED = ("trytond[PostgreSQL]==8.2.1", "trytond-project-invoice==8.2.0", "proteus==8.2.0")
TRYTON_CUSTOMERS, TRYTON_TASKS, TRYTON_LINES = 3, 10, 10
"""A hundred time lines of ten tasks an invoice, as ours have; the first invoice is not counted."""
_PROGRAM = Path(__file__).with_name("trytond_program.py")
_BARE = f"""
CREATE SCHEMA bare;
CREATE TABLE bare.rates (customer int PRIMARY KEY, hourly_rate numeric NOT NULL);
INSERT INTO bare.rates SELECT n, 1200 FROM generate_series(1, {CUSTOMERS}) AS n;
CREATE TABLE bare.entries (id uuid PRIMARY KEY, customer int NOT NULL, worked_on date NOT NULL, seconds int NOT NULL);
INSERT INTO bare.entries SELECT gen_random_uuid(), customer, '2026-06-01', 1800
    FROM bare.rates, generate_series(1, {EACH});
CREATE INDEX ON bare.entries (customer, worked_on);
CREATE TABLE bare.series (last int NOT NULL);
INSERT INTO bare.series VALUES (0);
CREATE TABLE bare.invoices (id uuid PRIMARY KEY, number int NOT NULL UNIQUE, total numeric NOT NULL);
CREATE TABLE bare.lines (id uuid PRIMARY KEY, invoice_id uuid NOT NULL, seconds int NOT NULL, hourly_rate numeric NOT NULL,
    amount numeric NOT NULL, text text NOT NULL);
CREATE TABLE bare.claims (line_id uuid PRIMARY KEY, entry_id uuid NOT NULL, seconds int4range NOT NULL,
    EXCLUDE USING gist (entry_id WITH =, seconds WITH &&));
ANALYZE;
"""
_BILL = """
WITH line AS (
    SELECT gen_random_uuid() AS id, e.id AS entry_id, e.seconds, r.hourly_rate,
        round(e.seconds * r.hourly_rate / 3600, 2) AS amount
    FROM bare.entries e JOIN bare.rates r USING (customer)
    WHERE customer = $2 AND worked_on BETWEEN '2026-06-01' AND '2026-06-30'
), lines AS (
    INSERT INTO bare.lines SELECT id, $1, seconds, hourly_rate, amount, 'Fix the pay button' FROM line
), claims AS (
    INSERT INTO bare.claims SELECT id, entry_id, int4range(0, seconds) FROM line
), number AS (UPDATE bare.series SET last = last + 1 RETURNING last)
INSERT INTO bare.invoices SELECT $1, last, (SELECT sum(amount) FROM line) FROM number
"""


@dataclass(frozen=True)
class Rate:
    """Entries billed in a second, and in a second of all processors that were used for it."""

    by_clock: float
    by_processor: float


async def run(servers: Servers) -> Sequence[Row]:
    """Measure the three, one after the other."""
    async with billing(servers) as biller:
        await _ours(biller, 6, "entry")  # what is first is not counted
        ours = await _ours(biller, 7, "entry")
        by_item = await _ours(biller, 8, "work_item")
        await biller.fill(date(2026, 10, 28), 1, 0)
        in_a_run = Rate(await biller.bill_in_a_run(date(2026, 10, 1)), biller.by_processor)
        await biller.fill(date(2026, 9, 28), 1, 0)
        claims = Rate(await biller.claim(date(2026, 9, 1)), biller.by_processor)
        bare = await _bare(biller.superuser_url)
    rows = [
        *_rows("time to issued invoices, a line for each entry", ours, bare, "bare SQL", 0.5),
        *_rows("the same time claimed, by our statement alone", claims, bare, "bare SQL", None),
    ]
    if os.environ.get("BENCH_TRYTOND") != "0":
        tryton = await _tryton()
        work = "time to issued invoices, a line for each of 10 tasks"
        rows += _rows(work, by_item, tryton, "trytond", 200)
        rows += _rows(
            "the same by a billing run, without HTTP as trytond", in_a_run, tryton, "trytond", 200
        )
    return rows


def _rows(work: str, ours: Rate, limit: Rate, limit_of: str, goal: float | None) -> list[Row]:
    pairs = {
        work: (ours.by_clock, limit.by_clock),
        f"{work}: by processor": (ours.by_processor, limit.by_processor),
    }
    return [
        Row(work=name, ours=one, unit="/s", limit=other, limit_of=limit_of, goal_ratio=goal)
        for name, (one, other) in pairs.items()
    ]


async def _ours(biller: Biller, month: int, group_by: GroupBy) -> Rate:
    await biller.fill(date(2026, month, 28), 1, 0)
    by_clock = await biller.bill(date(2026, month, 1), group_by)
    return Rate(by_clock, biller.by_processor)


async def _bare(url: str) -> Rate:
    """SQL alone."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_BARE)
        await connection.execute("CHECKPOINT")
        spent, began = await of_server(url), time.perf_counter()
        for customer in range(1, CUSTOMERS + 1):
            await connection.execute(_BILL, uuid4(), customer)
        seconds = time.perf_counter() - began
        return Rate(ENTRIES / seconds, ENTRIES / (await of_server(url) - spent))
    finally:
        await connection.close()


async def _tryton() -> Rate:
    """Tryton; of PostgreSQL's processor time what passed while it billed."""
    python, name = await _environment(), f"tryton_{uuid4().hex}"
    url = postgres_url()
    about = {"TRYTOND_DATABASE_URI": url[: url.rindex("/") + 1], "DB_NAME": name}
    shape = map(str, (TRYTON_CUSTOMERS, TRYTON_TASKS, TRYTON_LINES))
    try:
        spent, measured = await _measured([python, str(_PROGRAM), *shape], about)
    finally:
        connection = await asyncpg.connect(url)
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.close()
    lines, processor = measured["lines"], measured["processor"] + spent
    print(
        f"CPU {processor * 1000 / lines:.1f} ms of trytond and PostgreSQL a line", file=sys.stderr
    )
    return Rate(lines / measured["seconds"], lines / processor)


async def _measured(command: Sequence[str], about: Mapping[str, str]) -> tuple[float, Any]:
    """Processor seconds of PostgreSQL while the program measured, and what it found."""
    program = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **about}, stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout
    assert await program.stdout.readline() == b"began\n"
    spent = await of_server(postgres_url())
    found = json.loads(await program.stdout.readline())
    spent = await of_server(postgres_url()) - spent
    await program.wait()
    return spent, found


async def _environment() -> str:
    """The Python of Tryton's environment, which is made when it is not there."""
    cache = os.environ.get("HONORAR_BENCHMARK_CACHE") or Path.home() / ".cache/honorar-benchmarks"
    folder = Path(cache) / "-".join(one.partition("==")[2] for one in PINNED)
    python, ready = folder / "bin/python", folder / "ready"
    if not ready.exists():
        print("making an environment for Tryton …", file=sys.stderr)
        await _done(sys.executable, "-m", "venv", str(folder))
        await _done(str(python), "-m", "pip", "install", "--quiet", *PINNED)
        ready.touch()
    return str(python)


async def _done(*command: str) -> None:
    program = await asyncio.create_subprocess_exec(*command)
    if await program.wait():
        raise RuntimeError(f"{command[0]} ended with {program.returncode}")
