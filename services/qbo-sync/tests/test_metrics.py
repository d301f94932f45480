import pytest
from prometheus_client import REGISTRY

from qbo_sync.intuit.faults import ThrottledError
from qbo_sync.intuit.metrics import counted


def count(outcome: str) -> float:
    return REGISTRY.get_sample_value("qbo_requests_total", {"outcome": outcome}) or 0.0


@pytest.mark.parametrize(
    ("error", "outcome"), [(ThrottledError("wait"), "throttled"), (KeyError("Id"), "broken")]
)
def test_a_failed_call_is_counted_by_how_it_ended(error: Exception, outcome: str) -> None:
    before = count(outcome)
    with pytest.raises(type(error)), counted():
        raise error
    assert count(outcome) == before + 1


def test_a_good_call_is_counted_as_ok() -> None:
    before = count("ok")
    with counted():
        pass
    assert count("ok") == before + 1
