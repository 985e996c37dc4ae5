"""Many resources at the scale of a large company: `python -m tests.scale`."""
