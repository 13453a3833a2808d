"""The program ``compliance``, also as ``python -m compliance``."""

import sys


def main() -> None:
    """Run the command line; an interrupt while it is being loaded is as quiet as a later one."""
    try:
        from compliance.cli import main as program  # noqa: PLC0415 - takes a moment
    except KeyboardInterrupt:
        sys.exit(130)
    program()


if __name__ == "__main__":
    main()
