"""The hash by which code scanning recognises a line that moved (`primaryLocationLineHash`)."""

from collections import Counter
from collections.abc import Sequence

BLOCK = 100  # UTF-16 code units that are hashed from the start of a line on
_MULTIPLIER = 37
_MASK = (1 << 64) - 1
_END = "\uffff"


def line_hashes(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the hash of each line: 64 bits in hexadecimal, a colon, and a running number among equal hashes.

    `lines` are all lines of a file without line ends; for a file that ends in a line end the last one is empty. Blanks
    and tabs do not count, so that a line that was only indented keeps its hash.
    """
    rows = [_code_units(line) for line in lines] or [""]
    text = "\n".join(rows) + _END
    seen: Counter[str] = Counter()
    known: dict[str, str] = {}
    hashes = []
    start = 0
    for row in rows:
        block = text[start : start + BLOCK]
        start += len(row) + 1
        value = known.get(block)
        if value is None:
            value = known[block] = _polynomial(block)
        seen[value] += 1
        hashes.append(f"{value}:{seen[value]}")
    return tuple(hashes)


def _polynomial(block: str) -> str:
    value = 0
    for unit in block.ljust(BLOCK, "\0"):
        value = (value * _MULTIPLIER + ord(unit)) & _MASK
    return f"{value:x}"


def _code_units(line: str) -> str:
    bare = line.replace(" ", "").replace("\t", "")
    if bare.isascii() or max(bare) <= "\uffff":
        return bare
    data = bare.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[i] | data[i + 1] << 8) for i in range(0, len(data), 2))
