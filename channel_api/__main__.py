"""`python -m channel_api` and `zhengwu-api`."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs one command; the exit code."""
    from channel_api.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
