"""Time that work takes, however busy the machine is with other work."""

from __future__ import annotations

import os


def processor_seconds() -> float:
    """Of this process so far, and of the processes that it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
