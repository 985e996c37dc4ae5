"""Fixtures of the tests over real sockets: servers, certificates, and kinds of client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import trustme

from tests.network.clients import ASYNC_CLIENT_KINDS, CLIENT_KINDS, open_client
from tests.network.socket_server import Certificates, SocketServer, server_context


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """Make one call with each kind of client, so that no call of a test waits for imports."""
    with SocketServer() as running:
        for client_kind in CLIENT_KINDS:
            with open_client(client_kind, running.url) as caller:
                caller.list_keys()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Make a certificate authority and a certificate for this machine."""
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(file)
    return Certificates(authority, file, server_context(authority, "localhost", "127.0.0.1"))


@pytest.fixture
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """Let every client of the test trust the certificate authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.file))
    return certificates


@pytest.fixture
def server(trusted: Certificates) -> Iterator[SocketServer]:
    """Run a server with TLS."""
    with SocketServer(trusted.server) as running:
        yield running


@pytest.fixture
def other_server(trusted: Certificates) -> Iterator[SocketServer]:
    """Run a second server with TLS, which is another origin."""
    with SocketServer(trusted.server) as running:
        yield running


@pytest.fixture
def plain_server() -> Iterator[SocketServer]:
    """Run a server without TLS."""
    with SocketServer() as running:
        yield running


@pytest.fixture(params=CLIENT_KINDS)
def client_kind(request: pytest.FixtureRequest) -> str:
    """Return each kind of client in turn."""
    return str(request.param)


@pytest.fixture(params=ASYNC_CLIENT_KINDS)
def async_client_kind(request: pytest.FixtureRequest) -> str:
    """Return each kind of async client in turn."""
    return str(request.param)
