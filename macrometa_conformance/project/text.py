"""From bytes to text: byte-order marks, Python's coding lines, and lines as files count them."""

import codecs
import re

_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile(r"\r\n|\r|\n")


class UndecodableText(ValueError):
    """Bytes are no text in their encoding; `line` and `column` are where the first bad byte lies, 1-based."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def decode_text(data: bytes) -> str:
    """Return the text of a UTF-8 file, without its byte-order mark. Raises UndecodableText."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UndecodableText("the file is UTF-16, not UTF-8")
    return _decode(data[3:] if data.startswith(codecs.BOM_UTF8) else data, "utf-8")


def decode_python(data: bytes) -> str:
    """Return the text of a Python source file as PEP 263 has it. Raises UndecodableText."""
    marked = data.startswith(codecs.BOM_UTF8)
    body = data[3:] if marked else data
    name = _declared_encoding(body)
    if name is None:
        return decode_text(data)
    try:
        codec = codecs.lookup(name)
        is_text = codec._is_text_encoding
    except (LookupError, ValueError):
        raise UndecodableText(f"unknown encoding: {name}") from None
    if not is_text:
        raise UndecodableText(f"unknown encoding: {name}")
    if marked and codec.name != "utf-8":
        raise UndecodableText(f"encoding problem: {name} with a UTF-8 byte-order mark")
    return _decode(body, "utf-8" if codec.name == "utf-8-sig" else codec.name)


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines without their ends; the last is empty where the text ends in a line end."""
    return tuple(_LINE_END.split(text))


def lines_of(data: bytes, path: str) -> tuple[str, ...]:
    """Return the lines of a file as rules count them, with what cannot be decoded replaced."""
    try:
        return split_lines(decode_python(data) if path.endswith(".py") else decode_text(data))
    except UndecodableText:
        return split_lines(data.decode("utf-8", "replace"))


def _declared_encoding(body: bytes) -> "str | None":
    for line in re.split(rb"\r\n|\r|\n", body, maxsplit=2)[:2]:
        found = _CODING.match(line)
        if found:
            return found.group(1).decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None


def _decode(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        lines = split_lines(_replacing(body[: error.start], encoding))
        byte = f"0x{body[error.start]:02x}" if error.start < len(body) else ""
        reason = f"`{encoding}` cannot decode byte {byte}" if byte else error.reason
        raise UndecodableText(reason, len(lines), len(lines[-1]) + 1) from None
    except (UnicodeError, ValueError) as error:
        raise UndecodableText(f"the file is no {encoding} text: {error}") from None


def _replacing(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding, "replace")
    except UnicodeError:  # a codec that replaces nothing, such as `idna`
        return body.decode("latin-1")
