"""Settings that nobody should have: each is usable, or refused at the start."""

import pytest
from hypothesis import strategies as st
from pydantic import ValidationError

from service_runtime import Settings
from testkit.foreign_input import fuzz, spoiled_text

VARIABLES = {
    "DATABASE_URL": "postgresql://app:secret@localhost:5432/timer?application_name=x",
    "MIGRATION_DATABASE_URL": "postgresql://owner@localhost/timer",
    "KAFKA_BOOTSTRAP": "localhost:9092,other:9092",
    "OIDC_JWKS_URL": "https://issuer.example/jwks",
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "LOG_LEVEL": "INFO",
}


@fuzz(st.sampled_from(sorted(VARIABLES)), st.data())
def test_settings_are_usable_or_refused(name: str, data: st.DataObject) -> None:
    value = data.draw(spoiled_text(VARIABLES[name], "", "-1", "99999")).replace("\0", "")
    with pytest.MonkeyPatch.context() as environment:
        for variable, good in VARIABLES.items():
            environment.setenv(variable, good)
        environment.setenv(name, value)
        try:
            found = Settings()
        except ValidationError:
            return
    assert found.app_role is not None
    assert 0 <= found.port < 65536
