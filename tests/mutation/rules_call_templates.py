"""Rules of the templates of calls: operations and their methods."""

# ruff: noqa: E501 - what is to be found in a file stands here as it stands there.
from __future__ import annotations

from .rule import table

_LIBRARY = "generator/generate/test_library.py"
_UNUSUAL = "generator/generate/test_unusual_operations.py"
_FACTS = "generator/generate/test_facts.py"
_PARAMETERS = "client/test_parameters.py"
_DEFAULTS = f"{_UNUSUAL}::test_a_required_parameter_has_the_documents_default"
_ENVIRONMENT = f"{_LIBRARY}::test_the_environment_fills_the_client_parameter"
_BODY = f"{_LIBRARY}::test_a_body_is_sent_with_its_secret"
_LEFT_OUT = f"{_LIBRARY}::test_a_body_that_is_not_required_may_be_left_out"

_OPERATION = table(
    "templates/operation.py.jinja",
    _LIBRARY,
    [
        ("A method is always POST.", "method={{ operation.method | literal }}", 'method="POST"'),
        (
            "A path is in lower case.",
            "path={{ operation.path | literal }}",
            "path={{ operation.path | lower | literal }}",
            "client/test_request.py",
        ),
        (
            "No operation needs a token.",
            "secured={{ operation.is_secured }}",
            "secured=False",
            "client/test_request.py::test_each_header_has_its_reason",
        ),
        ("Each operation gets a token.", "secured={{ operation.is_secured }}", "secured=True"),
        (
            "The operation is not sent again.",
            "repeatable={{ operation.is_repeatable }}",
            "repeatable=False",
            "client/test_statuses.py::test_a_status_that_may_pass_is_tried_again",
        ),
        (
            "Each operation is sent again.",
            "repeatable={{ operation.is_repeatable }}",
            "repeatable=True",
            _FACTS,
        ),
        (
            "The permission is lost.",
            "{% if operation.permission %}",
            "{% if false %}",
            "client/test_advice.py",
        ),
        (
            "A body is always JSON.",
            "body=Body({{ operation.body.content_type | literal }}",
            'body=Body("application/json"',
        ),
        (
            "A body has no constraint.",
            "constraint={{ operation.body.type.constraint }}",
            "constraint=Constraint()",
        ),
        (
            "A body is always required.",
            "required={{ operation.body.required }}",
            "required=True",
            _LEFT_OUT,
        ),
        (
            "A body is never required.",
            "required={{ operation.body.required }}",
            "required=False",
            _FACTS,
        ),
        (
            "A parameter is sent by its name in Python.",
            "    {{ parameter.name | literal }},\n    argument",
            "    {{ parameter.python_name | literal }},\n    argument",
        ),
        (
            "A violation names a parameter as the request does.",
            "argument={{ parameter.python_name | literal }}",
            "argument={{ parameter.name | literal }}",
            _PARAMETERS,
        ),
        (
            "A header parameter stands in the query.",
            "location={{ parameter.location | literal }}",
            'location={{ (parameter.location | replace("header", "query")) | literal }}',
        ),
        (
            "A parameter has no constraint.",
            "constraint={{ parameter.type.constraint }}",
            "constraint=Constraint()",
            _PARAMETERS,
        ),
        (
            "A parameter that may be left out is missed.",
            "{% if not parameter.required %}\n    required=False,\n{% endif %}",
            "",
        ),
        (
            "The environment is not named where a value is missing.",
            "{% if parameter.is_overridable and parameter.environment %}\n    hint",
            "{% if false %}\n    hint",
            _PARAMETERS,
        ),
        (
            "A call is named where only the client can be told.",
            'hint="pass it to the client",',
            'hint="pass it to the call or to the client",',
            _PARAMETERS,
        ),
        (
            "The client is not named where a value is missing.",
            "{% elif parameter.is_overridable %}\n    hint",
            "{% elif false %}\n    hint",
            f"{_FACTS}::test_a_call_may_pass_another_value_than_the_client",
        ),
        (
            "An array is never joined.",
            '{% if not parameter.explode and parameter.location == "query" %}',
            "{% if false %}",
        ),
        (
            "An argument is not sent.",
            "        ({{ parameter.constant }}, {{ parameter.python_name }}),\n",
            "{% if parameter.location != 'query' %}\n        ({{ parameter.constant }}, {{ parameter.python_name }}),\n{% endif %}\n",
        ),
        (
            "A body is not sent.",
            "{% if operation.body %}\n        body=body,\n{% endif %}\n    )\n\n\ndef parse",
            "    )\n\n\ndef parse",
        ),
        (
            "A body that nobody promised is read.",
            "        return None\n{%",
            "        return answer.json(_json.anything)  # type: ignore\n{%",
            f"{_LIBRARY}::test_a_deletion_answers_nothing",
        ),
        (
            "Each status of a success is the first one.",
            "{% for success in operation.successes %}",
            "{% for success in operation.successes[:1] %}",
        ),
        (
            "A range of successes is its first status.",
            '"%d <= answer.status_code <= %d" % statuses',
            '"answer.status_code == %d" % first',
            _LEFT_OUT,
        ),
        (
            "Any answer is a success.",
            "    if {{ among(success.statuses) }}:",
            "    if answer.status_code:",
        ),
        (
            "An answer that is no success is nothing.",
            '{{ failed(operation.failures[-1].type, "", 4) -}}',
            "    return None  # type: ignore\n",
        ),
        (
            "A status has no error of its own.",
            "{% for failure in operation.failures if failure.statuses %}",
            "{% for failure in [] %}",
            f"{_FACTS}::test_an_error_has_the_model_of_its_status",
        ),
        (
            "A status has another's error.",
            "failed(failure.type, ",
            "failed(operation.failures[-1].type, ",
            f"{_FACTS}::test_an_error_has_the_model_of_its_status",
        ),
        (
            "An error that nobody describes has no model.",
            '"decode_error" ~ suffix if type.is_choice',
            '"_json.anything" if type.is_choice',
            f"{_FACTS}::test_an_error_that_nobody_describes_has_the_first_model_that_fits",
        ),
        (
            "An error in plain text is read as JSON.",
            'type.decoder or "_json.string, is_text=True"',
            'type.decoder or "_json.string"',
            f"{_FACTS}::test_an_error_in_plain_text_is_the_text",
        ),
    ],
)

