"""`honorar demo`: the system is started on the demonstration's own folder, and the story told on a terminal."""

import shlex
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from honorar_local import showing
from honorar_local import up as starting
from honorar_local.demo import table
from honorar_local.demo.stage import SAMPLE, Stage, content_of, stage
from honorar_local.demo.story import Story
from honorar_local.folder import DataFolder


def demonstrate(
    console: Console, folder: DataFolder, file: Path | None, options: dict[str, str]
) -> bool:
    """Show it all; says whether every check held. The system keeps running."""
    content = content_of(file or SAMPLE)
    console.print("Starting the system", style="bold")
    state = starting.up(folder, showing.progress(console)).state
    scene = stage(folder, state, file or SAMPLE, content)
    console.print(f"\nFrom {scene.file.name} to paid invoices", style="bold")
    with console.status("") as spinner:

        def done(line: str) -> None:
            console.print(f"  [green]✓[/] {line}", highlight=False, soft_wrap=True)

        def but(line: str) -> None:
            console.print(f"  [yellow]![/] {line}", highlight=False, soft_wrap=True)

        def working(doing: str) -> None:
            spinner.update(f"{doing} …")

        ending = Story(scene, options, working, done, but).tell()
    console.print()
    table.show(console, ending.rows)
    holds = ending.conservation.show(console)
    console.print()
    showing.addresses(console, state, str(scene.account))
    documents = keep_documents(scene, folder, ending.invoices)
    token = [sys.argv[0], "token", "--role", "owner", "--account", str(scene.account)]
    console.print(
        f"{'PDFs':<11} {documents}\n\nA token for this account: "
        f"{shlex.join([*token, '--data-dir', str(folder.root)])}\n"
        "The system keeps running; `make down` stops it.",
        highlight=False,
        soft_wrap=True,
    )
    return holds


def keep_documents(scene: Stage, folder: DataFolder, invoices: list[dict[str, Any]]) -> Path:
    """Lay the invoices' PDFs where they can be opened without a token."""
    place = folder.root / "documents" / str(scene.account)
    place.mkdir(parents=True, exist_ok=True)
    for invoice in invoices:
        content = scene.gateway.read(f"/invoicing/v1/invoices/{invoice['id']}.pdf")
        (place / f"{invoice['number']}.pdf").write_bytes(content)
    return place
