"""Breaks each rule of the runtime and of the templates once, and asks whether a test notices.

A rule is a piece of text that stands exactly once in a file of `generator/`, and what to write in
its place. `python -m tests.mutation` tries all of them, `python -m tests.mutation WORD…` those
whose file or sentence holds one of the words.
"""