_ARGUMENTS = table(
    "templates/arguments.jinja",
    _LIBRARY,
    [
        (
            "A default is lost.",
            '{{ " = " ~ parameter.default if parameter.default }}',
            "",
            _DEFAULTS,
        ),
        (
            "What may be left out has to be given.",
            "{% else %}\n        {{ parameter.python_name }}: {{ annotation(parameter.type.annotation, false) }} = None,",
            "{% else %}\n        {{ parameter.python_name }}: {{ annotation(parameter.type.annotation, false) }},",
        ),
        (
            "Names may be given by place alone.",
            "{% endif %}\n        *,\n{% if operation.body and not",
            "{% endif %}\n        /,\n        *,\n{% if operation.body and not",
            "client/test_client.py",
        ),
        (
            "Everything may be given by place.",
            "{% endif %}\n        *,\n{% if operation.body and not",
            "{% endif %}\n{% if operation.body and not",
            "client/test_client.py",
        ),
        (
            "A keyword is not passed on.",
            "            {{ parameter.python_name }}={{ parameter.python_name }},\n{% endfor %}\n            timeout",
            "{% endfor %}\n            timeout",
        ),
        (
            "A timeout is not passed on.",
            "            timeout=timeout,\n            retry=retry,\n            headers=headers,\n{% endmacro %}",
            "            timeout=None,\n            retry=retry,\n            headers=headers,\n{% endmacro %}",
            "client/test_limits.py",
        ),
        (
            "A policy is not passed on.",
            "            retry=retry,\n            headers=headers,\n{% endmacro %}",
            "            retry=None,\n            headers=headers,\n{% endmacro %}",
            "client/test_request.py",
        ),
        (
            "Headers are not passed on.",
            "            headers=headers,\n{% endmacro %}",
            "            headers=None,\n{% endmacro %}",
            "client/test_request.py",
        ),
        (
            "The environment does not count.",
            "{% if parameter.is_overridable and parameter.environment %}",
            "{% if false %}",
            _ENVIRONMENT,
            _PARAMETERS,
        ),
        (
            "The client comes before the call.",
            "{{ parameter.environment | literal }}, {{ parameter.python_name }}, self._client.{{ parameter.python_name }}",
            "{{ parameter.environment | literal }}, self._client.{{ parameter.python_name }}, {{ parameter.python_name }}",
            _PARAMETERS,
        ),
        (
            "The client's value does not count.",
            "{{ parameter.environment | literal }}, {{ parameter.python_name }}, self._client.{{ parameter.python_name }}",
            "{{ parameter.environment | literal }}, {{ parameter.python_name }}",
            _PARAMETERS,
        ),
        (
            "The call's value does not count.",
            "{{ parameter.environment | literal }}, {{ parameter.python_name }}, self._client.{{ parameter.python_name }}",
            "{{ parameter.environment | literal }}, self._client.{{ parameter.python_name }}",
            _PARAMETERS,
        ),
        (
            "Without an environment the call's value does not count.",
            "=self._client.{{ parameter.python_name }} if {{ parameter.python_name }} is None else {{ parameter.python_name }},",
            "=self._client.{{ parameter.python_name }},",
            _FACTS,
        ),
        (
            "Without an environment the client's value does not count.",
            "=self._client.{{ parameter.python_name }} if {{ parameter.python_name }} is None else {{ parameter.python_name }},",
            "={{ parameter.python_name }},",
            _FACTS,
        ),
        (
            "A required body is not passed on.",
            "{% if operation.body %}\n                body=body,",
            "{% if operation.body %}\n                body=None,",
            _BODY,
        ),
        (
            "An optional body is not passed on.",
            "{% if operation.body and not operation.body.required %}\n            body=body,\n{% endif %}",
            "",
            _LEFT_OUT,
        ),
    ],
)

