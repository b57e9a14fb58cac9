"""Addresses of Neo4j servers: what the driver would pass over or not explain."""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.errors import UsageError


def check_address(uri: str) -> None:
    """Refuse a path, which would name no database, and a login: an address is shown and kept.

    Raises:
        UsageError: There is one; its remedy says where it belongs.
    """
    parts = urlsplit(uri)
    login, at, _ = parts.netloc.rpartition("@")
    if at:
        raise UsageError(
            f"{uri.replace(login, '…', 1)}: an address holds no login",
            remedy="leave it out; set NEO4J_USER and NEO4J_PASSWORD",
        )
    if name := parts.path.strip("/"):
        raise UsageError(
            f"{uri}: an address names no database",
            remedy=f"leave out /{name}; NEO4J_DATABASE={name} names it",
        )
