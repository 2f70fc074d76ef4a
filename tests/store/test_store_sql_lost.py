"""A connection that is cut while a write is committed: what is said of it is so."""

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from postgres import Server
from test_store_contract import FIRST, SECOND

from claimtrack.errors import DataError
from claimtrack.store import open_store


class Wire:
    """A wire to a server, which is cut once when a client says COMMIT over it: before the server
    hears it, or before the client hears the answer.
    """

    def __init__(self, folder: Path, server: Path) -> None:
        self.cut: str | None = None
        self._server = server
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / ".s.PGSQL.5432"))
        self._listening.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client = self._listening.accept()[0]
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(self._server / ".s.PGSQL.5432"))
        threading.Thread(target=self._answer, args=(server, client), daemon=True).start()
        with suppress(OSError):
            while said := client.recv(65536):
                if self.cut and b"COMMIT" in said:
                    cut, self.cut = self.cut, None
                    _end(client)
                    if cut == "answer":
                        time.sleep(0.1)  # it asks before the server hears of it
                        server.sendall(said)
                        time.sleep(0.2)  # it is done by then, and its answer went nowhere
                    break
                server.sendall(said)
        _end(client)
        _end(server)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(65536):
                client.sendall(said)
        _end(client)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wire(postgres: Server) -> Iterator[tuple[Wire, str]]:
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(Path(folder), postgres.folder)
        yield wire, folder
        wire.close()


@pytest.mark.parametrize("what", ["put", "erased", "earlier", "started"])
@pytest.mark.parametrize("cut", ["word", "answer"])
def test_a_commit_whose_answer_is_lost_is_looked_up(
    database: Callable[[], str], postgres: Server, wire: tuple[Wire, str], what: str, cut: str
) -> None:
    url = database()
    if what != "started":
        with open_store(url).write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
    before = open_store(url).read().whole()
    through = open_store(url.replace(str(postgres.folder), wire[1]))
    earlier = {**FIRST, "recorded": "2024-01-01T00:00:00.000000Z"}

    def write() -> None:
        with through.write() as unit:
            wire[0].cut = cut
            if what == "erased":
                unit.erase("claims", "k7q2m")
            elif what == "started":
                unit.create()
            else:
                unit.append("claims", "k7q2m", [SECOND if what == "put" else earlier])

    if cut == "answer":
        write()
        assert open_store(url).read().whole() != before
    else:
        with pytest.raises(DataError, match="nothing changed"):
            write()
        assert open_store(url).read().whole() == before
