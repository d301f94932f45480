"""`python -m tests.containers.settings_tables`: writes the settings of all services into docs/operators/containers.md."""

import importlib
from collections.abc import Iterator

from pydantic import SecretStr
from pydantic.fields import FieldInfo

import service_runtime
from tests.containers.dockerfile import ROOT, SERVICES

PAGE = ROOT / "docs" / "operators" / "containers.md"
BEGIN, END = "<!-- settings: begin -->\n", "<!-- settings: end -->\n"


def settings_type(service: str) -> type[service_runtime.Settings]:
    module = importlib.import_module(f"{service.replace('-', '_')}.settings")
    found: type[service_runtime.Settings] = module.Settings
    return found


def written() -> str:
    """The page as it is."""
    return PAGE.read_text()


def renewed(page: str) -> str:
    """The page with the settings as they are in the code now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n" + "\n".join(_tables()) + END + after


def _tables() -> Iterator[str]:
    common = service_runtime.Settings.model_fields
    yield _table("Every service", common)
    for service in SERVICES:
        fields = settings_type(service).model_fields
        own = {name: field for name, field in fields.items() if name not in common}
        yield _table(f"`{service}`", own) if own else f"### `{service}`\n\nNothing of its own.\n"


def _table(title: str, fields: dict[str, FieldInfo]) -> str:
    rows = "".join(
        f"| `{name.upper()}` | {_default(field)} | {field.description or ''} |\n"
        for name, field in fields.items()
    )
    return f"### {title}\n\n| setting | default | meaning |\n|---|---|---|\n{rows}"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    shown = value.get_secret_value() if isinstance(value, SecretStr) else value
    return "none" if shown in ("", None) else f"`{shown}`"


if __name__ == "__main__":
    PAGE.write_text(renewed(written()))
