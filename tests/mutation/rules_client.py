"""Rules of clients: their arguments, where requests may go, limits, retries."""

from __future__ import annotations

from .rule import table

_DESTINATION = table(
    "runtime/_destination.py",
    "client/test_destination.py",
    [
        ("An unknown cloud is taken.", "if clouds and chosen is None:", "if False:"),
        (
            "A list is an unknown cloud by a TypeError.",
            "clouds.get(cloud) if isinstance(cloud, str) else None",
            "clouds.get(cloud)  # type: ignore",
        ),
        ("Anything is a scope.", "if scope is not None and not _is_scope(scope):", "if False:"),
        (
            "A scope may hold spaces.",
            '_SCOPE: Final = re.compile(r"[!-~]+")',
            '_SCOPE: Final = re.compile(r"[ -~]+")',
        ),
        ("A place may be plain http.", 'if scheme != "https" and not', "if False and not"),
        (
            "Plain http to this machine is refused.",
            'not (scheme == "http" and _is_loopback(host))',
            "True",
        ),
        (
            "Any scheme goes to this machine.",
            '(scheme == "http" and _is_loopback(host))',
            "_is_loopback(host)",
        ),
        (
            "Any address is this machine.",
            "ip_address(host).is_loopback",
            "ip_address(host) is not None",
        ),
        ("localhost is no name of this machine.", 'if host == "localhost":', "if False:"),
        ("A place may hold a password.", 'if "@" in parts.netloc:', "if False:"),
        ("A place may hold a query.", '{"?", "#"} & set(base_url)', '{"#"} & set(base_url)'),
        ("A place may hold a fragment.", '{"?", "#"} & set(base_url)', '{"?"} & set(base_url)'),
        (
            "A redirect shows the password in it.",
            'parts.netloc.rpartition("@")[2]',
            "parts.netloc",
            (
                "network/test_calls.py::test_a_call_ends_in_keys_or_the_right_error[sync-a 307 to "
                "a user's name is not followed, and named as far as its host]"
            ),
        ),
        (
            "A place that cannot be reached is found out in a call.",
            "if not is_usable(base_url):",
            "if False:",
        ),
        (
            "A redirect may lead to a URL that cannot be sent.",
            "return followed if is_usable(followed) else None",
            "return followed",
        ),
        (
            "A host may have empty parts.",
            "all(0 < len(label) <= 63 for label in labels)",
            "all(len(label) <= 63 for label in labels)",
        ),
        (
            "A part of a host may be too long.",
            "all(0 < len(label) <= 63 for label in labels)",
            "all(0 < len(label) for label in labels)",
        ),
        (
            "A port may be beyond the last.",
            "(parsed.port or 0) <= _LAST_PORT and",
            "",
            "network/test_connections.py::test_a_proxy_that_is_none_is_refused_at_once_and_by_its_variable",
        ),
        (
            "A place may hold dots.",
            'if {".", ".."} & set(parts.path.split("/")):',
            "if False:",
        ),
        (
            "A place without a scheme is told to have no host.",
            "if _SCHEME.match(base_url) is None:",
            "if False:",
        ),
        (
            "A port is left out of messages.",
            "if port == _PORTS[scheme]:",
            "if True:",
        ),
        (
            "A port that goes without saying is named.",
            "if port == _PORTS[scheme]:",
            "if False:",
        ),
        (
            "An address is not told from its port.",
            'f"[{host}]:{port}" if ":" in host else ',
            "",
        ),
        ("A place needs no host.", "if not host:", "if False:"),
        ("A place may hold any character.", "or _URL.fullmatch(base_url) is None", ""),
        (
            "A port that is none is a ValueError.",
            'raise _refusal("base_url", "must be a URL such as https://host:port") from None',
            "raise",
        ),
        ("A slash at the end is kept.", 'base_url.rstrip("/")', "base_url"),
        (
            "The scope of the cloud goes to a place of one's own.",
            "        if scope is None:\n            scope = chosen.scope\n",
            "    if scope is None and chosen is not None:\n        scope = chosen.scope\n",
            (
                "network/test_credentials.py::"
                "test_no_token_of_the_cloud_goes_to_a_place_of_ones_own_unasked"
            ),
        ),
        (
            "A scope of one's own is ignored.",
            "        if scope is None:\n            scope",
            "        if True:\n            scope",
        ),
        (
            "The sign-in host of the cloud is ignored.",
            "base_url, sign_in_host = chosen.url, chosen.sign_in_host",
            "base_url = chosen.url",
        ),
        (
            "A place of one's own is signed in for where the cloud is.",
            "sign_in_host = None\n",
            "sign_in_host = None if chosen is None else chosen.sign_in_host\n",
        ),
        (
            "A place is where it shows itself to be.",
            "return str.__str__(text) if isinstance(text, str) else text",
            "return text",
        ),
        (
            "A place that is missing is no violation.",
            'if chosen is None:\n            raise _refusal("base_url", "is missing',
            'if False:\n            raise _refusal("base_url", "is missing',
        ),
        (
            "A redirect may leave the origin.",
            "if _origin(target) != _origin(urlsplit(self.base_url)) or",
            "if",
        ),
        ("A redirect may hold a user name.", ' or "@" in target.netloc', ""),
        (
            "A redirect may lead to another port.",
            'return parts.scheme, parts.hostname or "", port',
            'return parts.scheme, parts.hostname or "", None',
        ),
        (
            "A redirect may lead to plain http.",
            'return parts.scheme, parts.hostname or "", port',
            'return "https", parts.hostname or "", 443 if parts.port is None else port',
        ),
        (
            "A port that goes without saying is another one.",
            "_PORTS.get(parts.scheme) if parts.port is None else parts.port",
            "parts.port",
        ),
        (
            "Any text is the place of a redirect.",
            "if _URL.fullmatch(location) is None:",
            "if False:",
        ),
        (
            "A redirect that is no URL is a ValueError.",
            "except ValueError:\n            return None",
            "except ZeroDivisionError:\n            return None",
        ),
        (
            "A relative redirect starts at the root.",
            "urljoin(url, location)",
            "urljoin(self.base_url, location)",
        ),
        (
            "The fragment of a redirect is kept.",
            'target._replace(fragment="").geturl()',
            "target.geturl()",
        ),
    ],
)

