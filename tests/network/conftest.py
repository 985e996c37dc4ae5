"""What the tests over real sockets share: servers, certificates, and each kind of client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import trustme

from tests.network.socket_server import Certificates, SocketServer, server_context
from tests.network.ways import ASYNC_WAYS, WAYS, open_client


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """Make one call in each way, so that no test's call has to wait for imports."""
    with SocketServer() as running:
        for way in WAYS:
            with open_client(way, running.url) as caller:
                caller.detailed()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Make a certificate authority and a certificate for this machine."""
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(file)
    return Certificates(authority, file, server_context(authority, "localhost", "127.0.0.1"))


@pytest.fixture
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """Let every client of the test trust the certificate authority, as a company's machine does."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.file))
    return certificates


@pytest.fixture
def server(trusted: Certificates) -> Iterator[SocketServer]:
    """Run a server with TLS."""
    with SocketServer(trusted.server) as running:
        yield running


@pytest.fixture
def other_server(trusted: Certificates) -> Iterator[SocketServer]:
    """Run a second server with TLS, another origin."""
    with SocketServer(trusted.server) as running:
        yield running


@pytest.fixture
def plain_server() -> Iterator[SocketServer]:
    """Run a server without TLS."""
    with SocketServer() as running:
        yield running


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """Each kind of client in turn."""
    return str(request.param)


@pytest.fixture(params=ASYNC_WAYS)
def async_way(request: pytest.FixtureRequest) -> str:
    """Each kind of async client in turn."""
    return str(request.param)
