"""The app in a browser: textual-serve on the loopback address, for who has its address only."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

from nurture_tui.errors import NurtureError

HOST = "127.0.0.1"
COOKIE = "nurture"


class OwnServer(Server):
    """Answers only who has its secret, by this name of this machine, from its own pages.

    A page of another site that the browser shows could else open the socket and press keys in the
    app, for the browser runs on this machine.
    """

    def __init__(self, command: str, port: int) -> None:
        super().__init__(command, host=HOST, port=port, title="Nurture")
        self.secret = secrets.token_urlsafe(24)
        self.origin = f"http://{HOST}:{port}"

    @property
    def address(self) -> str:
        return f"{self.origin}/?key={self.secret}"

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard())
        return app

    def initialize_logging(self) -> None:
        """Only what goes wrong: a line for each request would have the key in it."""
        logging.basicConfig(level=logging.ERROR, format="%(message)s")

    async def on_startup(self, app: web.Application) -> None:
        """Said by the command instead."""

    def _guard(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.host != f"{HOST}:{self.port}":
                raise web.HTTPForbidden(text="This server has one name only.")
            if request.headers.get("Origin", self.origin) != self.origin:
                raise web.HTTPForbidden(text="This server answers its own pages only.")
            given = request.query.get("key", "")
            if request.path == "/" and self._right(given):
                answer = web.HTTPFound("/")
                answer.set_cookie(COOKIE, self.secret, httponly=True, samesite="Strict")
                raise answer
            if not self._right(request.cookies.get(COOKIE, "")):
                raise web.HTTPForbidden(text="Open the whole address that nurture serve printed.")
            return await handler(request)

        return guard

    def _right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.secret.encode())


def serve(command: str, port: int, say: Callable[[str], None]) -> None:
    """Serve a command until Ctrl+C; a port that is taken is a NurtureError."""
    server = OwnServer(command, port)
    say(f"Open {server.address} in a browser on this machine. Ctrl+C ends it.")
    try:
        server.serve()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NurtureError(
            f"port {port} cannot be used: {reason}", fix="Choose another with --port."
        ) from None
