"""Loading a connector by the real `expose_connector`, and asking each route of the app that it makes."""

import asyncio
import inspect
import json
import logging
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from importlib import import_module
from types import ModuleType
from typing import Any, Optional
from unittest.mock import patch

from macrometa_conformance.connector.contract import METHODS, METHODS_THAT_NAME, METHODS_WITH_INTEGRATION

Seen = dict[str, Any]


def serve(util: ModuleType, config: Mapping[str, Any], loaded: str) -> Seen:
    """Return what the loader made of the installed connector, and what its service answers.

    `loaded` is a module that was imported before, if not empty. Of what is returned `swallowed` is the error that
    importing the connector raised, `direct` are the subclasses of `C8Connector`, `built` says whether the first of them
    can be built, `failure` is why the service does not start, `routes` are the methods of HTTP by route. An answer has
    `status` and `body`, `error` where the app raised, and what JSON does not tell: the `kind` of value that the method
    returns to Python, and whether that `fits` what the interface promises. `refusal` is the answer of `validate` to an
    empty configuration.
    """
    seen: Seen = {"swallowed": "", "direct": [], "failure": "", "answers": {}, "refusal": None, "routes": {}}
    apps: list[Any] = []

    def import_connector(module: str) -> ModuleType:
        try:
            return import_module(module)
        except BaseException as error:
            seen["swallowed"] = _words(error)
            raise

    with ExitStack() as patches:
        patches.enter_context(patch.object(util, "import_module", import_connector))
        patches.enter_context(patch.object(util.uvicorn, "run", lambda app, **_: apps.append(app)))
        patches.enter_context(patch.object(sys, "argv", ["expose-connector", "8080"]))
        for server in ("start_http_server", "start_wsgi_server"):  # the real port may be taken
            patches.enter_context(patch.object(import_module("prometheus_client"), server))
        try:
            if loaded:
                import_connector(loaded)
            util.expose_connector()
        except (Exception, SystemExit) as error:
            seen["failure"] = _words(error)
    seen["built"] = _is_built(util.C8Connector)
    seen["direct"] = [_told(cls, util.C8Connector) for cls in type.__subclasses__(util.C8Connector)]
    if apps:
        logging.disable(logging.CRITICAL)
        seen["routes"] = {
            route.path[1:]: sorted(route.methods) for route in apps[0].routes if hasattr(route, "dependant")
        }
        connector = type.__subclasses__(util.C8Connector)[0]()
        for method in METHODS:
            kind, fits = _kind(connector, method, config)
            seen["answers"][method] = {**_ask(apps[0], method, config), "kind": kind, "fits": fits}
        seen["refusal"] = _ask(apps[0], "validate", {})
    return seen


def _told(cls: type, interface: type) -> Seen:
    below: list[type] = list(type.__subclasses__(cls))
    for one in below:
        below += type.__subclasses__(one)
    names = [f"{one.__module__}.{one.__qualname__}" for one in (cls, *below)]
    lacking = [name for name in METHODS if _attribute(cls, name) is getattr(interface, name)]
    return {"name": names[0], "module": cls.__module__, "below": names[1:], "lacking": lacking}


def _is_built(interface: type) -> bool:
    """Return whether calling the first subclass gives something that has methods."""
    classes: list[Any] = type.__subclasses__(interface)
    try:
        return hasattr(classes[0](), METHODS[0])
    except Exception:
        return False


def _attribute(cls: type, name: str) -> Any:
    try:
        return getattr(cls, name)
    except Exception:  # whatever a descriptor raises
        return None


def _kind(connector: Any, method: str, config: Mapping[str, Any]) -> tuple[str, bool]:
    """Return what kind of value a method returns, with that of its items, and whether it is the promised one."""
    try:
        value = getattr(connector, method)(*([dict(config)] if method in METHODS_WITH_INTEGRATION else []))
    except Exception:
        return "", False
    if method == "validate":
        return type(value).__name__, not (inspect.isgenerator(value) or inspect.isawaitable(value))
    if method in METHODS_THAT_NAME:
        return type(value).__name__, isinstance(value, str) and value != ""
    if not isinstance(value, list):
        return type(value).__name__, False
    kinds = sorted({f"{type(item).__module__}.{type(item).__qualname__}" for item in value})
    return f"list of {', '.join(kinds)}", all(_is_of(item, _ITEMS.get(method, "")) for item in value)


_ITEMS = {"config": "ConfigProperty", "samples": "Sample", "schemas": "Schema"}  # the others are texts


def _is_of(item: Any, wanted: str) -> bool:
    """Return whether an item is of a class of `c8connector`, or a text, and so all that it holds."""
    of: type = getattr(import_module("c8connector"), wanted) if wanted else str
    if not issubclass(type(item), of):
        return False
    if wanted == "Sample":
        return _is_of(item.schema, "Schema")
    return wanted != "Schema" or all(_is_of(attribute, "SchemaAttribute") for attribute in item.attributes)


def _ask(app: Any, method: str, config: Mapping[str, Any]) -> Seen:
    """Return what one route answers: validate, samples and schemas are asked by POST, the others by GET."""
    posted = method in METHODS_WITH_INTEGRATION
    body = json.dumps(config).encode() if posted else b""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST" if posted else "GET",
        "scheme": "http",
        "path": f"/{method}",
        "raw_path": f"/{method}".encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080),
    }
    error: Optional[BaseException] = None
    try:
        asyncio.run(app(scope, receive, send))
    except Exception as raised:  # the server's middleware has answered 500, and raises again for the server's log
        error = raised
    status = next((message["status"] for message in sent if message["type"] == "http.response.start"), 500)
    text = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return {"status": status, "body": _json(text), "error": _words(error) if error else ""}


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text.decode("utf-8", "replace")


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
