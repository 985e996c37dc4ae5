"""Rules of the other templates: models, errors, clouds, the stand-in, provenance."""

# ruff: noqa: E501 - what is to be found in a file stands here as it stands there.
from __future__ import annotations

from .rule import table

_LIBRARY = "generator/generate/test_library.py"
_FACTS = "generator/generate/test_facts.py"
_MODELS = "client/test_models.py"
_PROVENANCE = "generator/review/test_provenance.py"
_PLACES = "client/test_destination.py::test_each_cloud_has_its_place_its_scope_and_its_sign_in"
_BODY = f"{_LIBRARY}::test_a_body_is_sent_with_its_secret"
_STAND_IN = "standin/test_stand_in.py"
_README = "package/test_readme.py"

_MODEL = table(
    "templates/model.py.jinja",
    _MODELS,
    [
        (
            "A model can be changed.",
            "@attrs.frozen(kw_only=True)",
            "@attrs.define(kw_only=True, hash=True)",
        ),
        (
            "A secret of a model may be a plain text.",
            '_json.hide(self, {{ model.secrets | map("literal") | join(", ") }})',
            "pass",
        ),
        (
            "A documented map is a model that the document leaves open.",
            "{% if model.is_map %}",
            "{% if false %}",
            f"{_FACTS}::test_a_member_that_the_document_has_a_place_for_is_no_error",
        ),
        ("A model takes its members by place.", "@attrs.frozen(kw_only=True)", "@attrs.frozen"),
        ("A model shows its unknown members.", ", repr=False, hash=False", ", hash=False"),
        ("A model has no hash.", ", repr=False, hash=False", ", repr=False"),
        (
            "An optional member has to be given.",
            '{{ "" if field.required else " = None" }}',
            "",
            _BODY,
        ),
        (
            "A required member may be left out.",
            '{{ "" if field.required else " = None" }}',
            " = None",
            _FACTS,
        ),
        (
            "A member is read by its name in Python.",
            '"optional" }}({{ field.name | literal }}',
            '"optional" }}({{ field.python_name | literal }}',
        ),
        (
            "A required member may be missing.",
            'members.{{ "required" if field.required else "optional" }}',
            "members.optional",
            _FACTS,
        ),
        (
            "Each member is required.",
            'members.{{ "required" if field.required else "optional" }}',
            "members.required",
        ),
        (
            "Unknown members are lost.",
            "additional_properties=members.rest(",
            "additional_properties={} and members.rest(",
        ),
        (
            "Unknown members may be of any type.",
            'members.rest({{ "decode_additional_properties" if model.additional.is_choice else model.additional.decoder }})',
            "members.rest(_json.anything)",
            f"{_LIBRARY}::test_a_map_has_values_of_its_type",
        ),
        (
            "A required member is written by its name in Python.",
            "{% for field in model.fields if field.required %}\n                {{ field.name | literal }}",
            "{% for field in model.fields if field.required %}\n                {{ field.python_name | upper | literal }}",
            _BODY,
        ),
        (
            "An optional member is written by its name in Python.",
            "{% for field in model.fields if not field.required %}\n                {{ field.name | literal }}",
            "{% for field in model.fields if not field.required %}\n                {{ field.python_name | literal }}",
        ),
        (
            "Unknown members are not written.",
            "            self.additional_properties,\n",
            "            {},\n",
        ),
        (
            "from_dict raises what nobody knows.",
            "return _json.decode(cls.decode, data, cls.__name__)",
            "return cls.decode(data, False)",
        ),
        (
            "Members that are sent have no constraints.",
            "            {{ field.python_name | literal }}: {{ field.constraint }},\n",
            "",
            f"{_LIBRARY}::test_a_body_is_checked_before_it_is_sent",
        ),
    ],
)

