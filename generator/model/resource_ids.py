"""Resource ids of Azure Resource Manager in the paths of operations."""

from __future__ import annotations

import re
from typing import Final

_VARIABLE: Final = r"\{[^{}/]+\}"
_PROVIDER: Final = rf"/providers/[^{{}}/]+(?:/[^{{}}/]+/{_VARIABLE})+"
#: A resource in a resource group or a subscription, perhaps an extension of another resource.
_RESOURCE: Final = re.compile(
    rf"(/subscriptions/{_VARIABLE}(?:/resourceGroups/{_VARIABLE})?(?:{_PROVIDER})+)(/[^{{}}/]+)?",
    re.IGNORECASE,
)


def variables(method: str, path: str) -> list[str]:
    """Return the names of the parameters that make a path the id of a resource, in its order.

    The path is a resource id, or a resource id with an action behind it. Actions are sent by POST;
    with other methods the last segment is a collection, such as all endpoints of a workspace.

    Args:
        method: The HTTP method, in any case.
        path: A path of the document.

    Returns:
        The names; empty if the path is not the id of a resource.
    """
    found = _RESOURCE.fullmatch(path)
    if found is None or (found[2] and method.upper() != "POST"):
        return []
    return re.findall(r"\{([^{}]+)\}", found[1])
