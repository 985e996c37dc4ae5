"""Rules of the stand-in: what exists, its script, its server and its command."""

from __future__ import annotations

from .rule import table

_MEMORY = "standin/test_stand_in.py"
_OTHER = "standin/test_other_service.py"
_SERVER = "standin/test_server.py"
_COMMAND = "standin/test_command.py"

_STAND_IN = table(
    "runtime/testing/_stand_in.py",
    (_MEMORY, _OTHER),
    [
        (
            "The path of a server is compared decoded.",
            'each.raw_path.decode("ascii").rstrip("/")',
            'each.path.rstrip("/")',
            _OTHER,
        ),
        (
            "The documented resource does not exist.",
            "if all(parameter.sample is not None for parameter in operation.path_parameters):",
            "if False:",
        ),
        (
            "A body for an operation without one is taken.",
            "elif media_type is None:",
            "elif False:",
        ),
        (
            "An answer without an example is taken.",
            "if content is None:\n                raise",
            "if False:\n                raise",
        ),
        ("An answer is not changed.", "self._resources[name] = content", "pass"),
        ("What does not exist can be removed.", "if name not in self._resources:", "if False:"),
        ("What is removed stays.", "del self._resources[name]", "pass"),
        ("A reset keeps the script.", "self._script.clear()", "pass"),
        ("A reset keeps the requests.", "self._requests.clear()", "pass"),
        (
            "A reset keeps the count of writes.",
            "self._requests.clear()\n            self._writes_left = _WRITES_LEFT",
            "self._requests.clear()",
        ),
        ("A delay is not waited for.", "self._sleep(exchange.delay)", "pass"),
        (
            "A delay of an async request is not waited for.",
            "await self._async_sleep(exchange.delay)",
            "pass",
        ),
        ("A request is not recorded.", "self._requests.append(received)", "pass"),
        (
            "A request does not know its operation.",
            "received = attrs.evolve(received, operation_id=path.operation.id)",
            "pass",
        ),
        ("The script is ignored.", "if failure:", "if False:"),
        ("A failure comes for ever.", "self._script.popleft()", "pass"),
        (
            "A failure comes once.",
            "attrs.evolve(failure, times=failure.times - 1)",
            "attrs.evolve(failure, times=1)",
        ),
        ("An answer has no ids.", 'headers[f"x-ms-{name}-id"] = self._new_id()', "pass"),
        (
            "The id of the client is always returned.",
            ' and request.headers.get("x-ms-return-client-request-id") == "true"',
            "",
        ),
        (
            "The id of the client is not returned.",
            'headers["x-ms-client-request-id"] = client_id',
            "pass",
        ),
        ("Reads count as writes.", 'if request.method not in ("GET", "HEAD"):', "if True:"),
        ("Writes are not counted.", "max(0, self._writes_left - 1)", "self._writes_left"),
        (
            "Writes are counted below nothing.",
            "max(0, self._writes_left - 1)",
            "self._writes_left - 1",
        ),
        ("A resource may have any parameter.", "if name not in parameters:", "if False:"),
        (
            "A resource may have any name.",
            "if found := text_violation(value, parameter.schema, name):",
            "if found := None:",
        ),
        (
            "A name may be missing.",
            "if value is None:\n            raise",
            "if False:\n            raise",
        ),
        (
            "A name that is left out is not the document's.",
            "values.get(name, parameter.sample)",
            "values.get(name)",
        ),
        (
            "The known api-version cannot be another one.",
            "self._api_version = api_version",
            "self._api_version = API_VERSION",
        ),
    ],
)

_FAILURE = table(
    "runtime/testing/_failure.py",
    _MEMORY,
    [
        (
            "What cannot be scripted fails later.",
            "        _check_types(status, delay, times, exception)\n",
            "",
        ),
        (
            "Headers that are none fail later.",
            "        _check_headers(headers)\n",
            "",
        ),
        ("A header of the script may have any name.", "_NAME.fullmatch(name)", "True"),
        ("A header of the script may have several lines.", "_VALUE.fullmatch(value)", "True"),
        ("True is a status.", " and not isinstance(value, bool)", ""),
        (
            "Any exception can be scripted.",
            "if issubclass(exception, httpx.RequestError):",
            "if True:",
        ),
        ("A delay may be below 0.", "if not 0 <= delay < math.inf:", "if not delay < math.inf:"),
        ("A delay may be infinite.", "if not 0 <= delay < math.inf:", "if not 0 <= delay:"),
        ("A failure may come no times.", "if times is not None and times < 1:", "if False:"),
        (
            "An exception may have a status.",
            "if (status, body, headers) != (None, ..., None):",
            "if False:",
        ),
        (
            "Any number is a status.",
            "if status is None or not 200 <= status <= 599:",
            "if status is None:",
        ),
        ("A success has the body of an error.", "if status < 400:", "if False:"),
        ("A status has no error of its own.", "_ARM_ERRORS.get(status, (", "_ARM_ERRORS.get(0, ("),
        ("A text is JSON.", "case str():", "case None if False:"),
        ("A 204 may have a body.", "if reply.body and status in (204, 304):", "if False:"),
    ],
)

