"""Every service stands alone: what its image installs is all it needs, and nothing of another service."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.containers.dockerfiles import ROOT, SERVICES, copied
from tests.containers.images import Image

Built = Callable[[str], Image]
each_service = pytest.mark.parametrize("service", SERVICES)


@each_service
def test_a_service_imports_alone_and_tells_its_roles(service: str, built: Built) -> None:
    said = built(service).run("--help")  # which imports <service>.main and all that it needs
    assert all(role in said for role in ("api", "worker", "relay", "migrate", "dlq"))
    code = f"from importlib.util import find_spec; print(find_spec('{service.replace('-', '_')}.main').origin)"
    assert Path(built(service).python(code)).is_relative_to(built(service).root)


@each_service
def test_an_image_holds_no_other_service(service: str, built: Built) -> None:
    others = [other.replace("-", "_") for other in SERVICES if other != service]
    unwanted = [*others, "testkit", "embedded_servers", "honorar_local", "pytest"]
    found = f"[name for name in {unwanted} if importlib.util.find_spec(name)]"
    assert built(service).python(f"import importlib.util; print({found})") == "[]"


@each_service
def test_nothing_of_a_package_is_left_behind(service: str, built: Built) -> None:
    site = built(service).site
    for source in (ROOT / part / "src" for part in copied(service)):
        files = [f.relative_to(source) for f in source.rglob("*") if f.is_file()]
        wanted = [f for f in files if f.suffix != ".pyc" and not f.parts[0].startswith(".")]
        assert [f for f in wanted if not (site / f).exists()] == []
