"""The browser's server: Starlette under uvicorn."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import (
    EngineError,
    GraphError,
    InterruptedQueryError,
    KgError,
    UsageError,
)
from viz.browser import api, contract, doors
from viz.browser.api import ENDPOINTS, Endpoint
from viz.browser.asking import problem
from viz.browser.doors import Door
from viz.browser.graph import Browsed
from viz.browser.jobs import Job, LateError
from viz.browser.limits import most
from viz.browser.nodes import NoSuchError
from viz.browser.taking import File

STATIC = Path(__file__).parent / "static"
NONCE = "__CSP_NONCE__"
"""Stands in the page where the nonce of its style sheets goes."""
UNBUILT = "The page has not been built: python3 tasks.py page builds it (it needs Node.js)."
_ENDED = 499
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/css", ".css")
mimetypes.add_type("font/woff2", ".woff2")


def application(graph: Browsed, door: Door, static: Path = STATIC) -> ASGIApp:
    """The web application over a graph.

    Args:
        graph: What is browsed.
        door: Who may ask.
        static: Folder of the built page.
    """
    answers = _Answers(graph)
    description = json.dumps(api.openapi()).encode()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        answers.close()

    async def described(request: Request) -> Response:
        return Response(description, media_type="application/json")

    routes: list[Route | Mount] = [
        Route("/", partial(_page, door=door, static=static), methods=["GET"]),
        Route("/api/openapi.json", described, methods=["GET"]),
        *(Route(e.path, partial(answers.answer, e), methods=[e.method]) for e in ENDPOINTS),
    ]
    if static.is_dir():
        routes.append(Mount("/static", StaticFiles(directory=static)))
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _http_error, 500: _unforeseen},
    )
    return _guarded(app, door)


async def _page(request: Request, *, door: Door, static: Path) -> Response:
    if "token" in request.query_params:
        return _with_cookie(request, door)
    try:
        text = (static / "index.html").read_text(encoding="utf-8")
    except OSError:
        return _plain_page(UNBUILT, 503)
    nonce = secrets.token_urlsafe(16)
    return HTMLResponse(
        text.replace(NONCE, nonce),
        headers={"Content-Security-Policy": doors.policy(nonce), "Cache-Control": "no-store"},
    )


class _Answers:
    """Answers of a graph, each made on a worker of its endpoint's lane."""

    def __init__(self, graph: Browsed) -> None:
        self._graph = graph
        self._workers = {
            lane: ThreadPoolExecutor(most(lane), thread_name_prefix=lane) for lane in graph.lanes
        }
        self._waiting = 0

    async def answer(self, endpoint: Endpoint, request: Request) -> Response:
        """The answer to a request, or why there is none."""
        if self._waiting >= most("waiting"):
            return _error(503, "too many questions wait already", "ask again in a moment")
        self._waiting += 1
        statement = ""
        try:
            taken, statement = await _taken(endpoint, request)
            job = Job(most(endpoint.seconds))
            pool = self._graph.lanes[endpoint.lane]
            work = asyncio.get_running_loop().run_in_executor(
                self._workers[endpoint.lane],
                lambda: _encoded(pool.run(job, lambda j: endpoint.call(self._graph, j, taken))),
            )
            if not await _finished(work, job, request):
                return Response(status_code=_ENDED)
            return work.result()
        except KgError as error:
            return _refused(error, statement)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        for workers in self._workers.values():
            workers.shutdown(wait=True, cancel_futures=True)


