"""Time lines to issued invoices: 10,000 of ours, beside Tryton's and beside bare SQL, on the same PostgreSQL, in one run.

Tryton (`trytond` with `trytond-project-invoice`) has an environment of its own, which is made once in the cache of whoever
runs this (`HONORAR_BENCHMARK_CACHE` says where else); it bills by its ORM in one process, without HTTP. Ours goes through
HTTP, in one request to draft and one to issue. Bare SQL prices the same entries, inserts a line and a claim for each, and
takes a number: a statement for each customer, with nothing else that an invoice needs. BENCH_TRYTOND=0 leaves Tryton out.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import uuid4

import asyncpg

from testkit import postgres_url
from tests.benchmarks.drafting import CUSTOMERS, EACH, ENTRIES, billing
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


async def run(servers: Servers) -> Sequence[Row]:
    """Measure the three, one after the other."""
    async with billing(servers) as biller:
        await biller.fill(date(2026, 6, 28), 1, 0)
        await biller.bill(date(2026, 6, 1), "entry")  # what is first is not counted
        await biller.fill(date(2026, 7, 28), 1, 0)
        ours = await biller.bill(date(2026, 7, 1), "entry")
        await biller.fill(date(2026, 8, 28), 1, 0)
        by_item = await biller.bill(date(2026, 8, 1), "work_item")
        bare = await _bare(biller.superuser_url)
    rows = [_row("time to issued invoices, a line for each entry", ours, bare, "bare SQL", 0.5)]
    if os.environ.get("BENCH_TRYTOND") != "0":
        work = "time to issued invoices, a line for each of 10 tasks"
        rows.append(_row(work, by_item, await _tryton(), "trytond", 200))
    return rows


def _row(work: str, ours: float, limit: float, limit_of: str, goal: float) -> Row:
    return Row(work=work, ours=ours, unit="/s", limit=limit, limit_of=limit_of, goal_ratio=goal)


async def _bare(url: str) -> float:
    """Lines per second of SQL alone."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_BARE)
        await connection.execute("CHECKPOINT")
        began = time.perf_counter()
        for customer in range(1, CUSTOMERS + 1):
            await connection.execute(_BILL, uuid4(), customer)
        return ENTRIES / (time.perf_counter() - began)
    finally:
        await connection.close()


async def _tryton() -> float:
    """Lines per second of Tryton."""
    python, name = await _environment(), f"tryton_{uuid4().hex}"
    url = postgres_url()
    about = {"TRYTOND_DATABASE_URI": url[: url.rindex("/") + 1], "DB_NAME": name}
    shape = map(str, (TRYTON_CUSTOMERS, TRYTON_TASKS, TRYTON_LINES))
    try:
        said = await _said(python, str(_PROGRAM), *shape, **about)
    finally:
        connection = await asyncpg.connect(url)
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.close()
    measured = json.loads(said.splitlines()[-1])
    return float(measured["lines"] / measured["seconds"])


async def _environment() -> str:
    """The Python of Tryton's environment, which is made when it is not there."""
    cache = os.environ.get("HONORAR_BENCHMARK_CACHE") or Path.home() / ".cache/honorar-benchmarks"
    folder = Path(cache) / "-".join(one.partition("==")[2] for one in PINNED)
    python, ready = folder / "bin/python", folder / "ready"
    if not ready.exists():
        print("making an environment for Tryton …", file=sys.stderr)
        await _said(sys.executable, "-m", "venv", str(folder))
        await _said(str(python), "-m", "pip", "install", "--quiet", *PINNED)
        ready.touch()
    return str(python)


async def _said(*command: str, **settings: str) -> str:
    program = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **settings}, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await program.communicate()
    if program.returncode:
        raise RuntimeError(f"{command[0]} ended with {program.returncode}")
    return said.decode()
