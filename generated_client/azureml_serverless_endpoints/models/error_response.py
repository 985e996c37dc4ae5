# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The model `ErrorResponse`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import attrs

from .. import _json

if TYPE_CHECKING:
    from .error_detail import ErrorDetail


@attrs.frozen(kw_only=True)
class ErrorResponse:
    """What Azure Resource Manager answers instead of a result.

    Attributes:
        error: One error, and the errors that led to it.
        additional_properties: Members that the document does not name; not shown in the repr.
    """

    error: ErrorDetail | None = None
    additional_properties: dict[str, Any] = attrs.field(
        factory=dict[str, Any], repr=False, hash=False
    )

    def _repr_html_(self) -> str:
        # Imported here: only notebooks need it.
        from .._html import fields_table

        return fields_table(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], /) -> Self:
        """Return the model of the JSON object `data`.

        Raises:
            APIResponseError: If a member does not match its type. The message names the member, not
                its value.
        """
        return _json.decode(cls.decode, data, cls.__name__)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object, secrets in plain text. Members that are None are omitted."""
        return _json.encode_members(
            self.additional_properties,
            required={},
            optional={
                "error": self.error,
            },
        )

    @classmethod
    def decode(cls, value: object, lenient: bool) -> Self:
        """Decode a JSON value; see `_json`.

        :meta private:
        """
        from .error_detail import ErrorDetail

        members = _json.Members(value, lenient)
        return cls(
            error=members.optional("error", ErrorDetail.decode),
            additional_properties=members.rest(_json.anything),
        )
