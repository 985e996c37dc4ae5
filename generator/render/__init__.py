"""Stage 3: write the model as the files of a Python package."""