_REPLY = table(
    "runtime/testing/_reply.py",
    _MEMORY,
    [
        (
            "A reply shows its body.",
            'attrs.field(default=b"", repr=False)',
            'attrs.field(default=b"")',
            "standin/test_masking.py",
        ),
        (
            "Bytes are made JSON.",
            "    if isinstance(body, bytes):\n        return body\n",
            "    if isinstance(body, bytes):\n        body = body.decode('latin-1')\n",
        ),
        (
            "A text is made JSON.",
            'if isinstance(body, str) and "json" not in media_type:',
            "if False:",
        ),
        ("An error has no envelope.", '{"error": detail}', "detail"),
        ("An error does not name its target.", "if target is not None:", "if False:"),
        ("Scripted headers are lost.", "merged.update(headers)", "pass"),
    ],
)

_SERVE = table(
    "runtime/testing/_server.py",
    _SERVER,
    [
        (
            "A class is taken for a stand-in.",
            "if not isinstance(given, StandIn):",
            "if False:",
        ),
        ("Any number is a port of the server.", "if not 0 <= port <= 65535:", "if False:"),
        ("Other machines can reach the server.", "if not _is_loopback(host):", "if False:"),
        ("localhost is no host of this machine.", 'return host == "localhost"', "return False"),
        ("The address of an IPv6 host is no URL.", 'f"[{host}]" if ":" in host else host', "host"),
        ("The URL of HTTPS is HTTP.", '"https" if ssl_context else "http"', '"http"'),
        (
            "A handshake holds up all others.",
            "do_handshake_on_connect=False",
            "do_handshake_on_connect=True",
        ),
        (
            "Connections stay open.",
            "        for connection in tuple(self._connections):",
            "        for connection in ():",
        ),
        (
            "A client that goes away leaves a traceback.",
            "if not isinstance(sys.exception(), OSError):",
            "if True:",
        ),
        ("A bug is not shown.", "if not isinstance(sys.exception(), OSError):", "if False:"),
        (
            "Answers come with a pause.",
            "disable_nagle_algorithm = True",
            "disable_nagle_algorithm = False",
        ),
        (
            "A connection carries one request.",
            'protocol_version = "HTTP/1.1"',
            'protocol_version = "HTTP/1.0"',
        ),
        ("A chunked request is read.", 'if "Transfer-Encoding" in self.headers:', "if False:"),
        ("Any text is a length.", 'if not re.fullmatch("[0-9]{1,18}", declared):', "if False:"),
        ("A request may have any length.", "if length > _BODY_LIMIT:", "if False:"),
        ("Half a request is one.", "if len(body) < length:", "if False:"),
        (
            "A scripted exception is a traceback.",
            "except httpx.RequestError:",
            "except ZeroDivisionError:",
        ),
        (
            "A path that is no URL is a traceback.",
            "except httpx.InvalidURL:",
            "except ZeroDivisionError:",
        ),
        ("A body is not sent.", "self.wfile.write(chunk)", "pass"),
        (
            "Requests are logged.",
            '"""Log nothing: the stand-in records the requests."""',
            "super().log_message(format, *args)",
        ),
    ],
)

_MAIN = table(
    "runtime/testing/__main__.py",
    _COMMAND,
    [
        (
            "SIGTERM ends the command with a failure.",
            "(signal.SIGINT, signal.SIGTERM)",
            "(signal.SIGINT,)",
        ),
        (
            "A port in use is a traceback.",
            "except OSError as problem:",
            "except ZeroDivisionError as problem:",
        ),
        ("A port in use is a success.", "        return 2\n", "        return 0\n"),
        ("Any number is a port.", "if not 0 <= port <= 65535:", "if False:"),
        ("The port is ignored.", "serve(StandIn(), port=port)", "serve(StandIn())"),
        (
            "The command does not say how a client gets there.",
            '        f"In Python: {_PACKAGE}.Client({arguments})",\n',
            "",
        ),
        ("The client of the command can make no call.", ", *CLIENT_ARGUMENTS]", "]"),
        ("A command needs a body.", "if operation.body_required:", "if False:"),
        ("A command has no token.", "if operation.secured:", "if False:"),
        ("A command has what is not required.", "if not parameter.required:", "if False:"),
        ("A command lacks what is required.", "if value is None:", "if False:"),
        ("A name in a command is not quoted.", 'urllib.parse.quote(value, safe="")', "value"),
        ("A command lacks a header.", 'command += ["-H", f"{parameter.name}: {value}"]', "pass"),
    ],
)

RULES = [*_STAND_IN, *_FAILURE, *_REPLY, *_SERVE, *_MAIN]
