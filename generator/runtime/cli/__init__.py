"""The command line, which the extra `cli` installs: see `_application`."""