async def _taken(endpoint: Endpoint, request: Request) -> tuple[Any, str]:
    """What a request sends, checked; and the statement in it, for the place of an error."""
    if endpoint.method == "GET":
        given: Any = dict(request.query_params)
    else:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise HTTPException(415, "the body must be application/json")
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > most("body_bytes"):
                raise HTTPException(413, f"the body is larger than {most('body_bytes'):,} bytes")
        try:
            given = json.loads(bytes(body), parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise contract.TakenError("the body is not JSON") from None
        if not isinstance(given, dict):
            raise contract.TakenError("the body is not a JSON object")
    text = given.get("statement") if isinstance(given.get("statement"), str) else ""
    return contract.read(endpoint.takes, given, texts=endpoint.method == "GET"), str(text)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


async def _finished(work: asyncio.Future[Any], job: Job, request: Request) -> bool:
    """Wait for the answer; False when the page went away before, its question then stopped."""
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            return True
        while not work.done():
            await asyncio.to_thread(job.stop)
            await asyncio.wait({work}, timeout=0.3)
        work.exception()
        return False
    finally:
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _encoded(answer: Any) -> Response:
    """An answer as a response; runs on the worker, for large answers take a while."""
    if isinstance(answer, File):
        return Response(
            answer.content,
            media_type=answer.media,
            headers={
                "Content-Disposition": f'attachment; filename="{answer.name}"',
                "Cache-Control": "no-store",
            },
        )
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(
        text.encode("utf-8", "replace"),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _refused(error: KgError, statement: str) -> Response:
    status = 400
    if isinstance(error, NoSuchError):
        status = 404
    elif isinstance(error, EngineError | GraphError):
        status = 503
    elif isinstance(error, LateError):
        status = 504
    elif isinstance(error, InterruptedQueryError):
        status = 503
    return _json({"error": problem(error, statement)}, status)


def _error(status: int, message: str, remedy: str = "") -> Response:
    told = {"message": message} | ({"remedy": remedy} if remedy else {})
    return _json({"error": told}, status)


def _json(value: Mapping[str, Any], status: int) -> Response:
    return Response(
        json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"),
        status,
        headers={"Cache-Control": "no-store"} | ({"Retry-After": "2"} if status == 503 else {}),
        media_type="application/json",
    )


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = {404: "there is nothing at this address", 405: "this address takes another method"}
    detail = error.detail if isinstance(error, HTTPException) else ""
    answer = _error(status, said.get(status, detail))
    for name, value in (getattr(error, "headers", None) or {}).items():
        answer.headers[name] = value
    return answer


async def _unforeseen(request: Request, error: Exception) -> Response:
    return _error(500, "the server made a mistake", "please report it; the rest goes on")


def _plain_page(text: str, status: int) -> Response:
    return HTMLResponse(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>kg</title><p>{text}", status
    )


def _with_cookie(request: Request, door: Door) -> Response:
    """Keep the token in a cookie, out of the address bar."""
    if not door.token or not door.knows(request.query_params["token"]):
        return _plain_page("This token is not the one that kg browse printed.", 401)
    rest = request.url.remove_query_params("token")
    answer = RedirectResponse(f"/?{rest.query}" if rest.query else "/", 303)
    answer.set_cookie(
        doors.COOKIE, door.token, path="/", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer


def _guarded(app: ASGIApp, door: Door) -> ASGIApp:
    """The application behind its door; every answer carries the protecting headers."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                has = {name.lower() for name, _ in message["headers"]}
                own = doors.HEADERS | {"Content-Security-Policy": doors.policy()}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in own.items()
                        if name.lower().encode() not in has
                    ),
                ]
            await send(message)

        headers = {n.decode("latin-1").lower(): v.decode("latin-1") for n, v in scope["headers"]}
        refusal = door.refuse(scope["method"], scope["path"], headers)
        answer: Response | None = None
        if refusal is not None:
            answer = _error(refusal.status, refusal.message, refusal.remedy)
        elif not door.admits(headers):
            enters = scope["path"] == "/" and b"token=" in scope["query_string"]
            if not enters:
                answer = _error(
                    401, "this server wants its token", "open the address that kg browse printed"
                )
        if answer is not None:
            await answer(scope, receive, sent)
            return
        with suppress(ClientDisconnect):
            await app(scope, receive, sent)

    return guarded


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        UsageError: The port is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named as TCP: asyncio sends small answers at once (TCP_NODELAY) only where it knows that
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        bound.close()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(
            f"can't listen on {host}, port {port}: {reason}",
            remedy="choose another with --port; --port 0 takes any that is free",
        ) from error
    return bound


def serve(app: ASGIApp, bound: socket.socket, started: Callable[[], None]) -> None:
    """Answer until Ctrl-C; `started` is called once requests are taken."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        ws="none",
        http="h11",
        h11_max_incomplete_event_size=2**18,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    begin = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await begin(sockets)
        started()

    server.startup = startup  # type: ignore[method-assign]
    server.run(sockets=[bound])
