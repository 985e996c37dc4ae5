"""What changes for callers of the package between two documents, and how grave it is.

Everything here is pure: documents and texts in, changes and texts out.
"""

from generator.changes.change import (
    Change,
    Kind,
    Step,
    code,
    exit_status,
    propose,
    version_step,
)
from generator.changes.comparison import compare
from generator.changes.report import as_json, changelog_entry, markdown
from generator.changes.settings import compare_settings
from generator.changes.surfaces import compare_surfaces
from generator.changes.unsaid import unsaid

__all__ = [
    "Change",
    "Kind",
    "Step",
    "as_json",
    "changelog_entry",
    "code",
    "compare",
    "compare_settings",
    "compare_surfaces",
    "exit_status",
    "markdown",
    "propose",
    "unsaid",
    "version_step",
]
