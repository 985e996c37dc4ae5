"""What changes for callers of the package between two documents, and how grave it is.

Everything here is pure: documents and texts in, changes and texts out.
"""

from generator.review.change import (
    Change,
    Kind,
    Step,
    code,
    exit_status,
    propose,
    version_step,
)
from generator.review.comparison import compare
from generator.review.report import as_json, changelog_entry, markdown
from generator.review.settings import compare_settings
from generator.review.surfaces import compare_surfaces
from generator.review.unsaid import unsaid

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
