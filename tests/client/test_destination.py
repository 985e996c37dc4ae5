"""The origin that a client sends requests and tokens to."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from azureml_serverless_endpoints import AsyncClient, Client, InvalidParameterError
from azureml_serverless_endpoints._about import CLOUDS
from azureml_serverless_endpoints._destination import Cloud, Destination, destination
from hypothesis import given, settings, strategies

from tests.client.calls import Masked


def place(**given: Any) -> Destination:
    """Return the destination for the arguments of a client."""
    return destination(CLOUDS, **{"cloud": "AzureCloud", "base_url": None, "scope": None, **given})


def refused(**given: Any) -> str:
    """Return the message for wrong arguments, which both kinds of client raise."""
    errors: list[InvalidParameterError] = []
    for kind in (Client, AsyncClient):
        with pytest.raises(InvalidParameterError) as caught:
            kind("token", **given)
        errors.append(caught.value)
    assert str(errors[0]) == str(errors[1])
    return str(errors[0]).removeprefix("the client: ")


@pytest.mark.parametrize(
    ("cloud", "host", "scope", "sign_in_host"),
    [
        (
            "AzureCloud",
            "management.azure.com",
            "https://management.azure.com/.default",
            "login.microsoftonline.com",
        ),
        (
            "AzureUSGovernment",
            "management.usgovcloudapi.net",
            "https://management.core.usgovcloudapi.net/.default",
            "login.microsoftonline.us",
        ),
        (
            "AzureChinaCloud",
            "management.chinacloudapi.cn",
            "https://management.chinacloudapi.cn/.default",
            "login.chinacloudapi.cn",
        ),
    ],
)
def test_each_cloud_has_its_url_scope_and_sign_in_host(
    cloud: str, host: str, scope: str, sign_in_host: str
) -> None:
    assert place(cloud=cloud) == (f"https://{host}", host, scope, sign_in_host, None)


def test_the_public_cloud_is_the_default() -> None:
    for kind in (Client, AsyncClient):
        assert kind("token")._transport.destination == place()


@pytest.mark.parametrize("cloud", ["azurecloud", "", "AzureGermanCloud", 5, None, ["AzureCloud"]])
def test_an_unknown_cloud_is_refused(cloud: Any) -> None:
    words = "cloud must be one of AzureCloud, AzureUSGovernment, AzureChinaCloud"
    assert refused(cloud=cloud) == words
    assert refused(cloud=cloud, base_url="https://service.example") == words


@pytest.mark.parametrize("scope", ["", 5, b"scope", "two scopes", "scope\n", "ümlaut", ["scope"]])
def test_a_wrong_scope_is_refused(scope: Any) -> None:
    assert refused(scope=scope) == "scope must be a str of visible ASCII characters without spaces"


@pytest.mark.parametrize(
    ("url", "base_url", "host"),
    [
        ("https://service.example", "https://service.example", "service.example"),
        ("https://service.example/", "https://service.example", "service.example"),
        ("https://service.example:84/a/b/", "https://service.example:84/a/b", "service.example:84"),
        ("https://service.example:443", "https://service.example:443", "service.example"),
        ("http://localhost:80", "http://localhost:80", "localhost"),
        ("https://Service.EXAMPLE", "https://Service.EXAMPLE", "service.example"),
        ("HTTPS://service.example", "HTTPS://service.example", "service.example"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]:8443"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]", "2001:db8::1"),
        ("https://10.0.0.1", "https://10.0.0.1", "10.0.0.1"),
        ("http://localhost:8000", "http://localhost:8000", "localhost:8000"),
        ("http://LocalHost", "http://LocalHost", "localhost"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://127.9.9.9", "http://127.9.9.9", "127.9.9.9"),
        ("https://service.example.", "https://service.example.", "service.example."),
        ("https://xn--mnchen-3ya.de", "https://xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("https://my_service:8443", "https://my_service:8443", "my_service:8443"),
        (f"https://a{'.a' * 126}", f"https://a{'.a' * 126}", f"a{'.a' * 126}"),
        (f"https://{'a' * 63}.example", f"https://{'a' * 63}.example", f"{'a' * 63}.example"),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]:8000"),
    ],
)  # fmt: skip
def test_a_base_url_replaces_the_url_of_the_cloud(url: str, base_url: str, host: str) -> None:
    assert place(base_url=url)[:2] == (base_url, host)


HTTPS = "base_url must be https; plain http is allowed only for localhost"
SHAPE = "base_url must be an ASCII URL without spaces, such as https://host"
PORT = "base_url must be a URL such as https://host:port"
USER = "base_url must not contain a user name or a password"
SCHEME = "base_url must start with https://, or http:// for localhost"
HOST = "base_url has no host: use a URL such as https://host"
QUERY = "base_url must not contain a query or a fragment (? or #)"
REACHED = "base_url must have a valid host and port, such as https://host:443"
DOTS = "base_url must not contain the path segments . or .."


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://service.example", HTTPS),
        ("http://localhost.service.example", HTTPS),
        ("http://10.0.0.1", HTTPS),
        ("http://0.0.0.0", HTTPS),
        ("http://2130706433", HTTPS),
        ("http://[::ffff:10.0.0.1]", HTTPS),
        ("http://[2001:db8::1]", HTTPS),
        ("ftp://service.example", HTTPS),
        ("ftp://127.0.0.1", HTTPS),
        ("", SHAPE),
        (5, SHAPE),
        (b"https://service.example", SHAPE),
        ("https://münchen.example", SHAPE),
        ("https://service.example ", SHAPE),
        ("https://service.example\n", SHAPE),
        ("https://service.example\\a", SHAPE),
        ("https://service.example/<a>", SHAPE),
        ("https://service.example:port", PORT),
        ("https://service.example:99999", PORT),
        ("https://[::1", PORT),
        ("https://user@service.example", USER),
        ("https://user:marker@service.example", USER),
        ("https://@service.example", USER),
        ("service.example", SCHEME),
        ("service.example:8443", SCHEME),
        ("localhost:8000/path", SCHEME),
        ("//service.example", SCHEME),
        ("127.0.0.1:port", SCHEME),
        ("https:service.example", HOST),
        ("https://", HOST),
        ("https://:443", HOST),
        ("https:///path", HOST),
        ("https://a..b", REACHED),
        ("https://.example", REACHED),
        (f"https://{'a' * 64}.example", REACHED),
        ("https://10.0.0.999", REACHED),
        ("https://]http:[0::1", REACHED),
        ("https://a%2eb", REACHED),
        ("https://a*b", REACHED),
        (f"https://{'a.' * 127}a", REACHED),
        ("https://service.example:0", REACHED),
        ("https://[fe80::1%25eth0]", REACHED),
        (f"https://service.example/{'a' * 70_000}", REACHED),
        ("https://service.example?a=b", QUERY),
        ("https://service.example?", QUERY),
        ("https://service.example/a#b", QUERY),
        ("https://service.example/a#", QUERY),
        ("https://service.example/../a", DOTS),
        ("https://service.example/a/.", DOTS),
    ],
)
def test_a_wrong_base_url_is_refused_when_the_client_is_made(url: Any, words: str) -> None:
    assert refused(base_url=url) == words


@pytest.mark.parametrize("url", ["https://xn--a", "https://XN--mnchen-3ya-.example"])
def test_a_host_that_the_http_library_cannot_decode_is_refused(url: str) -> None:
    """Reading such a host fails in httpx. In httpx2 it stays as it is, and can be sent to."""
    try:
        host = httpx.URL(url).host
    except UnicodeError:
        assert refused(base_url=url) == REACHED
    else:
        assert f"https://{host}" == url.lower()
        Client("token", base_url=url, scope="scope").close()


#: Parts of URLs that `urllib`, httpx, IDNA and sockets parse differently.
PIECES = "xn-- xn--a 3ya a 1 - _ . .. / [::1] [ ] % %25 : :443 :99999 @ ? # * \\ ä \ud800 \n \0"


@settings(max_examples=300)
@given(strategies.lists(strategies.sampled_from(PIECES.split(" ")), max_size=4).map("".join))
def test_a_base_url_is_either_refused_or_accepted_by_httpx(rest: str) -> None:
    """Neither the client nor its first request raises an exception outside of the tree."""
    try:
        made = place(base_url=f"https://{rest}")
    except InvalidParameterError:
        return
    request = httpx.Client().build_request("POST", f"{made.base_url}/a?b=c")
    assert request.url.host
    assert made.follow(str(request.url), "/b") is not None


@pytest.mark.parametrize(
    ("given", "scope"),
    [
        ({"scope": "mine"}, "mine"),
        ({"base_url": "https://service.example", "scope": "mine"}, "mine"),
        ({"cloud": "AzureChinaCloud"}, "https://management.chinacloudapi.cn/.default"),
    ],
)
def test_a_scope_may_be_given(given: dict[str, Any], scope: str) -> None:
    assert place(**given).scope == scope


def test_a_base_url_does_not_use_the_sign_in_host_of_the_cloud() -> None:
    """Otherwise AZURE_AUTHORITY_HOST would be ignored."""
    for cloud in CLOUDS:
        made = place(cloud=cloud, base_url="https://service.example", scope="mine")
        assert made.sign_in_host is None


def test_the_content_of_a_str_subclass_is_used() -> None:
    made = place(base_url=Masked("https://service.example/"), scope=Masked("mine"))
    assert made == ("https://service.example", "service.example", "mine", None, None)
    assert type(made.scope) is str


def test_a_document_without_servers_needs_a_base_url() -> None:
    with pytest.raises(InvalidParameterError, match="base_url is missing: pass the URL"):
        destination({}, cloud=None, base_url=None, scope=None)
    made = destination({}, cloud=None, base_url="https://service.example", scope=None)
    assert made == ("https://service.example", "service.example", None, None, None)


def test_scope_and_sign_in_host_of_a_server_are_optional() -> None:
    clouds = {"a": Cloud("a", "https://service.example/v1", None, None)}
    made = destination(clouds, cloud="a", base_url=None, scope=None)
    assert made == ("https://service.example/v1", "service.example", None, None, None)


FROM = "https://service.example/base/things?api-version=1"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://service.example/moved?a=b", "https://service.example/moved?a=b"),
        ("https://service.example:443/moved", "https://service.example:443/moved"),
        ("https://SERVICE.example/moved", "https://SERVICE.example/moved"),
        ("/moved?a=b", "https://service.example/moved?a=b"),
        ("moved", "https://service.example/base/moved"),
        ("?a=b", "https://service.example/base/things?a=b"),
        ("//service.example/moved", "https://service.example/moved"),
        ("/moved#part", "https://service.example/moved"),
        ("", None),
        ("https://elsewhere.example/moved", None),
        ("//elsewhere.example/moved", None),
        ("http://service.example/moved", None),
        ("https://service.example:8443/moved", None),
        ("https://service.example:0/moved", None),
        ("https://sub.service.example/", None),
        ("https://service.example.elsewhere.example/", None),
        ("https://service.example@elsewhere.example/", None),
        ("https://user:password@service.example/", None),
        ("https://service.example:port/", None),
        ("https://[::1/", None),
        ("javascript:alert(1)", None),
        ("https:\\\\elsewhere.example/", None),
        ("/\\elsewhere.example/", None),
        ("/moved\r\nx: y", None),
        ("/mövéd", None),
        (" /moved", None),
        (f"/{'a' * 70_000}", None),
        ("//]service.example[::1", None),
    ],
)
def test_only_a_redirect_within_the_origin_is_followed(location: str, target: str | None) -> None:
    made = destination({}, cloud=None, base_url="https://service.example/base", scope=None)
    assert made.follow(FROM, location) == target


def test_the_port_is_part_of_the_origin() -> None:
    made = place(base_url="http://127.0.0.1:8000")
    assert made.follow("http://127.0.0.1:8000/a", "/b") == "http://127.0.0.1:8000/b"
    for location in ("http://127.0.0.1/b", "http://127.0.0.1:8001/b", "http://localhost:8000/b"):
        assert made.follow("http://127.0.0.1:8000/a", location) is None
