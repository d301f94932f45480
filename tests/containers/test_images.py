"""Every service stands alone: what its image installs is all it needs, and nothing of another service."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.containers.dockerfile import ROOT, SERVICES
from tests.containers.images import Image

Built = Callable[[str], Image]
each_service = pytest.mark.parametrize("service", SERVICES)


@each_service
def test_a_service_imports_alone_and_lists_its_roles(service: str, built: Built) -> None:
    text = built(service).run("--help")  # which imports <service>.main and all that it needs
    assert all(role in text for role in ("api", "worker", "relay", "migrate", "dlq"))
    code = f"from importlib.util import find_spec; print(find_spec('{service.replace('-', '_')}.main').origin)"
    assert Path(built(service).python(code)).is_relative_to(built(service).root)


@each_service
def test_an_image_holds_no_other_service(service: str, built: Built) -> None:
    others = [other.replace("-", "_") for other in SERVICES if other != service]
    unwanted = [*others, "testkit", "embedded_servers", "honorar_local", "pytest"]
    found = f"[name for name in {unwanted} if importlib.util.find_spec(name)]"
    assert built(service).python(f"import importlib.util; print({found})") == "[]"


@each_service
def test_every_file_of_its_packages_is_installed(service: str, built: Built) -> None:
    """Also those that are not Python: migrations, templates, fonts, stored schemas."""
    site = built(service).site
    for source in [ROOT / "services" / service / "src", *ROOT.glob("libs/*/src")]:
        (package,) = (f for f in source.iterdir() if (f / "__init__.py").exists())
        files = [f.relative_to(source) for f in package.rglob("*") if f.is_file()]
        sources = [f for f in files if f.suffix != ".pyc" and not f.name.startswith(".")]
        if (site / package.name).exists():
            assert [f for f in sources if not (site / f).exists()] == []
