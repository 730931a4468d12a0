"""What holds for all tests: nothing that they run reads or fills the cache of the user who runs them."""

import os
from collections.abc import Iterator
from unittest import mock

import pytest

from macrometa_conformance.cache import VARIABLE


@pytest.fixture(scope="session", autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give all tests a cache folder of their own, which every process that they start inherits."""
    home = str(tmp_path_factory.mktemp("cache"))
    with mock.patch.dict(os.environ, {"XDG_CACHE_HOME": home, "LOCALAPPDATA": home}):
        os.environ.pop(VARIABLE, None)
        yield
