"""The environment variables of the processes."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from embedded_servers import PostgresServer, loopbacks
from honorar_local import environment, ports
from honorar_local.environment import Deployment
from honorar_local.folder import DataFolder
from honorar_local.services import SERVICES, ServiceName

QBO = SERVICES[4]


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    folder = DataFolder(tmp_path)
    folder.create()
    folder.postgres.mkdir()
    (folder.postgres / "superuser-password").write_text("s3cret")
    chosen = ports.choose(folder, {})
    return Deployment(folder, chosen, PostgresServer(folder.postgres, chosen["postgres"]))


def test_a_service_works_as_its_application_role_and_migrates_as_the_owner(
    deployment: Deployment,
) -> None:
    variables = environment.of_migration(deployment, QBO)
    assert variables["DATABASE_URL"].startswith("postgresql://qbo_sync_app:")
    assert variables["MIGRATION_DATABASE_URL"].startswith("postgresql://qbo_sync_owner:")
    assert variables["DATABASE_URL"].endswith("/qbo_sync")


@pytest.mark.parametrize("service", SERVICES)
def test_a_process_gets_no_password_and_secret_that_it_does_not_need(
    deployment: Deployment, service: ServiceName
) -> None:
    deployment.folder.settings.write_text(
        "SMTP_PASSWORD=smtp-secret\nQBO_CLIENT_SECRET=intuit-secret\nDOCUMENT_SECRET=document-secret\nSEAL_SECRET=seal-secret\nLOG_LEVEL=DEBUG\n"
    )
    variables = environment.of_service(deployment, service)
    foreign = {
        "smtp-secret": "notifier",
        "intuit-secret": "qbo-sync",
        "document-secret": "invoicing",
        "seal-secret": "timer",
    }
    for secret, owner in foreign.items():
        assert (secret in variables.values()) is (service.path == owner)
    for role in ("postgres", f"{service.database}_owner"):
        password = deployment.postgres.password(role)
        assert not [name for name, value in variables.items() if password in value]
    assert variables["LOG_LEVEL"] == "DEBUG"


def test_each_service_has_a_port_of_its_own(deployment: Deployment) -> None:
    ports = {environment.of_service(deployment, service)["PORT"] for service in SERVICES}
    assert len(ports) == len(SERVICES)


def test_people_find_the_app_by_its_name_everywhere(deployment: Deployment) -> None:
    """Browsers make no passkeys for an IP address, and keep cookies of the two apart."""
    app = f"http://localhost:{deployment.ports['gateway']}"
    services = {s.path: environment.of_service(deployment, s) for s in SERVICES}
    assert {v["OIDC_ISSUER"] for v in services.values()} == {app}
    assert services["identity"]["PUBLIC_URL"] == services["notifier"]["PUBLIC_URL"] == app
    assert services["qbo-sync"]["QBO_REDIRECT_URI"] == f"{app}/qbo-sync/v1/callback"
    gateway = environment.of_gateway(deployment)
    assert gateway["GATEWAY_PUBLIC_URL"] == app
    assert gateway["GATEWAY_BIND"].split() == loopbacks()
    # what is no app gets none of its cookies, which browsers send to every port of a host
    assert not [
        v for v in (gateway["MAILBOX_URL"], gateway["INTUIT_DOUBLE_URL"]) if "localhost" in v
    ]


def test_quickbooks_is_the_double_and_both_know_the_same_secrets(deployment: Deployment) -> None:
    variables, double = (
        environment.of_service(deployment, QBO),
        environment.of_intuit_double(deployment),
    )
    assert variables["QBO_API_BASE_URL"] == deployment.url("intuit-double")
    assert variables["QBO_CLIENT_SECRET"] == double["INTUIT_DOUBLE_CLIENT_SECRET"]
    assert variables["QBO_WEBHOOK_VERIFIER_TOKEN"] == double["INTUIT_DOUBLE_VERIFIER_TOKEN"]
    assert variables["QBO_REDIRECT_URI"] == double["INTUIT_DOUBLE_REDIRECT_URIS"]


def test_tokens_of_quickbooks_are_encrypted_with_a_real_key(deployment: Deployment) -> None:
    Fernet(environment.of_service(deployment, QBO)["QBO_TOKEN_KEYS"])


def test_with_keys_of_ones_own_quickbooks_is_intuit(deployment: Deployment) -> None:
    deployment.folder.settings.write_text(
        "# mine\nQBO_CLIENT_ID = abc\nQBO_CLIENT_SECRET='hush'\nSMTP_HOST=mail.example\n"
    )
    variables = environment.of_service(deployment, QBO)
    assert (variables["QBO_CLIENT_ID"], variables["QBO_CLIENT_SECRET"]) == ("abc", "hush")
    assert "QBO_API_BASE_URL" not in variables  # the service's default is Intuit
    notifier = environment.of_service(deployment, SERVICES[3])
    assert (notifier["SMTP_HOST"], variables.get("SMTP_HOST")) == ("mail.example", None)
    assert variables["QBO_TOKEN_KEYS"]


def test_settings_made_for_something_else_are_not_passed_on(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere.example")
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere.example/db")
    variables = environment.of_service(deployment, QBO)
    assert "PGHOST" not in variables
    assert "elsewhere" not in variables["DATABASE_URL"]