_RETRIES = "client/test_call_retries.py"

_RETRY = table(
    "runtime/_retry.py",
    ("client/test_limits.py", "client/test_call_retries.py"),
    [
        *(
            (
                f"A {status} is not tried again.",
                "{408, 429, 500, 502, 503, 504}",
                str({408, 429, 500, 502, 503, 504} - {status}),
                "client/test_statuses.py::test_a_status_that_may_pass_is_tried_again",
            )
            for status in (408, 429, 500, 502, 503, 504)
        ),
        ("A 501 is tried again.", "{408, 429, 500,", "{408, 429, 500, 501,", _RETRIES),
        ("A time of a policy may be nothing.", "or not value > 0:", "or False:"),
        ("A policy may have no attempts.", "or value < 1:", "or False:"),
        (
            "True is a number of attempts.",
            "if isinstance(value, bool) or not isinstance(value, int)",
            "if not isinstance(value, int)",
        ),
        (
            "True is a time of a policy.",
            "if isinstance(value, bool) or not isinstance(value, (int, float))",
            "if not isinstance(value, (int, float))",
        ),
        ("A policy can be changed.", "@attrs.frozen(kw_only=True)", "@attrs.define(kw_only=True)"),
        ("A policy takes its numbers by place.", "@attrs.frozen(kw_only=True)", "@attrs.frozen"),
        ("There are five attempts.", "default=4,", "default=5,"),
        ("A call retries for two minutes.", "default=60.0", "default=120.0"),
        ("The first wait is a whole second.", "default=0.5", "default=1.0"),
        ("The longest wait is 16 seconds.", "default=8.0", "default=16.0"),
        (
            "Anything is a policy.",
            'raise TypeError(f"retry must be',
            'return value  # type: ignore\n        raise TypeError(f"retry must be',
        ),
        (
            "There is one attempt more.",
            "if failures >= self.attempts:",
            "if failures > self.attempts:",
        ),
        ("A wait of 0 seconds is kept.", "if not requested:", "if requested is None:"),
        ("The wait that the service asks for is ignored.", "if not requested:", "if True:"),
        ("A great many attempts overflow.", "min(failures - 1, 64)", "failures - 1"),
        ("Waits do not double.", "self.first_wait * 2.0**doublings", "self.first_wait"),
        (
            "Waits have no ceiling.",
            "min(self.longest_wait, self.first_wait * 2.0**doublings)",
            "self.first_wait * 2.0**doublings",
        ),
        ("Waits are not left to chance.", "uniform(0.0, min(", "max(0.0, min("),
        ("Chance has only half of the wait.", "uniform(0.0, min(", "uniform(0.1, min("),
        (
            "The time of a policy is not kept.",
            "if elapsed + requested < self.total_time else None",
            "",
        ),
        (
            "The time before a wait does not count.",
            "if elapsed + requested < self",
            "if requested < self",
        ),
        ("retry-after-ms is not read.", '    ("retry-after-ms", 1000.0),\n', ""),
        ("x-ms-retry-after-ms is not read.", '    ("x-ms-retry-after-ms", 1000.0),\n', ""),
        ("Retry-After is not read.", '    ("retry-after", 1.0),\n', ""),
        ("Milliseconds are taken for seconds.", "float(value) / units", "float(value)"),
        ("Spaces around a wait make it unreadable.", "value = value.strip()", "pass"),
        ("Only whole seconds are read.", '.replace(".", "", 1)', ""),
        ("A number that is not ASCII is a ValueError.", "value.isascii() and ", ""),
        ("A wait may be infinite.", "if math.isfinite(seconds):", "if True:"),
        ("A date in Retry-After is not read.", "moment = _http_date(value)", "moment = None"),
        (
            "A date that has passed is a wait below 0.",
            "return max(0.0, moment - now)",
            "return moment - now",
        ),
        (
            "A date without a zone is local time.",
            "moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)",
            "moment",
        ),
        (
            "A date that is none is an exception.",
            "except (TypeError, ValueError, OverflowError, IndexError):",
            "except OverflowError:",
        ),
    ],
)

