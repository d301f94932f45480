"""What the services are told."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from embedded_servers import PostgresServer
from honorar_local import addresses, environment
from honorar_local.environment import Surroundings
from honorar_local.folder import DataFolder
from honorar_local.services import SERVICES

QBO = SERVICES[4]


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    folder = DataFolder(tmp_path)
    folder.make()
    folder.postgres.mkdir()
    (folder.postgres / "superuser-password").write_text("s3cret")
    ports = addresses.choose(folder, {})
    return Surroundings(folder, ports, PostgresServer(folder.postgres, ports["postgres"]))


def test_a_service_works_as_its_application_role_and_migrates_as_the_owner(
    around: Surroundings,
) -> None:
    told = environment.of_service(around, QBO)
    assert told["DATABASE_URL"].startswith("postgresql://qbo_sync_app:")
    assert told["MIGRATION_DATABASE_URL"].startswith("postgresql://qbo_sync_owner:")
    assert told["DATABASE_URL"].endswith("/qbo_sync")


def test_each_service_has_a_port_of_its_own(around: Surroundings) -> None:
    ports = {environment.of_service(around, service)["PORT"] for service in SERVICES}
    assert len(ports) == len(SERVICES)


def test_quickbooks_is_the_double_and_both_know_the_same_secrets(around: Surroundings) -> None:
    told, double = environment.of_service(around, QBO), environment.of_double(around)
    assert told["QBO_API_BASE_URL"] == around.url("intuit-double")
    assert told["QBO_CLIENT_SECRET"] == double["INTUIT_DOUBLE_CLIENT_SECRET"]
    assert told["QBO_WEBHOOK_VERIFIER_TOKEN"] == double["INTUIT_DOUBLE_VERIFIER_TOKEN"]
    assert told["QBO_REDIRECT_URI"] == double["INTUIT_DOUBLE_REDIRECT_URIS"]


def test_tokens_of_quickbooks_are_encrypted_with_a_real_key(around: Surroundings) -> None:
    Fernet(environment.of_service(around, QBO)["QBO_TOKEN_KEYS"])


def test_with_keys_of_ones_own_quickbooks_is_intuit(around: Surroundings) -> None:
    around.folder.settings.write_text(
        "# mine\nQBO_CLIENT_ID = abc\nQBO_CLIENT_SECRET='hush'\nSMTP_HOST=mail.example\n"
    )
    told = environment.of_service(around, QBO)
    assert (told["QBO_CLIENT_ID"], told["QBO_CLIENT_SECRET"]) == ("abc", "hush")
    assert "QBO_API_BASE_URL" not in told  # the service's default is Intuit
    assert told["SMTP_HOST"] == "mail.example"
    assert told["QBO_TOKEN_KEYS"]


def test_settings_made_for_something_else_are_not_passed_on(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere.example")
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere.example/db")
    told = environment.of_service(around, QBO)
    assert "PGHOST" not in told
    assert "elsewhere" not in told["DATABASE_URL"]
