"""Compares two states of the project: what changes for callers, and what a release needs."""
