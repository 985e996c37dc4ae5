"""Stage 2: translate the document into a typed model of the package."""
