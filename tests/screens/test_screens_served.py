"""The app in a browser: who is let in, and who is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession, DummyCookieJar
from aiohttp.web import AppRunner, TCPSite

from nurture_tui.commands.serve import run
from nurture_tui.errors import NurtureError
from nurture_tui.screens.served import COOKIE, HOST, OwnServer


@pytest_asyncio.fixture
async def server(unused_tcp_port: int) -> AsyncIterator[OwnServer]:
    server = OwnServer("true", unused_tcp_port)
    runner = AppRunner(await server._make_app())
    await runner.setup()
    await TCPSite(runner, HOST, unused_tcp_port).start()
    yield server
    await runner.cleanup()


async def test_only_who_has_the_key_is_let_in_and_by_the_own_name_and_pages(
    server: OwnServer,
) -> None:
    home = f"{server.origin}/"
    cookie = {"Cookie": f"{COOKIE}={server.secret}"}
    foreign = {**cookie, "Origin": "http://elsewhere.example"}
    renamed = {**cookie, "Host": f"elsewhere.example:{server.port}"}
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        for path in ("", "ws", "static/css/xterm.css", "?key=wrong"):
            async with session.get(home + path) as answer:
                assert answer.status == 403, path
        async with session.get(server.address, allow_redirects=False) as answer:
            assert answer.status == 302
            assert answer.headers["Location"] == "/"
            kept = answer.headers["Set-Cookie"]
            assert server.secret in kept
            assert "HttpOnly" in kept
            assert "SameSite=Strict" in kept
        async with session.get(home, headers=cookie) as answer:
            assert answer.status == 200
        for headers in (foreign, renamed):
            async with session.get(f"{home}ws", headers=headers) as answer:
                assert answer.status == 403


def test_what_cannot_be_served_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NurtureError, match="no such file or folder"):
        run([str(tmp_path / "nothing")])
    with pytest.raises(NurtureError, match="number from 1 to 65535"):
        run([str(tmp_path), "--port", "0"])
