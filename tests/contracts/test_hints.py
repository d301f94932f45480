"""The kinds that identity hints at are those that the app knows what to read anew for."""

import re

from honorar_local.folder import CHECKOUT
from identity.hints import KINDS


def test_the_app_knows_every_kind_of_hint() -> None:
    source = (CHECKOUT / "web" / "src" / "hints" / "touched.ts").read_text()
    known = re.findall(r'^  "([a-z.-]+)": \{', source, re.MULTILINE)
    assert set(known) == set(KINDS)
