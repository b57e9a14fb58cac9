"""The recipes as a list for people: by group, each with its question and its parameters."""

from __future__ import annotations

import json
from collections.abc import Sequence

from queries.recipe_files import Recipe
from queries.screen import Screen


def text(screen: Screen, recipes: Sequence[Recipe]) -> str:
    """As wide as the screen; nothing for no recipes."""
    lines = []
    for group in dict.fromkeys(r.group for r in recipes):
        lines.append(screen.styled(group, "bold"))
        lines.append(
            screen.listed(
                (r.name, f"{r.question}\n{_parameters(r)}".rstrip())
                for r in recipes
                if r.group == group
            )
        )
    return "\n".join(lines)


def _parameters(recipe: Recipe) -> str:
    return " ".join(
        f"{p.name}=…" if p.required else f"{p.name}={json.dumps(p.default, ensure_ascii=False)}"
        for p in recipe.parameters
    )