_TIMEOUT = table(
    "runtime/_timeout.py",
    "client/test_limits.py",
    [
        ("A timeout may be nothing.", "not 0 < value <= _LONGEST", "not 0 <= value <= _LONGEST"),
        ("A timeout may be infinite.", "not 0 < value <= _LONGEST", "not 0 < value"),
        ("True is a timeout.", "isinstance(value, bool)\n        or not", "not"),
        ("A timeout can be changed.", "@attrs.frozen(kw_only=True)", "@attrs.define(kw_only=True)"),
        ("A timeout takes its numbers by place.", "@attrs.frozen(kw_only=True)", "@attrs.frozen"),
        ("A call may take ten minutes.", "default=120.0", "default=600.0"),
        ("A connection may take a minute.", "default=10.0", "default=60.0"),
        ("Bytes may take five minutes.", "default=65.0", "default=300.0"),
        ("A number is the time of a read.", "cls(total=value)", "cls(read=value)"),
        (
            "A Timeout is replaced by a new one.",
            "if isinstance(value, Timeout):\n            return value",
            "if isinstance(value, Timeout):\n            return cls()",
        ),
        (
            "What is no timeout is a number out of range.",
            "if isinstance(value, bool) or not isinstance(value, (int, float)):",
            "if False:",
        ),
    ],
)

_ARGUMENT = table(
    "runtime/_argument.py",
    ("client/test_limits.py", "client/test_client.py"),
    [
        ("A class is taken for an object of it.", "if isinstance(value, type):", "if False:"),
        ("A class of the same name is not told apart.", 'f"{kind.__module__}."', '""'),
        (
            "Python's own types are named by their module.",
            'if kind.__module__ == "builtins"',
            "if False",
        ),
    ],
)

_LIBRARY = "generator/generate/test_library.py"
_UNUSUAL = "generator/generate/test_unusual_operations.py"
_DEFAULTS = f"{_UNUSUAL}::test_a_required_parameter_has_the_documents_default"
_ENVIRONMENT = f"{_LIBRARY}::test_the_environment_fills_the_client_parameter"

