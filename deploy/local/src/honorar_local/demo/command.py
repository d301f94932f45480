"""`honorar demo`: the system is started on the demonstration's own folder, and the story told on a terminal."""

from pathlib import Path

from rich.console import Console

from honorar_local import showing
from honorar_local import up as starting
from honorar_local.demo import table
from honorar_local.demo.stage import stage
from honorar_local.demo.story import Story
from honorar_local.folder import DataFolder


def demonstrate(
    console: Console, folder: DataFolder, file: Path | None, options: dict[str, str]
) -> bool:
    """Show it all; says whether every check held. The system keeps running."""
    console.print("Starting the system", style="bold")
    state = starting.up(folder, showing.progress(console)).state
    scene = stage(folder, state, file)
    console.print(f"\nFrom {scene.file.name} to paid invoices", style="bold")
    with console.status("") as spinner:

        def done(line: str) -> None:
            console.print(f"  [green]✓[/] {line}", highlight=False, soft_wrap=True)

        ending = Story(scene, options, lambda doing: spinner.update(f"{doing} …"), done).tell()
    console.print()
    table.show(console, ending.rows)
    holds = ending.conservation.show(console)
    console.print()
    showing.addresses(console, state)
    console.print(
        f"\nA token for this account: honorar token --role owner --account {scene.account} "
        f"--data-dir {folder.root}\nThe system keeps running; `make down` stops it.",
        highlight=False,
        soft_wrap=True,
    )
    return holds
