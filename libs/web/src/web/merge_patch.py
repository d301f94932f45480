"""Changes of a part: JSON merge patch (RFC 7396), for resources whose members are all always there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema

from web.schemas import RequestModel

M = TypeVar("M", bound=RequestModel)


def merge_patch(target: Any, patch: Any) -> Any:
    """Change what the patch names and nothing else. A member that the patch removes is null.

    It goes no deeper than the target, however deep the patch is.
    """
    if not isinstance(patch, dict) or not isinstance(target, dict):
        return patch
    return {**target, **{name: merge_patch(target.get(name), patch[name]) for name in patch}}


def patched(model: type[M], current: dict[str, Any], patch: dict[str, Any]) -> M:
    """What a whole request would say that makes the change. Raises what an invalid body raises."""
    try:
        return model.model_validate(merge_patch(current, patch))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


@dataclass(frozen=True)
class PatchOf:
    """Documents a body as a merge patch of a request: `Annotated[dict[str, Any], web.PatchOf(SettingsRequest)]`."""

    model: type[RequestModel]

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The members of the request, none of which must be there."""
        whole = handler(self.model.__pydantic_core_schema__)
        return _in_part(whole, handler.resolve_ref_schema)


def _in_part(schema: dict[str, Any], resolve: Callable[[Any], Any]) -> dict[str, Any]:
    if "anyOf" in schema:
        return {**schema, "anyOf": [_in_part(one, resolve) for one in schema["anyOf"]]}
    target = resolve(schema)
    if "properties" not in target:
        return {name: value for name, value in schema.items() if name != "default"}
    members = {name: _in_part(one, resolve) for name, one in target["properties"].items()}
    about = {name: schema[name] for name in ("description",) if name in schema}
    kept = {name: value for name, value in target.items() if name != "required"}
    return {**kept, **about, "properties": members}
