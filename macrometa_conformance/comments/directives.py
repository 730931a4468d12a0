"""What comments that speak to this tool ask for: `ignore[…]` or `ignore-file[…]`, rules in brackets, and a reason."""

import re
from collections.abc import Iterator
from itertools import islice

from macrometa_conformance.comments.comment import LIKE_MARK, MARK, Comment, Lines
from macrometa_conformance.finding import Region
from macrometa_conformance.plain import Plain, plain

IGNORE = "ignore"
IGNORE_FILE = "ignore-file"

_BEGIN = re.compile(
    rf"(?:^;|^<!--|(?:^|(?<=\s))#)[#;\s]{{0,20}}(?P<mark>{LIKE_MARK}(?:[ \t]{{0,3}}(?:(?P<colon>[:;])|[-.,=]))?)[ \t]*"
)
_ASKED = re.compile(r"(?P<verb>[A-Za-z][\w-]*)[ \t]*(?:(?P<open>\[)(?P<words>[^\[\]]*)(?P<close>\])?)?", re.DOTALL)
_IGNORE = re.compile(r"ignore(?:[-_]?file)?", re.IGNORECASE)
_WORD = re.compile(r"[^\s,]+")
_NEXT_COMMENT = re.compile(r"\s#+\s.*", re.DOTALL)  # such as another tool's
_SIGNS = 2  # of a colon, a word that asks for something, and brackets: those of a suppression, be it misspelt
_MOST = 100  # things that one comment asks for, and rules that one of them names
_AROUND = " \t\r\n-\u2013\u2014:"  # what may stand between the brackets and the reason, and before `-->`


@plain
class Word(Plain):
    """What stands for a rule in the brackets, and where."""

    text: str
    region: Region


@plain
class Directive(Plain):
    """One thing that a comment asks for. `mistake` says in which way it is no suppression, empty where it is one."""

    verb: str
    words: tuple[Word, ...]
    reason: str
    region: Region
    elements: tuple[Lines, ...]
    mistake: str = ""


def directives_of(comment: Comment) -> Iterator[Directive]:
    """Yield what a comment asks for, one after the other; prose about the tool asks for nothing."""
    text = comment.text.removesuffix("-->")
    begins = list(islice(_BEGIN.finditer(text), _MOST))
    ends = [*(found.start() for found in begins[1:]), len(text)]
    for begin, end in zip(begins, ends):
        asked = _ASKED.match(text, begin.end(), end)
        if asked is None:
            continue
        verb, is_list = asked["verb"], bool(asked["open"])
        signs = (bool(begin["colon"]), bool(_IGNORE.fullmatch(verb)), is_list)
        if sum(signs) < _SIGNS:
            continue
        words: tuple[Word, ...] = ()
        if is_list:
            found = islice(_WORD.finditer(text, asked.start("words"), asked.end("words")), _MOST)
            words = tuple(Word(word.group(), _region(comment, word.start(), word.end())) for word in found)
        mistake = ""
        if begin["mark"] != MARK:
            mistake = f"the comment begins with `{begin['mark']}` in place of `{MARK}`, and suppresses nothing"
        elif verb not in (IGNORE, IGNORE_FILE):
            mistake = f"`{verb}` is nothing that a comment can ask for"
        elif is_list and not asked["close"]:
            mistake = "the brackets round the rules are not closed"
        elif not words:
            mistake = "the suppression names no rule"
        rest = _NEXT_COMMENT.sub("", text[asked.end() : end])
        reason = " ".join(rest.strip(_AROUND).split())
        stop = len(text[:end].rstrip())
        yield Directive(verb, words, reason, _region(comment, begin.start(), stop), comment.elements, mistake)


def _region(comment: Comment, start: int, end: int) -> Region:
    """Return the region of a slice of a comment. Where it goes over lines, the first of a slice stands for it."""
    before = comment.text[:start].split("\n")
    line = comment.region.line + len(before) - 1
    column = len(before[-1]) + (comment.region.column if len(before) == 1 else 1)
    length = len(comment.text[start:end].split("\n")[0])
    return Region(line, column, line, column + length)
