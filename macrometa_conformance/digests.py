"""Digests: what says in a few bytes that all is as it was."""

from __future__ import annotations

try:
    from _blake2 import blake2b  # `hashlib` loads OpenSSL, which takes as long as all else that a hit imports
except ImportError:  # a Python that was built without it
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Union

_SIZE = 20  # bytes


def digest_of(*parts: Union[str, bytes], key: bytes = b"") -> str:
    """Return a digest of texts and bytes, in hexadecimal; no other parts have it, be they split otherwise."""
    digest = blake2b(digest_size=_SIZE, key=key)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()
