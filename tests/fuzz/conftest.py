"""The long search: `python -m nox -s tests -- tests/fuzz --hypothesis-profile=long`."""

from hypothesis import settings

settings.register_profile("long", max_examples=5_000, deadline=None, derandomize=False)
