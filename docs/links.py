"""Check every internal link of the built site: `python docs/links.py build/docs`.

Sphinx checks the references that it resolves itself. This checks the pages that readers get: each
`href` and `src` that stays on the site leads to a file, and each `#part` to an element of that
page. Links to other sites are not followed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links of a page, and the names that links can lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Collect the links and the names of an element."""
        for name, value in attrs:
            if name == "id" and value:
                self.names.add(value)
            elif name in {"href", "src"} and value:
                self.links.append(value)


def broken(site: Path) -> Iterator[str]:
    """Yield each link that leads nowhere, with its page.

    Args:
        site: The folder of the built site.
    """
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                yield f"{path.relative_to(site)}: {link}: there is no such file"
            elif target in pages and unquote(parts.fragment) not in pages[target].names:
                yield f"{path.relative_to(site)}: {link}: the page has no such part"


def main(site: Path) -> int:
    """Print each broken link and a summary, and return the exit status."""
    found = list(broken(site.resolve()))
    count = len(list(site.rglob("*.html")))
    print("\n".join([*found, f"links: {count} pages, {len(found)} broken internal links"]))
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
