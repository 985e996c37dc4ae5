# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""A stand-in for the service, for the tests of programs that use this package.

The stand-in is made from the OpenAPI document: its paths, constraints and examples. It behaves like
Azure Resource Manager: 401 without a bearer token, 404 for a resource that does not exist, 400 for
an unknown api-version or a value that breaks a constraint, errors in the usual envelope, the usual
headers.

In memory, as the transport of any httpx client:

    stand_in = StandIn()
    stand_in.fail(429, headers={"Retry-After": "1"})    # the next request is throttled
    with httpx.Client(transport=stand_in) as client:
        ...
    assert len(stand_in.requests) == 2

As a real server, in a test or from the command line (`python -m` and the name of this package):

    with serve(StandIn()) as server:
        ...  # at server.url
"""

from __future__ import annotations

from ._messages import RecordedRequest
from ._operation import Answer, Json, Operation, Parameter
from ._server import Server, serve
from ._stand_in import StandIn

__all__ = [
    "Answer",
    "Json",
    "Operation",
    "Parameter",
    "RecordedRequest",
    "Server",
    "StandIn",
    "serve",
]
