"""The command line: `python -m treasury …`. Exit codes: 0 ok, 1 something failed and the rest was saved, 2 wrong usage."""

import logging

from treasury.commands import alerts, brief, gauge, held, moves, risk, supply  # noqa: F401  (each hangs its commands on the app)
from treasury.commands.console import app


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app()


if __name__ == "__main__":
    main()
