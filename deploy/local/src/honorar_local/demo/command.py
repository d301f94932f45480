"""`honorar demo`: starts the system on the demonstration's own folder, and shows the walkthrough on a terminal."""

import shlex
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from honorar_local import installation, terminal
from honorar_local.demo import report
from honorar_local.demo.account import SAMPLE, DemoAccount, demo_account, read_file
from honorar_local.demo.walkthrough import Outcome, Walkthrough
from honorar_local.folder import DataFolder


def demonstrate(
    console: Console, folder: DataFolder, file: Path | None, options: dict[str, str]
) -> bool:
    """Run the demonstration. Returns whether every check held; the system keeps running."""
    content = read_file(file or SAMPLE)
    console.print("Starting the system", style="bold")
    state = installation.up(folder, terminal.progress(console)).state
    account = demo_account(folder, state, file or SAMPLE, content)
    console.print(f"\nFrom {account.file.name} to paid invoices", style="bold")
    outcome = _walk_through(console, account, options)
    console.print()
    report.print_invoices(console, outcome.rows)
    outcome.conservation.print(console)
    console.print()
    terminal.addresses(console, state, str(account.id))
    documents = _save_documents(account, folder, outcome.invoices)
    token = [sys.argv[0], "token", "--role", "owner", "--account", str(account.id)]
    terminal.log_in_link(console, installation.administrator(folder).owner_link(account.id))
    console.print(
        f"{'PDFs':<11} {documents}\n\nA token for this account: "
        f"{shlex.join([*token, '--data-dir', str(folder.root)])}\n"
        "The system keeps running; `make down` stops it.",
        highlight=False,
        soft_wrap=True,
    )
    return outcome.conservation.holds


def _walk_through(console: Console, account: DemoAccount, options: dict[str, str]) -> Outcome:
    with console.status("") as spinner:

        def working(doing: str) -> None:
            spinner.update(f"{doing} …")

        def done(line: str) -> None:
            console.print(f"  [green]✓[/] {line}", highlight=False, soft_wrap=True)

        def warn(line: str) -> None:
            console.print(f"  [yellow]![/] {line}", highlight=False, soft_wrap=True)

        return Walkthrough(account, options, working, done, warn).run()


def _save_documents(
    account: DemoAccount, folder: DataFolder, invoices: list[dict[str, Any]]
) -> Path:
    """Save the invoices' PDFs where they can be opened without a token."""
    place = folder.root / "documents" / str(account.id)
    place.mkdir(parents=True, exist_ok=True)
    for invoice in invoices:
        content = account.gateway.get_bytes(f"/invoicing/v1/invoices/{invoice['id']}.pdf")
        (place / f"{invoice['number']}.pdf").write_bytes(content)
    return place