_OTHERS = [
    *table(
        "templates/about.py.jinja",
        _PLACES,
        [
            (
                "A cloud has another's place.",
                "url={{ cloud.url | literal }}",
                "url={{ package.clouds[0].url | literal }}",
            ),
            (
                "A cloud has another's scope.",
                "scope={{ cloud.scope | literal }}",
                "scope={{ package.clouds[0].scope | literal }}",
            ),
            (
                "A cloud has another's sign-in.",
                "sign_in_host={{ cloud.sign_in_host | literal }}",
                "sign_in_host={{ package.clouds[0].sign_in_host | literal }}",
            ),
            ("A cloud has no scope.", "scope={{ cloud.scope | literal }}", "scope=None"),
            (
                "The api-version is another one.",
                "API_VERSION: Final = {{ package.api_version | literal }}",
                'API_VERSION: Final = "1"',
                "client/test_request.py",
            ),
            (
                "The version is another one.",
                "VERSION: Final = {{ package.config.version | literal }}",
                'VERSION: Final = "0"',
                "client/test_client.py",
            ),
            (
                "The distribution has the package's name.",
                "{{ package.config.distribution | literal }}",
                "{{ package.config.package | literal }}",
                "client/test_request.py",
            ),
        ],
    ),
    *table(
        "templates/error_model.py.jinja",
        f"{_FACTS}::test_the_type_of_an_error_is_any_of_the_models",
        [
            (
                "An error is declared as one of its models.",
                'union(package.error_models | map(attribute="annotation"))',
                "package.error_models[0].annotation",
            ),
        ],
    ),
    *table(
        "templates/enum.py.jinja",
        _FACTS,
        [
            (
                "A value of an enum is its name.",
                "    {{ name }} = {{ value }}",
                "    {{ name }} = {{ loop.index }}",
            ),
        ],
    ),
    *table(
        "templates/contract.py.jinja",
        _STAND_IN,
        [
            (
                "The stand-in knows another api-version.",
                "API_VERSION: Final = {{ package.api_version | literal }}",
                'API_VERSION: Final = "1"',
            ),
            ("The stand-in wants no token.", "secured={{ operation.is_secured }}", "secured=False"),
            (
                "The stand-in answers each method.",
                "method={{ operation.method | literal }}",
                'method="GET"',
            ),
            (
                "The stand-in requires nothing.",
                "required={{ parameter.required }}",
                "required=False",
                _FACTS,
            ),
            (
                "The stand-in checks nothing.",
                "schema={{ parameter.schema | literal }}",
                "schema={}",
            ),
            (
                "The stand-in has no example of a name.",
                "example={{ parameter.example | literal }}",
                "example=None",
            ),
            (
                "The stand-in has no example of an answer.",
                "body={{ example.body | literal }}",
                "body=None",
            ),
            (
                "The stand-in has another status.",
                "status={{ example.status | literal }}",
                'status="204"',
            ),
            (
                "The stand-in does not check bodies.",
                "{% if operation.body %}",
                "{% if false %}",
                _FACTS,
            ),
            (
                "The stand-in requires no body.",
                "body_required={{ operation.body.required }}",
                "body_required=False",
                _FACTS,
            ),
            (
                "The stand-in stands elsewhere.",
                "{% for cloud in package.clouds %}{{ cloud.url | literal }}, ",
                "{% for cloud in package.clouds | reverse %}{{ cloud.url | literal }}, ",
                "standin/test_command.py",
            ),
        ],
    ),
    *table(
        "templates/provenance.py.jinja",
        _PROVENANCE,
        [
            (
                "The document's digest is the generator's.",
                "{{ provenance.document_sha256 | literal }}",
                "{{ provenance.generator_sha256 | literal }}",
            ),
            (
                "The generator's digest is the document's.",
                "{{ provenance.generator_sha256 | literal }}",
                "{{ provenance.document_sha256 | literal }}",
            ),
            (
                "The tools are not named.",
                "{% for name, version in provenance.tools.items() %}",
                "{% for name, version in () %}",
            ),
        ],
    ),
    *table(
        "templates/init.py.jinja",
        "client/test_errors.py",
        [
            ("A model is not public.", '+ (classes | map(attribute="name") | list)', ""),
            ("An error is not public.", '"NotFoundError",\n', ""),
        ],
    ),
    *table(
        "templates/models_init.py.jinja",
        _MODELS,
        [
            (
                "A model is not offered.",
                '{% for class in classes | sort(attribute="module") %}',
                '{% for class in (classes | sort(attribute="module"))[1:] %}',
            ),
            (
                "A model is not public among the models.",
                '{% for name in classes | map(attribute="name") | sort %}',
                "{% for name in [] %}",
                "client/test_client.py",
            ),
        ],
    ),
    *table(
        "runtime/testing/__init__.py",
        "client/test_client.py",
        [("The server is not offered.", '    "serve",\n', "")],
    ),
    *table(
        "templates/group_init.py.jinja",
        _LIBRARY,
        [
            (
                "A group is not offered.",
                "import Async{{ group.class_name }}, {{ group.class_name }}",
                "import {{ group.class_name }}",
            ),
        ],
    ),
    *table(
        "templates/pyproject.toml.jinja",
        "package/test_metadata.py",
        [
            (
                "A dependency is lost.",
                "{% for requirement in config.dependencies %}",
                "{% for requirement in config.dependencies[1:] %}",
            ),
            (
                "An extra is lost.",
                "{% for extra, requirements in config.extras.items() %}",
                "{% for extra, requirements in (config.extras.items() | list)[1:] %}",
            ),
            (
                "Any Python will do.",
                "requires-python = {{ config.requires_python | toml }}\n",
                "",
            ),
            (
                "The package has the document's version.",
                "version = {{ config.version | toml }}",
                'version = "2025.9.1"',
            ),
            ("The licence is another.", 'license = "MIT"', 'license = "Apache-2.0"'),
            ("The licence is left out.", 'license-files = ["LICENSE"]', "license-files = []"),
            (
                "The sdist holds what lies around.",
                "only-include = [{{ config.package | toml }}]",
                'only-include = ["."]',
            ),
            (
                "The wheel holds nothing.",
                "packages = [{{ config.package | toml }}]",
                "packages = []",
            ),
        ],
    ),
    *table(
        "templates/LICENSE.jinja",
        "package/test_metadata.py",
        [
            (
                "Nobody holds the copyright.",
                "Copyright (c) {{ package.config.license_year }} {{ package.config.license_holder }}",
                "Copyright (c) {{ package.config.license_year }}",
            ),
        ],
    ),
    *table(
        "templates/README.md.jinja",
        _README,
        [
            (
                "The README calls with names in another order.",
                "({{ operation.sample |",
                "({{ operation.sample[1:] |",
            ),
        ],
    ),
    *table(
        "runtime/__main__.py",
        _PROVENANCE,
        [
            (
                "The command does not tell the document.",
                '        "document sha256": _provenance.DOCUMENT_SHA256,\n',
                "",
            ),
            (
                "The command does not tell the generator.",
                '        "generator sha256": _provenance.GENERATOR_SHA256,\n',
                "",
            ),
            ("The command does not tell its tools.", "        **_provenance.TOOLS,\n", ""),
            (
                "The command tells its version unasked.",
                "if parser.parse_args(arguments).version:",
                "if parser.parse_args(arguments) is not None:",
            ),
        ],
    ),
]

RULES = [*_MODEL, *_OTHERS]
