"""Who may ask, and what every answer carries. Knows headers only, no framework.

A page of another site must not reach a server on this machine: not through a name that it lets
point here (the host is checked), not by requests of its own (their origin is checked), and not
from a frame. A server that others can reach demands a token.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

COOKIE = "kg_token"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy(nonce: str = "") -> str:
    """The Content-Security-Policy; a nonce lets the editor's own style sheets in."""
    style = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src 'self'; style-src {style}; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is sent away: status of HTTP, a sentence, what can be done."""

    status: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Door:
    """What a server lets in.

    Attributes:
        host: The address that it listens on.
        token: What a request must know; empty where only this machine can ask.
    """

    host: str
    token: str = ""

    @property
    def local(self) -> bool:
        """True when only this machine can ask."""
        return self.host in LOOPBACK

    def refuse(self, method: str, path: str, headers: Mapping[str, str]) -> Refusal | None:
        """Why a request is sent away; None when it may come in.

        Args:
            method, path: Of the request.
            headers: By name in small letters.
        """
        host = headers.get("host", "")
        if not self._knows(_name(host)):
            return Refusal(
                403,
                "this is not an address of this server",
                f"open http://{self.host}:PORT/ as kg browse prints it",
            )
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return Refusal(403, "requests of other sites are refused", "open the page itself")
        site = headers.get("sec-fetch-site", "none")
        opened = (
            method == "GET" and path == "/" and headers.get("sec-fetch-mode", "") == "navigate"
            and headers.get("sec-fetch-dest", "document") == "document"
        )  # fmt: skip
        if site not in ("same-origin", "none") and not opened:
            return Refusal(403, "requests of other sites are refused", "open the page itself")
        return None

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Whether a request knows the token, in its cookie or as a bearer."""
        if not self.token:
            return True
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.knows(bearer.strip()):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and self.knows(cookie.value)

    def knows(self, token: str) -> bool:
        """Compare a token in constant time."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def _knows(self, name: str) -> bool:
        if name in LOOPBACK or name == self.host.lower():
            return True
        if self.local:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name == socket.gethostname().lower()
        return True


def _name(host: str) -> str:
    """The name in a Host header, without port and brackets; empty when it is odd."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").lower()
        odd = parts.path or parts.query or parts.fragment or "@" in parts.netloc or parts.port == 0
    except ValueError:
        return ""
    return "" if odd else name
