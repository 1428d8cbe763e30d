"""The outgoing client keeps our own network out of reach and never repeats what may have had an effect."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from atrium.providers import addresses, http
from atrium.providers.errors import NeverAgain, TryAgain


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[str] = []
        self.hang_ups = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.seen.append(f"{self.command} {self.path}")
        if self.server.hang_ups:
            self.server.hang_ups -= 1
            self.close_connection = True
            return
        if self.path == "/away":
            self._answer(302, b"", ("Location", f"http://127.0.0.1:{self.server.port}/inside"))
        else:
            self._answer(200, b"hello")

    do_POST = do_GET  # noqa: N815 - the name is the standard library's

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda pairs: monkeypatch.setenv(addresses.ALLOW_VARIABLE, pairs)


def open_client(url: str, **options: object) -> httpx.Client:
    return http.client(base_url=url, timeout_seconds=3, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "mt5.localhost", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0",
        "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    ],
)  # fmt: skip
def test_no_spelling_of_the_own_machine_is_reached(
    host: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(addresses.ALLOW_VARIABLE, raising=False)
    with pytest.raises(addresses.AddressRefused):
        addresses.checked_address(host, server.port)
    # httpx itself finds some of these spellings invalid, which is as good.
    with pytest.raises((addresses.AddressRefused, httpx.InvalidURL)):
        open_client(f"http://{host}:{server.port}").get("/")
    assert server.seen == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("::ffff:93.184.216.34", True),
        ("10.0.0.1", False), ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::", False), ("fc00::1", False), ("fe80::1", False), ("fe80::1%eth0", False), ("ff02::1", False),
        ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_private_link_local_and_wrapped_addresses_are_not_public(address: str, public: bool) -> None:
    assert addresses.is_public(ipaddress.ip_address(address)) is public


def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.216.34", "10.0.0.7"))
    with pytest.raises(addresses.AddressRefused, match="10.0.0.7"):
        addresses.checked_address("rebinding.example", 443)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.216.34"))
    assert addresses.checked_address("broker.example", 443) == "93.184.216.34"


def answers(*found: str) -> Callable[..., list[tuple[object, ...]]]:
    return lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 0)) for ip in found]


def test_an_unknown_name_says_so_and_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(TryAgain, match="nowhere.example is not known"):
        addresses.checked_address("nowhere.example", 443)


def test_an_allowed_pair_is_reached_by_its_name_and_by_its_address(
    server: Server, allow: Callable[[str], None]
) -> None:
    for pair in (f"mt5.localhost:{server.port}", f"127.0.0.1:{server.port}"):
        allow(f"elsewhere:1, {pair}")
        with open_client(f"http://mt5.localhost:{server.port}") as client:
            assert client.get("/").text == "hello"


def test_another_port_of_an_allowed_host_stays_closed(server: Server, allow: Callable[[str], None]) -> None:
    allow(f"127.0.0.1:{server.port + 1}")
    with open_client(f"http://127.0.0.1:{server.port}") as client, pytest.raises(addresses.AddressRefused):
        client.get("/")
    assert server.seen == []


def test_a_redirect_is_handed_back_not_followed(server: Server, allow: Callable[[str], None]) -> None:
    allow(f"127.0.0.1:{server.port}")
    with open_client(f"http://127.0.0.1:{server.port}") as client:
        assert client.get("/away").status_code == 302
    assert server.seen == ["GET /away"]


def test_a_proxy_of_the_environment_is_ignored(
    server: Server, allow: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(f"127.0.0.1:{server.port}")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with open_client(f"http://127.0.0.1:{server.port}") as client:
        assert client.get("/").status_code == 200


def test_a_lost_get_is_repeated_when_asked_but_never_a_post(
    server: Server, allow: Callable[[str], None]
) -> None:
    allow(f"127.0.0.1:{server.port}")
    with open_client(f"http://127.0.0.1:{server.port}", get_retries=2) as client:
        server.hang_ups = 2
        assert client.get("/again").text == "hello"
        server.hang_ups = 1
        with pytest.raises(httpx.TransportError):
            client.post("/once")
    assert server.seen == ["GET /again"] * 3 + ["POST /once"]


def test_a_lost_single_connection_is_not_silently_replaced(
    server: Server, allow: Callable[[str], None]
) -> None:
    allow(f"127.0.0.1:{server.port}")
    with open_client(f"http://127.0.0.1:{server.port}", single_connection=True) as client:
        client.get("/first")
        server.hang_ups = 1
        with pytest.raises(httpx.TransportError):
            client.get("/broken")
        with pytest.raises(http.ConnectionLost):
            client.get("/third")
    assert server.seen == ["GET /first", "GET /broken"]


def test_an_endless_answer_is_cut(
    server: Server, allow: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(f"127.0.0.1:{server.port}")
    monkeypatch.setattr(http, "MAX_ANSWER_BYTES", 3)
    with open_client(f"http://127.0.0.1:{server.port}") as client, pytest.raises(http.AnswerTooLong):
        client.get("/")


def test_a_certificate_that_is_none_is_named_as_such() -> None:
    with pytest.raises(NeverAgain, match="PEM text"):
        http.trusting("not a certificate")
