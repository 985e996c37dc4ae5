# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The model `ErrorAdditionalInfo`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from .. import _json


@attrs.frozen(kw_only=True)
class ErrorAdditionalInfo:
    """A fact about an error, of a type that the service names.

    Attributes:
        type_: Names what kind of fact it is. Read-only.
        info: The fact: an object by the published documents, any JSON value in practice, which is
            why this schema allows every type. Read-only.
        additional_properties: Members that the document does not name; not shown in the repr.
    """

    type_: str | None = None
    info: Any = None
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
                "type": self.type_,
                "info": self.info,
            },
        )

    @classmethod
    def decode(cls, value: object, lenient: bool) -> Self:
        """Decode a JSON value; see `_json`.

        :meta private:
        """
        members = _json.Members(value, lenient)
        return cls(
            type_=members.optional("type", _json.string),
            info=members.optional("info", _json.anything),
            additional_properties=members.rest(_json.anything),
        )
