"""Running a connector's console script against the real `singer` and `prometheus_client`, and noting what it does."""

import io
import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any
from unittest.mock import patch

Noted = dict[str, Any]


class Notes:
    """Who called the libraries, from which line of the connector, and how that went."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.records: list[Noted] = []
        self.metrics: list[Noted] = []
        self.labels: list[Noted] = []
        self.served: list[Any] = []
        self.began = float("inf")  # when the main function was called

    def place(self) -> list[tuple[str, int]]:
        """Return the path and the line of each call within the connector, the innermost first."""
        found, frame = [], sys._getframe(1)
        while frame is not None:
            path = frame.f_code.co_filename
            if path.startswith(self.root):
                found.append((Path(path).relative_to(self.root).as_posix(), frame.f_lineno))
            if frame.f_back is None:
                return found
            frame = frame.f_back
        return found

    def record(self, original: Callable[..., None]) -> Callable[..., None]:
        """Return `RecordMessage.__init__` with a note of the time that it is given and of what it raises."""

        def made(message: Any, *arguments: Any, **keywords: Any) -> None:
            note: Noted = {"place": self.place(), "error": ""}
            self.records.append(note)
            try:
                original(message, *arguments, **keywords)
            except Exception as error:
                note["error"] = f"{type(error).__name__}: {error}"
                raise
            given = message.time_extracted
            note["given"] = given is not None
            note["stale"] = isinstance(given, datetime) and given.timestamp() < self.began

        return made

    def metric(self, original: Callable[..., None]) -> Callable[..., None]:
        """Return the constructor of metrics with a note of the place."""

        def made(metric: Any, *arguments: Any, **keywords: Any) -> None:
            place = self.place()
            original(metric, *arguments, **keywords)
            if place and not metric._labelvalues:
                self.metrics.append({"place": place, "name": metric._name, "metric": metric})

        return made

    def labelled(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Return a method of metrics with a note of the ValueError that it raises."""

        def called(metric: Any, *arguments: Any, **keywords: Any) -> Any:
            try:
                return original(metric, *arguments, **keywords)
            except ValueError as error:
                self.labels.append({"place": self.place(), "name": metric._name, "error": str(error)})
                raise

        return called


def run(root: str, entry: str, config: Mapping[str, Any], folder: Path, stdin: str) -> Noted:
    """Run a main function, `module:function`, with a configuration, and return what was noted.

    `records`, `metrics` and `labels` have the `place` of their calls in the connector; a metric is `exposed` where one
    of the registries that are served has it.
    """
    singer = import_module("singer.messages")
    prometheus = import_module("prometheus_client")
    base = import_module("prometheus_client.metrics").MetricWrapperBase
    notes = Notes(f"{root}/")
    module, _, function = entry.partition(":")
    (folder / "config.json").write_text(json.dumps(config))
    failed = ""

    def start(port: int = 0, addr: str = "", registry: Any = prometheus.REGISTRY, **_: Any) -> None:
        notes.served.append((port, registry))  # the real port may be taken

    with ExitStack() as patches:
        for holder, name, value in (
            (singer.RecordMessage, "__init__", notes.record(singer.RecordMessage.__init__)),
            (base, "__init__", notes.metric(base.__init__)),
            (base, "labels", notes.labelled(base.labels)),
            (base, "_raise_if_not_observable", notes.labelled(base._raise_if_not_observable)),
            (prometheus, "start_http_server", start),
            (prometheus, "start_wsgi_server", start),
            (sys, "argv", ["main", "--config", str(folder / "config.json")]),
            (sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")),
        ):
            patches.enter_context(patch.object(holder, name, value))
        try:
            main = attrgetter(function)(import_module(module))
            time.sleep(0.002)  # so that what the import made is older, whatever the clock's step
            notes.began = time.time()
            main()
        except SystemExit as stopped:
            failed = f"SystemExit: {stopped.code}" if stopped.code else ""
        except Exception as error:
            failed = f"{type(error).__name__}: {error}"
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join(5)
    return {
        "failed": failed,
        "ports": [port for port, _ in notes.served],
        "records": notes.records,
        "metrics": [_exposure(note, notes.served) for note in notes.metrics],
        "labels": notes.labels,
    }


def _exposure(note: Noted, served: list[Any]) -> Noted:
    exposed = any(note["metric"] in registry._collector_to_names for _, registry in served)
    return {"place": note["place"], "name": note["name"], "exposed": exposed}