_GROUP = table(
    "templates/group.py.jinja",
    "client/test_request.py",
    [
        (
            "A detailed call ignores its headers.",
            "            headers=headers,\n        )\n{% endfor %}\n\n\nclass Async",
            "            headers=None,\n        )\n{% endfor %}\n\n\nclass Async",
        ),
        (
            "A detailed async call ignores its policy.",
            "        return await self._transport.call(\n{{ request(operation) }}            _{{ operation.name }}.parse_response,\n            timeout=timeout,\n            retry=retry,",
            "        return await self._transport.call(\n{{ request(operation) }}            _{{ operation.name }}.parse_response,\n            timeout=timeout,\n            retry=None,",
        ),
        (
            "A detailed call ignores its timeout.",
            "        return self._transport.call(\n{{ request(operation) }}            _{{ operation.name }}.parse_response,\n            timeout=timeout,",
            "        return self._transport.call(\n{{ request(operation) }}            _{{ operation.name }}.parse_response,\n            timeout=None,",
            "client/test_limits.py",
        ),
        (
            "A call answers with all facts.",
            "        ).parsed\n\n    def",
            "        )\n\n    def",
            "client/test_results.py",
        ),
        (
            "An async call answers with all facts.",
            "            )\n        ).parsed",
            "            )\n        )",
            "client/test_results.py",
        ),
    ],
)

RULES = [*_OPERATION, *_ARGUMENTS, *_GROUP]
