"""The conservation law of the account: every approved billable second is in exactly one bucket."""

from dataclasses import dataclass
from typing import Any

from rich.console import Console

from honorar_local.demo.stage import Stage
from honorar_local.demo.table import hours

_BUCKETS = ("unpriced", "held", "ready", "claimed_by_drafts", "billed", "written_off")


@dataclass(frozen=True)
class Conservation:
    """What timer approved, where invoicing has it, and whether the laws of the books hold."""

    approved_by_timer: int
    billed_by_timer: int
    buckets: dict[str, int]
    laws: dict[str, bool]

    @property
    def billed(self) -> int:
        """Seconds on issued invoices."""
        return self.buckets["billed"]

    @property
    def holds(self) -> bool:
        """Say whether nothing is lost and nothing counted twice, in both services' eyes."""
        return (
            self.approved_by_timer == sum(self.buckets.values())
            and self.billed_by_timer == self.billed
            and all(self.laws.values())
        )

    def show(self, console: Console) -> bool:
        """Print the check; says whether it holds."""
        parts = [f"{hours(self.buckets[name])} {name.replace('_', ' ')}" for name in _BUCKETS]
        console.print("\nConservation of time", style="bold")
        console.print(
            f"  approved {hours(self.approved_by_timer)} = {' + '.join(parts)}", soft_wrap=True
        )
        for law, holds in self.laws.items():
            console.print(f"  {'[green]✓[/]' if holds else '[red]✗[/]'} {law}", highlight=False)
        verdict = "[green]holds: no second lost, none billed twice[/]"
        console.print(f"  {verdict if self.holds else '[bold red]is broken[/]'}", highlight=False)
        return self.holds


def conservation(stage: Stage) -> Conservation:
    """Ask both services."""
    work = stage.gateway.get("/timer/v1/reports/work")
    report: dict[str, Any] = stage.gateway.get("/invoicing/v1/reports/conservation")
    return Conservation(
        approved_by_timer=work["approved_billable_seconds"],
        billed_by_timer=work["billed_seconds"],
        buckets={name: report["seconds"][name] for name in _BUCKETS},
        laws={check["name"]: check["holds"] for check in report["checks"]},
    )


def everything_is_priced(stage: Stage, approved: int) -> bool:
    """Say whether all approved time reached invoicing, and none waits for its price."""
    report = stage.gateway.get("/invoicing/v1/reports/conservation")
    if report["seconds"]["approved"] != approved:
        return False
    unpriced = stage.gateway.pages("/invoicing/v1/billable-time", state="unpriced")
    return all(entry["reason"] != "not-priced-yet" for entry in unpriced)
