"""The sample that ships with the project."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from timer.importing.parsing import ImportOptions, parse
from timer.importing.planning import plan_import
from timer.importing.report import ImportReport
from timer.importing.reporting import report_on
from timer.importing.snapshot import Snapshot

SAMPLES = Path(__file__).parents[4] / "deploy" / "local" / "samples"
FILES = ("toggl-2026-q3.csv", "toggl-week-b.csv", "toggl-week-c.csv")


def reported(name: str) -> ImportReport:
    options = ImportOptions("Europe/Copenhagen", create_agents=True)
    file = parse((SAMPLES / name).read_bytes(), options)
    return report_on(file, plan_import(file, options, Snapshot()), Snapshot())


def test_the_generator_writes_the_files_that_ship(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SAMPLES / "make_sample.py", tmp_path], check=True)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_each_file_is_the_variant_it_stands_for() -> None:
    assert [reported(name).variant for name in FILES] == ["A", "B", "C"]


def test_the_quarter_has_what_real_exports_have() -> None:
    found = reported(FILES[0])
    assert 1900 < found.rows.read < 2100
    assert (len(found.to_create.agents), len(found.to_create.organizations)) == (6, 12)
    assert found.skipped_by_reason["zero"].count == 1
    assert found.untimed_because_overlap.count >= 5
    assert found.without_organization.count > 0
    assert found.errors == []


def test_the_money_of_the_quarter_is_seconds_times_one_rate_per_person() -> None:
    found = reported(FILES[0])
    (total,) = found.money
    rates = {"Mette Friis": 950, "Bo Lind": 875, "Ida Bech": 1100, "Jonas Vang Sørensen": 800,
             "Katarzyna Nowicka": 1250, "Luca Ferrante": 725}  # fmt: skip
    exact = sum(
        Decimal(share.billable_seconds * rates[share.name]) / 3600
        for share in found.totals.by_agent
    )
    assert total.currency == "DKK"
    # Each row was rounded to the cent by itself.
    assert abs(total.amount - exact) < Decimal("0.005") * found.rows.read
