"""Facts of modules that are kept from run to run: a file that has not changed is not parsed again."""

import zlib
from typing import Union

from macrometa_conformance.cache import Cache
from macrometa_conformance.code.facts import Failure, ModuleFacts
from macrometa_conformance.code.storage import Malformed, dump, load
from macrometa_conformance.digests import digest_of

MAX_BYTES = 200_000_000  # of one module's facts when they are unpacked


class KeptFacts:
    """Compiles modules as `compile_module` does, and asks the cache first.

    What it could not compile for a reason that may pass, such as too little memory, is not kept, and `uncertain` tells.
    """

    def __init__(self, cache: Cache, stamp: str) -> None:
        """Take the cache, and what another version of the tool changes."""
        self.uncertain = False
        self._cache = cache
        self._stamp = stamp

    def __call__(self, data: bytes) -> Union[ModuleFacts, Failure]:
        """Return the facts of a source file's bytes."""
        name = digest_of("facts", self._stamp, data)
        kept = self._kept(name)
        if kept is not None:
            return kept
        from macrometa_conformance.code.compile import compile_module

        facts = compile_module(data)
        if isinstance(facts, Failure) and facts.undecided:
            self.uncertain = True
        else:
            dumped = dump(facts)
            if dumped is not None:
                self._cache.put(name, zlib.compress(dumped, 1))
        return facts

    def _kept(self, name: str) -> Union[ModuleFacts, Failure, None]:
        packed = self._cache.get(name)
        if packed is None:
            return None
        try:
            return load(zlib.decompressobj().decompress(packed, MAX_BYTES))
        except (Malformed, zlib.error):
            return None
