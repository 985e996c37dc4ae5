"""How fast the package is beside httpx used by hand: `python -m tests.bench`."""
