"""No request of one account reaches another's data, through the gateway and with real tokens."""

import uuid

import httpx
import pytest

from honorar_local import LocalError, issuer
from honorar_local.demo.client import ApiClient
from tests.harness.demo import run_demo
from tests.harness.system import System, excerpt

LISTS = [
    "/timer/v1/organizations",
    "/timer/v1/agents",
    "/timer/v1/time-entries",
    "/timer/v1/timesheets",
    "/rates/v1/rates",
    "/invoicing/v1/invoices",
    "/invoicing/v1/payments",
    "/notifier/v1/messages",
    "/qbo-sync/v1/invoices",
]

ONE_BY_ONE = [(path, "id") for path in LISTS if path != "/qbo-sync/v1/invoices"] + [
    ("/qbo-sync/v1/invoices", "invoice_id")
]


def owner(system: System) -> ApiClient:
    """A client for the owner of a new account."""
    return system.client("owner", account=uuid.uuid4())


def test_a_customer_of_one_account_does_not_exist_for_another(system: System) -> None:
    ours, theirs = owner(system), owner(system)
    mine = ours.post("/timer/v1/organizations", {"name": "Nordlys ApS"})
    with pytest.raises(LocalError, match="no such"):
        theirs.get(f"/timer/v1/organizations/{mine['id']}")
    assert [o["name"] for o in ours.pages("/timer/v1/organizations")] == ["Nordlys ApS"]
    assert list(theirs.pages("/timer/v1/organizations")) == []


@pytest.fixture(scope="module")
def filled(system: System, tmp_path_factory: pytest.TempPathFactory) -> ApiClient:
    """The owner of an account that has something in every list."""
    path = tmp_path_factory.mktemp("time") / "toggl.csv"
    # customers of its own: the mailbox is everybody's, and other journeys count their mails
    file = excerpt(path, customers=2, skip=4, since="2026-09-21", name="accounts apart")
    run_demo(system, file)
    return system.demo_account(file).gateway


@pytest.mark.parametrize("path", LISTS)
def test_what_one_account_has_in_a_list_no_other_sees(
    system: System, filled: ApiClient, path: str
) -> None:
    assert list(filled.pages(path))
    assert list(owner(system).pages(path)) == []


@pytest.mark.parametrize(("path", "name"), ONE_BY_ONE)
def test_what_one_account_reads_by_its_id_does_not_exist_for_another(
    system: System, filled: ApiClient, path: str, name: str
) -> None:
    other = owner(system)
    for item in list(filled.pages(path))[:5]:
        one = f"{path}/{item[name]}"
        assert filled.get(one)
        with pytest.raises(LocalError, match="no such"):
            other.get(one)


@pytest.mark.parametrize("path", LISTS)
def test_without_a_token_nothing_is_answered(system: System, path: str) -> None:
    with pytest.raises(LocalError, match="bearer token"):
        ApiClient(system.state.gateway).get(path)


@pytest.mark.parametrize(
    "path",
    ["/rates/v1/rates", "/invoicing/v1/invoices", "/notifier/v1/messages", "/qbo-sync/v1/invoices"],
)
def test_an_agent_never_sees_rates_or_invoices(system: System, path: str) -> None:
    agent = system.client("agent", account=uuid.uuid4(), agent_id=uuid.uuid4())
    with pytest.raises(LocalError, match="may not"):
        agent.get(path)


@pytest.mark.parametrize("path", ["/timer/metrics", "/timer/livez", "/invoicing/documents/x.pdf"])
def test_the_gateway_leads_only_to_the_api(system: System, path: str) -> None:
    with pytest.raises(LocalError):
        ApiClient(system.state.gateway).get(path)


def test_a_location_leads_through_the_gateway(system: System) -> None:
    token = issuer.token(system.folder, system.state.gateway, ["owner"], account=uuid.uuid4())
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=system.state.gateway, headers=headers, timeout=60) as client:
        made = client.post("/timer/v1/organizations", json={"name": "Nordlys ApS"})
        assert made.status_code == 201
        assert client.get(made.headers["Location"]).json()["id"] == made.json()["id"]