_ARGUMENTS = table(
    "templates/client.py.jinja",
    "client/test_request.py",
    [
        (
            "Another cloud is the usual one.",
            "cloud: CloudName = {{ package.clouds[0].name | literal }}",
            "cloud: CloudName = {{ package.clouds[-1].name | literal }}",
            "client/test_destination.py::test_the_public_cloud_is_the_default",
        ),
        (
            "The cloud is ignored.",
            'cloud={{ "cloud" if package.clouds else "None" }}',
            'cloud={{ package.clouds[0].name | literal if package.clouds else "None" }}',
            f"{_LIBRARY}::test_the_clouds_are_those_of_the_document",
        ),
        (
            "A place of one's own is ignored.",
            "base_url=base_url, scope=scope)",
            "base_url=None, scope=scope)",
            "client/test_destination.py::test_a_place_that_may_not_have_a_token_is_refused",
        ),
        (
            "A scope of one's own is ignored.",
            "base_url=base_url, scope=scope)",
            "base_url=base_url, scope=None)",
            "network/test_credentials.py::test_a_credential_is_asked_for_what_it_knows_and_once",
        ),
        (
            "A client's timeout is ignored.",
            "timeout=Timeout.of(timeout),",
            "timeout=_TIMEOUT,",
            "client/test_limits.py",
        ),
        (
            "A client's policy is ignored.",
            "            retry=retry,\n",
            "            retry=_RETRY,\n",
            (
                "network/test_calls.py::"
                "test_a_call_ends_in_keys_or_the_right_error[sync-one attempt is one attempt]"
            ),
        ),
        (
            "A client of the caller's own is ignored.",
            "http_client=http_client,",
            "http_client=None,",
            "client/test_statuses.py::test_every_status_but_200_raises_the_error_of_its_class",
        ),
        ("A suffix of the user agent is ignored.", "user_agent=user_agent,", "user_agent=None,"),
        (
            "The api-version of the client is fixed.",
            (
                "(parameter.type.annotation, parameter.default is not none) }} = {{ "
                "parameter.python_name }}"
            ),
            (
                "(parameter.type.annotation, parameter.default is not none) }} = {{ "
                "default(parameter) if parameter.default is not none else parameter.python_name "
                "}}"
            ),
        ),
        (
            "The default of a client parameter is lost.",
            (
                "{{ parameter.python_name }}: {{ parameter.type.annotation }} = {{ "
                "default(parameter) }},"
            ),
            "{{ parameter.python_name }}: {{ parameter.type.annotation }},",
            _DEFAULTS,
        ),
        (
            "A client parameter without default has to be given.",
            (
                "{{ annotation(parameter.type.annotation, false) }} = None,\n{% endfor %}\n{% if "
                "package.clouds"
            ),
            (
                "{{ annotation(parameter.type.annotation, false) }},\n{% endfor %}\n{% if "
                "package.clouds"
            ),
            _ENVIRONMENT,
        ),
        (
            "Without servers a place is not asked for.",
            "        base_url: str,\n",
            "        base_url: str | None = None,\n",
            f"{_UNUSUAL}::test_without_servers_the_caller_names_one",
        ),
        (
            "A token shows itself in the constructor.",
            "        credential = _guarded(credential)\n",
            "",
            "network/test_leaks.py::test_a_token_that_no_header_can_hold_is_not_shown",
            "client/test_request.py::test_each_header_has_its_reason",
        ),
        (
            "A client shows what it holds.",
            'return f"<{type(self).__name__}{place}>"',
            "return repr(vars(self._transport._tokens) | vars(self))",
            "client/test_client.py",
        ),
        (
            "A client that could not be made has no repr.",
            'vars(self).get("_transport")',
            "self._transport",
            "client/test_client.py",
        ),
        (
            "A client stays open after with.",
            "    ) -> None:\n        self.close()",
            "    ) -> None:\n        pass",
            "client/test_client.py",
        ),
        (
            "An async client stays open after with.",
            "    ) -> None:\n        await self.close()",
            "    ) -> None:\n        pass",
            "client/test_client.py",
        ),
        (
            "Closing closes nothing.",
            "        self._transport.close()\n\n    def __enter__",
            "        pass\n\n    def __enter__",
            "client/test_client.py",
        ),
        (
            "Closing an async client closes nothing.",
            "        await self._transport.close()\n",
            "        pass\n",
            "client/test_client.py",
        ),
    ],
)

RULES = [*_DESTINATION, *_RETRY, *_TIMEOUT, *_ARGUMENT, *_ARGUMENTS]
