"""Lines of files that are kept small while other connectors are linted: memory hardly grows with their number."""

import marshal
import zlib
from collections.abc import Iterator, Mapping
from typing import Optional


class PackedLines(Mapping[str, tuple[str, ...]]):
    """The lines of files by path. Each file is unpacked when it is asked for; the last one is at hand."""

    def __init__(self, lines: Mapping[str, tuple[str, ...]]) -> None:
        """Pack the lines."""
        self._packed = {path: zlib.compress(marshal.dumps(found), 1) for path, found in lines.items()}
        self._last: Optional[tuple[str, tuple[str, ...]]] = None

    def __getitem__(self, path: str) -> tuple[str, ...]:
        if self._last and self._last[0] == path:
            return self._last[1]
        lines: tuple[str, ...] = marshal.loads(zlib.decompress(self._packed[path]))
        self._last = path, lines
        return lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)
