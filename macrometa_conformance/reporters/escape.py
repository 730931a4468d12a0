"""Making text of the linted project harmless: nothing of it may steer a terminal or a build server's log reader."""

import re
import unicodedata

_SUSPECT = re.compile(r"[^ -~]|#")
_LOG_COMMAND = re.compile(r"#(?=#\w*\[)")  # `##[error]`, `##vso[…]`: read as commands anywhere in a line
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, bidi overrides and other formats, surrogates, line ends


def visible(text: str) -> str:
    r"""Return the text on one line, with every character that is a control or invisible as an escape (`\x1b`)."""
    return "".join(visible_characters(text)) if _SUSPECT.search(text) else text


def visible_characters(text: str) -> list[str]:
    """Return what to show for each code point of the text, in order, one item a code point."""
    shown = [_visible_character(character) for character in text]
    for match in _LOG_COMMAND.finditer(text):
        shown[match.start()] = "\\x23"
    return shown


def visible_start(text: str) -> str:
    """Return `visible(text)` such that it can begin a line: a leading `::` would be a workflow command."""
    shown = visible(text)
    bare = shown.lstrip()
    return shown[: len(shown) - len(bare)] + "\\x3a" + bare[1:] if bare.startswith("::") else shown


def well_formed(text: str) -> str:
    """Return the text with lone surrogates (bytes of a file name that are no UTF-8) as escapes, all else as it is."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return "".join(_escape(char) if "\ud800" <= char <= "\udfff" else char for char in text)


def _visible_character(character: str) -> str:
    if " " <= character <= "~":
        return character
    if unicodedata.category(character) in _HIDDEN:
        return _NAMED.get(character) or _escape(character)
    return character


def _escape(character: str) -> str:
    number = ord(character)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
