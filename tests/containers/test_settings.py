"""The variables of containers are those that their programs read."""

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from intuit_double.options import PREFIX, from_arguments
from tests.containers.composition import services
from tests.containers.dockerfile import ROLES, ROOT, SERVICES, environment
from tests.containers.settings_tables import renewed, settings_type, written

PARTS = services()
BY_ROLE = [(s, role) for s in SERVICES for role in ROLES]
each_process = pytest.mark.parametrize(("service", "role"), BY_ROLE)
FOR_PYTHON = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "MALLOC_ARENA_MAX"}


@each_process
def test_a_process_gets_only_variables_that_it_knows(service: str, role: str) -> None:
    known = {name.upper() for name in settings_type(service).model_fields}
    variables = PARTS[f"{service}-{role}"]["environment"]
    assert variables.keys() - known == set()
    assert environment("service").keys() - known == FOR_PYTHON


@each_process
def test_a_process_gets_every_variable_that_it_needs(
    service: str, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in (environment("service") | PARTS[f"{service}-{role}"]["environment"]).items():
        monkeypatch.setenv(name, value)
    settings = settings_type(service)()
    assert settings.app_role == f"{service.replace('-', '_')}_app"
    assert (settings.host, settings.port) == ("0.0.0.0", 8000)


@each_process
def test_a_process_gets_no_secret_that_it_does_not_need(service: str, role: str) -> None:
    variables = PARTS[f"{service}-{role}"]["environment"]
    assert ("MIGRATION_DATABASE_URL" in variables) is (role == "migrate")
    assert ("KAFKA_BOOTSTRAP" in variables) is (role in ("worker", "relay"))


def test_databases_are_made_with_the_passwords_that_services_use() -> None:
    made = PARTS["databases"]["environment"]
    for service in SERVICES:
        variables = PARTS[f"{service}-migrate"]["environment"]
        name = service.replace("-", "_")
        for url, role in (("DATABASE_URL", "app"), ("MIGRATION_DATABASE_URL", "owner")):
            password = made[f"{name.upper()}_{role.upper()}_PASSWORD"]
            assert variables[url] == f"postgresql://{name}_{role}:{password}@postgres:5432/{name}"


def test_the_double_knows_the_app_that_qbo_sync_is(monkeypatch: pytest.MonkeyPatch) -> None:
    variables, qbo = PARTS["intuit-double"]["environment"], PARTS["qbo-sync-api"]["environment"]
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    options = from_arguments([])
    assert all(name.removeprefix(PREFIX).lower() in vars(options) for name in variables)
    assert options.client_id == qbo["QBO_CLIENT_ID"]
    assert options.client_secret == qbo["QBO_CLIENT_SECRET"]
    assert options.redirect_uris == (qbo["QBO_REDIRECT_URI"],)
    assert options.verifier_token == qbo["QBO_WEBHOOK_VERIFIER_TOKEN"]
    assert qbo["QBO_TOKEN_URL"].startswith(f"http://intuit-double:{options.port}/")


def test_the_gateway_gets_the_variables_of_its_configuration_and_pages() -> None:
    gateway = ROOT / "deploy" / "gateway"
    asked = set(re.findall(r"\{\$(\w+)", (gateway / "Caddyfile").read_text()))
    for page in (gateway / "pages").glob("*.html"):
        asked |= set(re.findall(r'env "(\w+)"', page.read_text()))
    assert asked == PARTS["gateway"]["environment"].keys()


def test_the_gateway_accepts_its_configuration_and_leads_to_every_api() -> None:
    caddy = Path(sysconfig.get_path("scripts")) / "caddy"
    file = ROOT / "deploy" / "gateway" / "Caddyfile"
    adapted = subprocess.run(
        [caddy, "adapt", "--adapter", "caddyfile", "--config", file],
        env=PARTS["gateway"]["environment"] | {"HOME": "/nonexistent"},
        capture_output=True,
        text=True,
    )
    assert adapted.returncode == 0, adapted.stderr
    port = environment("service")["PORT"]
    assert all(f'"{service}-api:{port}"' in adapted.stdout for service in SERVICES)


def test_the_operators_page_lists_the_settings_as_they_are() -> None:
    """When this fails: `python -m tests.containers.settings_tables`."""
    assert written() == renewed(written())
