"""What containers are told is what their programs listen to."""

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from intuit_double.options import PREFIX, from_arguments
from tests.containers.composition import services
from tests.containers.dockerfiles import ROOT, SERVICES, environment
from tests.containers.settings_tables import renewed, settings_type, written

PARTS = services()
BY_ROLE = [(s, role) for s in SERVICES for role in ("api", "worker", "relay", "migrate")]
each_process = pytest.mark.parametrize(("service", "role"), BY_ROLE)
FOR_PYTHON = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "MALLOC_ARENA_MAX"}


@each_process
def test_a_process_is_told_only_what_it_knows(service: str, role: str) -> None:
    known = {name.upper() for name in settings_type(service).model_fields}
    told = PARTS[f"{service}-{role}"]["environment"]
    assert told.keys() - known == set()
    assert environment(service, 1).keys() - known == FOR_PYTHON


@each_process
def test_a_process_is_told_all_it_needs(
    service: str, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in (
        environment(service, 1) | PARTS[f"{service}-{role}"]["environment"]
    ).items():
        monkeypatch.setenv(name, value)
    settings = settings_type(service)()
    assert settings.app_role == f"{service.replace('-', '_')}_app"
    assert (settings.host, settings.port) == ("0.0.0.0", 8000)


@each_process
def test_a_process_is_told_no_secret_that_it_does_not_need(service: str, role: str) -> None:
    told = PARTS[f"{service}-{role}"]["environment"]
    assert ("MIGRATION_DATABASE_URL" in told) is (role == "migrate")
    assert ("KAFKA_BOOTSTRAP" in told) is (role in ("worker", "relay"))


def test_databases_are_made_with_the_passwords_that_services_use() -> None:
    made = PARTS["databases"]["environment"]
    for service in SERVICES:
        told = PARTS[f"{service}-migrate"]["environment"]
        name = service.replace("-", "_")
        for url, role in (("DATABASE_URL", "app"), ("MIGRATION_DATABASE_URL", "owner")):
            password = made[f"{name.upper()}_{role.upper()}_PASSWORD"]
            assert told[url] == f"postgresql://{name}_{role}:{password}@postgres:5432/{name}"


def test_the_double_knows_the_app_that_qbo_sync_is(monkeypatch: pytest.MonkeyPatch) -> None:
    told, qbo = PARTS["intuit-double"]["environment"], PARTS["qbo-sync-api"]["environment"]
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    options = from_arguments([])
    assert all(name.removeprefix(PREFIX).lower() in vars(options) for name in told)
    assert options.client_id == qbo["QBO_CLIENT_ID"]
    assert options.client_secret == qbo["QBO_CLIENT_SECRET"]
    assert options.redirect_uris == (qbo["QBO_REDIRECT_URI"],)
    assert options.verifier_token == qbo["QBO_WEBHOOK_VERIFIER_TOKEN"]
    assert qbo["QBO_TOKEN_URL"].startswith(f"http://intuit-double:{options.port}/")


def test_the_gateway_is_told_what_its_configuration_and_its_pages_ask_for() -> None:
    gateway = ROOT / "deploy" / "gateway"
    asked = set(re.findall(r"\{\$(\w+)", (gateway / "Caddyfile").read_text()))
    for page in (gateway / "pages").glob("*.html"):
        asked |= set(re.findall(r'env "(\w+)"', page.read_text()))
    assert asked == PARTS["gateway"]["environment"].keys()


def test_the_gateway_leads_to_the_processes_that_answer() -> None:
    told = PARTS["gateway"]["environment"]
    for service in SERVICES:
        host, port = told[f"{service.upper().replace('-', '_')}_UPSTREAM"].split(":")
        assert host == f"{service}-api"
        assert host in PARTS
        assert port == environment(service, 1)["PORT"]


def test_the_gateway_accepts_its_configuration() -> None:
    caddy = Path(sysconfig.get_path("scripts")) / "caddy"
    file = ROOT / "deploy" / "gateway" / "Caddyfile"
    adapted = subprocess.run(
        [caddy, "adapt", "--adapter", "caddyfile", "--config", file],
        env=PARTS["gateway"]["environment"] | {"HOME": "/nonexistent"},
        capture_output=True,
        text=True,
    )
    assert adapted.returncode == 0, adapted.stderr
    assert all(f'"{service}-api:8000"' in adapted.stdout for service in SERVICES)


def test_the_operators_page_lists_the_settings_as_they_are() -> None:
    """When this fails: `python -m tests.containers.settings_tables`."""
    assert written() == renewed(written())
