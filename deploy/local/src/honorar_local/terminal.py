"""Output on a terminal: addresses, processes, progress of a start, logs."""

import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from embedded_servers.programs import last_lines
from honorar_local.installation import Progress
from honorar_local.state import SystemState

COLOURS = {"healthy": "green", "starting": "yellow", "restarting": "yellow", "stopped": "dim"}


def addresses(console: Console, state: SystemState, account: str = "") -> None:
    """Print the addresses; `account` when it is not the folder's own."""
    lines = {
        "App": f"{state.gateway}  and, at /docs, the documentation of each API",
        "Mailbox": f"{state.mailbox}  the e-mails that were sent",
        "QuickBooks": f"{state.intuit_double}  the local double of Intuit",
        "Data": state.data_dir,
        "Account": account or state.account,
    }
    for name, line in lines.items():
        console.print(f"{name:<11} {line}", soft_wrap=True, highlight=False)


def log_in_link(console: Console, link: str) -> None:
    """Print a link for the owner."""
    console.print(
        f"\n{'Log in':<11} {link}\n{'':<11} works once, for 15 minutes; `honorar login` prints a new one",
        soft_wrap=True,
        highlight=False,
    )


def processes(console: Console, state: SystemState) -> None:
    """Print every process with its health."""
    table = Table("process", "role", "health", "pid", "port", "since", "restarts", box=None)
    table.add_column("", no_wrap=True, overflow="ellipsis")
    for process in state.processes:
        colour = COLOURS.get(process.health, "red")
        table.add_row(
            process.id,
            process.role,
            f"[{colour}]{process.health}[/]",
            str(process.pid or ""),
            str(process.port or ""),
            since(process.started_at) if process.pid else "",
            str(process.restarts or ""),
        )
    console.print(table)
    for process in state.processes:
        if process.reason:
            reason = process.reason.partition("\n")[0]
            when = " was restarted" if process.health == "healthy" else ""
            console.print(f"{process.id}{when}: {reason}", soft_wrap=True, highlight=False)


def since(started_at: float | None) -> str:
    """The time since then in the largest fitting unit: 42 s, 5 min, 3 h, 2 d."""
    if started_at is None:
        return ""
    seconds = max(0, time.time() - started_at)
    for length, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= length:
            return f"{seconds // length:.0f} {unit}"
    return f"{seconds:.0f} s"


def progress(console: Console) -> Progress:
    """A function that prints each message, and one line for each step that is done since its last call."""
    steps: list[str] = []
    finished: set[str] = set()
    messages = 0
    began = time.monotonic()

    def show(state: SystemState) -> None:
        nonlocal messages
        steps.extend(step for step in state.pending_steps if step not in steps)
        for line in state.messages[messages:]:
            console.print(f"  [dim]{line.strip()}[/]")
        messages = max(messages, len(state.messages))
        for step in steps:
            if step not in state.pending_steps and step not in finished:
                finished.add(step)
                console.print(f"  [green]✓[/] {step} [dim]{time.monotonic() - began:.1f} s[/]")

    return show


def log(console: Console, name: str, file: Path, lines: int) -> None:
    """Print the end of a log under its name."""
    console.rule(f"{name} · {file}", align="left")
    console.print(last_lines(file, lines), markup=False, highlight=False, soft_wrap=True)
