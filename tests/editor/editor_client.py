"""A small client of the Language Server Protocol: a real server process, JSON-RPC over its standard streams."""

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

TIMEOUT = 30.0


class ServerError(Exception):
    """An error that the server answered a request with."""


class Client:
    def __init__(self, folder: Path, options: dict[str, Any] | None = None, encodings: list[str] | None = None) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dlc", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
        )
        self.received: queue.Queue[dict[str, Any]] = queue.Queue()
        self.diagnostics: dict[str, list[tuple[int | None, list[dict[str, Any]]]]] = {}
        self.number = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.errors: list[bytes] = []
        threading.Thread(target=self._drain, daemon=True).start()
        general = {"positionEncodings": encodings} if encodings else {}
        rename = {"dynamicRegistration": False, "prepareSupport": True}
        self.capabilities = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "capabilities": {"general": general, "textDocument": {"rename": rename}},
                "initializationOptions": options,
            },
        )["capabilities"]
        self.notify("initialized", {})

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            self.received.put(json.loads(stream.read(length)))

    def _drain(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.errors.append(line)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        try:
            return self.received.get(timeout=TIMEOUT)
        except queue.Empty:
            raise AssertionError(f"no answer; {b''.join(self.errors).decode()}") from None

    def notify(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def request(self, method: str, parameters: Any) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": parameters})
        while True:
            message = self._next()
            if message.get("id") == self.number and "method" not in message:
                if "error" in message:
                    raise ServerError(message["error"]["message"])
                return message["result"]
            self._keep(message)

    def _keep(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            published = message["params"]
            self.diagnostics.setdefault(published["uri"], []).append(
                (published.get("version"), published["diagnostics"])
            )

    def diagnosed(self, uri: str, version: int | None) -> list[dict[str, Any]]:
        """The diagnostics of a version of a document, waited for."""
        while True:
            for seen, found in reversed(self.diagnostics.get(uri, [])):
                if seen == version:
                    return found
            self._keep(self._next())

    def open(self, name: str, text: str) -> str:
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": "dl", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri: str, version: int, text: str) -> None:
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]},
        )

    def at(self, uri: str, line: int, character: int, **more: Any) -> dict[str, Any]:
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}, **more}

    def close(self) -> int:
        """Say goodbye; the server's exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(timeout=TIMEOUT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
