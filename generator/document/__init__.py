"""Stage 1: read an OpenAPI document and refuse what no package can be made from."""
