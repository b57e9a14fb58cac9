"""What a Neo4j server tells beside the rows of an answer; summaries are the driver's."""

from __future__ import annotations

from typing import Any


def plan(summary: Any) -> str:
    """The plan that EXPLAIN or PROFILE asked for, without its preamble of versions."""
    told: Any = summary.plan or summary.profile
    if not told:
        return ""
    text = str(told["args"].get("string-representation", told["operatorType"]))
    return text[text.find("+--") :].strip() if "+--" in text else text.strip()


def changes(summary: Any) -> dict[str, int]:
    """What a statement changed: nodes created, properties set, … with their numbers."""
    kinds = (
        "nodes_created", "nodes_deleted", "relationships_created", "relationships_deleted",
        "properties_set", "labels_added", "labels_removed", "indexes_added", "indexes_removed",
        "constraints_added", "constraints_removed",
    )  # fmt: skip
    found = {kind.replace("_", " "): int(getattr(summary.counters, kind)) for kind in kinds}
    return {kind: number for kind, number in found.items() if number}
