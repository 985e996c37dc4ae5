# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The model `ErrorDetail`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import attrs

from .. import _json

if TYPE_CHECKING:
    from .error_additional_info import ErrorAdditionalInfo


@attrs.frozen(kw_only=True)
class ErrorDetail:
    """One error, and the errors that led to it.

    Attributes:
        code: A stable name of the error, for programs. Read-only.
        message: What went wrong, for people. Read-only.
        target: What the error is about, such as the name of a parameter. Read-only.
        details: Errors that led to this one. Read-only.
        additional_info: Facts about the error beyond the common ones. Read-only.
        additional_properties: Members that the document does not name; not shown in the repr.
    """

    code: str | None = None
    message: str | None = None
    target: str | None = None
    details: list[ErrorDetail] | None = None
    additional_info: list[ErrorAdditionalInfo] | None = None
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
                "code": self.code,
                "message": self.message,
                "target": self.target,
                "details": self.details,
                "additionalInfo": self.additional_info,
            },
        )

    @classmethod
    def decode(cls, value: object, lenient: bool) -> Self:
        """Decode a JSON value; see `_json`.

        :meta private:
        """
        from .error_additional_info import ErrorAdditionalInfo

        members = _json.Members(value, lenient)
        return cls(
            code=members.optional("code", _json.string),
            message=members.optional("message", _json.string),
            target=members.optional("target", _json.string),
            details=members.optional("details", _json.array(ErrorDetail.decode)),
            additional_info=members.optional(
                "additionalInfo", _json.array(ErrorAdditionalInfo.decode)
            ),
            additional_properties=members.rest(_json.anything),
        )
