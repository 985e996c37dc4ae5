# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The model `EndpointAuthKeys`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from .. import _json
from .._secret import SecretStr


@attrs.frozen(kw_only=True)
class EndpointAuthKeys:
    """The keys of an endpoint. Either one works; while callers move to one key the other can be
    renewed.

    Attributes:
        primary_key: The first key.
        secondary_key: The second key.
        additional_properties: Members that the document does not name; not shown in the repr. Their
            strings are secrets: `get_secret_value()` of each, or `to_dict()`, returns the text.

    A secret is masked, also in a format string. `get_secret_value()` returns its text, as in
    `f"Bearer {secret.get_secret_value()}"`.

    Raises:
        TypeError: If a secret is given as something else than a string or a `SecretStr`.
    """

    primary_key: SecretStr | None = None
    secondary_key: SecretStr | None = None
    additional_properties: dict[str, Any] = attrs.field(
        factory=dict[str, Any], repr=False, hash=False
    )

    def __attrs_post_init__(self) -> None:
        """Turn plain strings into secrets, also if the caller ignores the annotations.

        :meta private:
        """
        _json.hide_texts(self, "primary_key", "secondary_key")
        _json.hide(self, "additional_properties")

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
                "primaryKey": self.primary_key,
                "secondaryKey": self.secondary_key,
            },
        )

    @classmethod
    def decode(cls, value: object, lenient: bool) -> Self:
        """Decode a JSON value; see `_json`.

        :meta private:
        """
        members = _json.Members(value, lenient)
        return cls(
            primary_key=members.optional("primaryKey", _json.secret),
            secondary_key=members.optional("secondaryKey", _json.secret),
            additional_properties=members.rest(_json.anything),
        )
