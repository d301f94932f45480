"""The `honorar` command."""

import json
import sys
import uuid
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from embedded_servers import ServerError
from honorar_local import LocalError, installation, issuer, terminal
from honorar_local import status as system_status
from honorar_local.demo.command import demonstrate
from honorar_local.folder import DataFolder, demo_folder, known_folders, own_folder
from honorar_local.state import read_state

app = typer.Typer(
    help="Runs Honorar on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
errors = Console(stderr=True)

DataDir = Annotated[
    Path | None, typer.Option(help="Data folder; by default .honorar/data, or HONORAR_DATA.")
]


@app.command()
def up(data_dir: DataDir = None) -> None:
    """Start the system on a data folder and return when it is ready."""
    folder = _named(data_dir) or own_folder()
    started = installation.up(folder, terminal.progress(console))
    console.print("Already running." if started.already else "Ready.", style="bold")
    terminal.addresses(console, started.state)
    if link := _link_or_none(folder):
        terminal.log_in_link(console, link)


@app.command()
def login(
    email: Annotated[
        str | None, typer.Option(help="Whom to make an owner; by default the first owner.")
    ] = None,
    name: Annotated[str, typer.Option(help="Of a new owner.")] = "",
    account: Annotated[uuid.UUID | None, typer.Option(help="By default the folder's own.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Print a link that logs an owner in: once, within 15 minutes, in any browser."""
    folder = _started(data_dir)
    administrator = installation.administrator(folder)
    made = administrator.owner_link(account or folder.account(), email=email, name=name)
    sys.stdout.write(made + "\n")


@app.command("api-token")
def api_token(
    role: Annotated[list[str], typer.Option(help=f"One or more of: {', '.join(issuer.ROLES)}.")],
    name: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    account: Annotated[uuid.UUID | None, typer.Option(help="By default the folder's own.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Print a new API token: `curl -H "Authorization: Bearer hon_…" …`; it works until it is revoked."""
    _check_roles(role)
    folder = _started(data_dir)
    administrator = installation.administrator(folder)
    sys.stdout.write(administrator.api_token(account or folder.account(), role, name) + "\n")


@app.command()
def demo(
    file: Annotated[
        Path | None, typer.Option(help="A Toggl Track CSV export; else the sample.")
    ] = None,
    time_zone: Annotated[str | None, typer.Option(help="Of the times in the file.")] = None,
    date_format: Annotated[str | None, typer.Option(help="When the file leaves it open.")] = None,
    decimal: Annotated[str | None, typer.Option(help="Decimal mark, when left open.")] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Data folder; by default .honorar/demo.")
    ] = None,
) -> None:
    """Take a file of tracked time to paid invoices; can be repeated and ends in the same table."""
    given = {"time_zone": time_zone, "date_format": date_format, "decimal": decimal}
    options = {name: value for name, value in given.items() if value}
    try:
        consistent = demonstrate(console, _named(data_dir) or demo_folder(), file, options)
    except KeyboardInterrupt:
        errors.print(
            "\nInterrupted. `make demo` goes on where it stopped; `make down` stops the system."
        )
        raise typer.Exit(130) from None
    if not consistent:
        raise typer.Exit(1)


@app.command()
def down(data_dir: DataDir = None) -> None:
    """Stop the system; the data stays."""
    named = _named(data_dir)
    stopped = [f for f in ([named] if named else known_folders()) if installation.down(f)]
    for folder in stopped:
        console.print(f"Stopped. The data stays in {folder.root}", soft_wrap=True)
    if not stopped:
        console.print("Nothing was running.")


@app.command()
def status(
    data_dir: DataDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell addresses, processes and their health; exit status 1 unless all is well."""
    folder = _named(data_dir) or system_status.default_folder()
    state = system_status.current(folder)
    if as_json:
        sys.stdout.write(json.dumps(system_status.as_json(folder, state), indent=2) + "\n")
    elif state:
        console.print(system_status.summary(state), style="bold")
        terminal.addresses(console, state)
        terminal.processes(console, state)
    else:
        console.print(f"Never started on {folder.root}; `make up` does.", soft_wrap=True)
    if not (state and state.phase == "ready" and not system_status.unhealthy(state)):
        raise typer.Exit(1)


@app.command()
def token(
    role: Annotated[list[str], typer.Option(help=f"One or more of: {', '.join(issuer.ROLES)}.")],
    account: Annotated[uuid.UUID | None, typer.Option(help="By default the folder's own.")] = None,
    agent_id: Annotated[uuid.UUID | None, typer.Option(help="The agent who logs time.")] = None,
    hours: Annotated[float, typer.Option(help="How long it is valid.")] = 12.0,
    data_dir: DataDir = None,
) -> None:
    """Print a JWT that needs no member, for tests: `curl -H "Authorization: Bearer $(honorar token --role owner)" …`"""
    _check_roles(role)
    folder = _started(data_dir)
    state = read_state(folder)
    assert state is not None
    made = issuer.token(
        folder,
        state.gateway,
        role,
        account=account,
        agent_id=agent_id,
        lifetime_seconds=hours * 3600,
    )
    sys.stdout.write(made + "\n")


@app.command()
def logs(
    process: Annotated[str | None, typer.Argument(help="An id from `status`.")] = None,
    lines: Annotated[int, typer.Option("-n", help="How many lines of each.")] = 20,
    data_dir: DataDir = None,
) -> None:
    """Show the end of the logs, of one process or of all."""
    folder = _named(data_dir) or system_status.default_folder()
    state = read_state(folder)
    known = {p.id: Path(p.log) for p in state.processes} if state else {}
    known["supervisor"] = folder.log("supervisor")
    if process and process not in known:
        raise LocalError(f"No process {process}; there are {', '.join(known)}.")
    for name in [process] if process else known:
        terminal.log(console, name, known[name], lines)


def _check_roles(roles: list[str]) -> None:
    if unknown := set(roles) - set(issuer.ROLES):
        raise LocalError(f"No such role: {', '.join(unknown)}. Roles: {', '.join(issuer.ROLES)}.")


def _started(data_dir: Path | None) -> DataFolder:
    folder = _named(data_dir) or system_status.default_folder()
    if read_state(folder) is None:
        raise LocalError(f"Nothing was ever started on {folder.root}; `make up` does.")
    return folder


def _link_or_none(folder: DataFolder) -> str | None:
    """A log-in link, unless identity is just being restarted: `honorar login` prints one then."""
    try:
        return installation.administrator(folder).owner_link(folder.account())
    except LocalError as error:
        errors.print(str(error), highlight=False, soft_wrap=True)
        return None


def _named(data_dir: Path | None) -> DataFolder | None:
    return DataFolder(data_dir.absolute()) if data_dir else None


def run() -> None:
    """Entry point: errors that the user can do something about are printed without a traceback."""
    try:
        app()
    except (LocalError, ServerError) as error:
        errors.print(f"[bold red]✗[/] {error}", markup=True, highlight=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    run()
