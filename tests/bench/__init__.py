"""Speed of the package in comparison with hand-written httpx: `python -m tests.bench`."""
