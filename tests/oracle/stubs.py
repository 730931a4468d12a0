"""What stands in for the rest of the platform: Postgres, the installed distributions, the web server, drivers.

`c8connector.util` reaches for `psycopg2`, a Postgres server, `pkg_resources` and `uvicorn` while it is imported; these
alone are replaced. FastAPI, `c8connector`, `singer` and `prometheus_client` are the real ones.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.metadata
import io
import re
import socket
import sys
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

_IMPORTING = ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>", importlib.__file__)
_OWN_ADDRESSES = (None, "", "0.0.0.0", "127.0.0.1", "localhost", "::", "::1")


@dataclass(frozen=True)
class Distribution:
    """An installed distribution, as far as the platform's loader and connectors look at it."""

    project_name: str
    version: str

    @property
    def key(self) -> str:
        """Return the name as `pkg_resources` makes it."""
        return re.sub("[^A-Za-z0-9.]+", "-", self.project_name).lower()


def install_platform() -> None:
    """Put the stubs where `c8connector.util` imports them from."""
    psycopg2 = _module("psycopg2", connect=_Hollow, OperationalError=type("OperationalError", (Exception,), {}))
    psycopg2.extensions = _module("psycopg2.extensions", ISOLATION_LEVEL_AUTOCOMMIT=0)  # type: ignore[attr-defined]
    psycopg2.pool = _module("psycopg2.pool", SimpleConnectionPool=_Hollow)  # type: ignore[attr-defined]
    _module("pkg_resources", working_set=[], get_distribution=_installed, DistributionNotFound=PackageNotFoundError)
    _module("uvicorn", run=None)


def remove_drivers() -> None:
    """Take those stubs away that stand for drivers: a connector that imports them gets hollow ones with all names."""
    for name in ("psycopg2", "psycopg2.extensions", "psycopg2.pool", "uvicorn"):
        del sys.modules[name]


def install_connector(name: str, version: str, folder: str) -> None:
    """Let the connector be an installed distribution, whose metadata lie in a folder."""
    metadata = Path(folder, f"{re.sub('[^A-Za-z0-9.]+', '_', name)}-{version}.dist-info", "METADATA")
    metadata.parent.mkdir()
    metadata.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    sys.path.append(folder)
    sys.modules["pkg_resources"].working_set.append(Distribution(name, version))


def _installed(name: str) -> Distribution:
    return Distribution(name, importlib.metadata.version(name))


def cut_network(answer: str) -> None:
    """Let every address but this machine's own be unknown; `urlopen` gets the answer from them, if there is one."""
    known, opened = socket.getaddrinfo, urllib.request.urlopen

    def look_up(host: Any, *details: Any, **more: Any) -> Any:
        if host not in _OWN_ADDRESSES:
            raise socket.gaierror(socket.EAI_NONAME, "there is no network")
        return known(host, *details, **more)

    def urlopen(url: Any, *details: Any, **more: Any) -> Any:
        address = url if isinstance(url, str) else url.full_url
        return io.BytesIO(answer.encode()) if answer and "//127." not in address else opened(url, *details, **more)

    socket.getaddrinfo = look_up
    urllib.request.urlopen = urlopen


def install_drivers(folder: str, own: Iterable[str]) -> list[str]:
    """Let every import that the files of a folder make of an absent library succeed, but of its `own` top-level names.

    Returns the list to which the names of the libraries will be added.
    """
    finder = _Drivers(f"{folder}/", frozenset(own))
    sys.meta_path.append(finder)
    return finder.given


def _module(name: str, **names: Any) -> ModuleType:
    module = sys.modules[name] = ModuleType(name)
    vars(module).update(names)
    return module


class _HollowMeta(type):
    """Gives a hollow class every attribute, so that it can stand for a class, a function, a module or an object."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _hollow(name)

    def __getitem__(cls, key: object) -> Any:
        return _Hollow()

    def __setitem__(cls, key: object, value: object) -> None:
        pass

    def __iter__(cls) -> Any:
        return iter(())


class _Hollow(Exception, metaclass=_HollowMeta):
    """Stands for whatever a library has: it can be called, inherited from, raised, caught, entered and iterated."""

    def __init__(self, *arguments: object, **keywords: object) -> None:
        super().__init__()

    def __call__(self, *arguments: object, **keywords: object) -> Any:
        decorated = arguments[0] if len(arguments) == 1 and not keywords else None
        return decorated if callable(decorated) and not isinstance(decorated, type) else _Hollow()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _Hollow()

    def __getitem__(self, key: object) -> Any:
        return _Hollow()

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *details: object) -> None:
        pass

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


def _hollow(name: str) -> Any:
    return _HollowMeta(name, (_Hollow,), {})


class _Drivers(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds what nobody else found: a module of an absent library."""

    def __init__(self, folder: str, own: frozenset[str]) -> None:
        self._folder = folder
        self._own = own
        self.given: list[str] = []

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        top = fullname.partition(".")[0]
        if top not in self.given:
            if top in self._own or "." in fullname or not self._is_asked_by_connector():
                return None
            self.given.append(top)
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def _is_asked_by_connector(self) -> bool:
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_code.co_filename in (__file__, *_IMPORTING):
            frame = frame.f_back
        return frame.f_code.co_filename.startswith(self._folder)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> Optional[ModuleType]:
        return None

    def exec_module(self, module: ModuleType) -> None:
        made: dict[str, Any] = {}

        def attribute(name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return made.setdefault(name, _hollow(name))

        module.__dict__["__getattr__"] = attribute
