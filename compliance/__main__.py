"""``python -m compliance`` is ``compliance``."""

from compliance.cli import main

main()
