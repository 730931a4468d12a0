"""A rule's docstring in parts: summary, prose, sections under a word such as `Fix:`, and examples.

`macrometa_conformance.testing` describes the notation of the examples and runs them; reporters show them.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional, Union

from macrometa_conformance.conforming import integration, source, target
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.rule import Rule

PROJECTS: Mapping[str, Mapping[str, str]] = {
    "source": source.FILES,
    "target": target.FILES,
    "integration": integration.FILES,
}
SECTIONS = ("Why", "Silent", "Fix")  # a paragraph that begins with one of these and a colon opens the section
MARK = re.compile(r"[ \t]*(?:#|//|<!--)?[ \t]*<<<[ \t]*(?:-->)?[ \t]*$")

_FENCE = re.compile(r"^(?P<before>.*?)(?P<ticks>`{3,}|~{3,})(?P<language>[\w+-]*)[ \t]*(?P<file>[^`]*)$")
_HEADING = re.compile(
    r"(?P<kind>Bad|Good):(?: +also (?P<also>[A-Z]+[0-9]+(?:, *[A-Z]+[0-9]+)*))? *(?P<rest>(?:```|~~~).*)?"
)
_SECTION = re.compile(rf"(?P<word>{'|'.join(SECTIONS)}): *(?P<rest>.*)")
_OF_TYPE = re.compile(r"macrometa_(source|target|integration)_demo\b")


@plain
class Block(Plain):
    """One fenced block: its language, which may be an action (`diff`, `absent`, `rename`), its path, and its lines."""

    language: str
    path: str
    lines: tuple[str, ...]


@plain
class Example(Plain):
    """An example of a rule: a bad or a good change of a conforming connector. `also` are codes of other rules.

    `parts` are its blocks, and the lines of prose between them.
    """

    bad: bool
    number: int  # among the examples of the rule, 1-based
    parts: tuple[Union[str, Block], ...]
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"example {self.number} ({'Bad' if self.bad else 'Good'})"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the fenced blocks."""
        return tuple(part for part in self.parts if isinstance(part, Block))


@plain
class Documentation(Plain):
    """What a docstring says: the lines of each section, and of the prose that stands in none after the summary."""

    summary: str
    prose: tuple[str, ...]
    sections: Mapping[str, tuple[str, ...]]
    examples: tuple[Example, ...]
    closed: bool = True  # the last fenced block has an end

    def section(self, word: str) -> str:
        """Return the text of a section, empty where there is none."""
        return "\n".join(self.sections.get(word, ())).strip()


@plain
class Excerpt(Plain):
    """Lines of a file as an example changes it; `changed` says that each has ` `, `-` or `+` before it."""

    lines: tuple[str, ...]
    changed: bool


@dataclass
class _Hunk:
    start: int
    old: list[str]
    new: list[str]


@dataclass
class _Draft:
    """An example while it is being read."""

    bad: bool
    also: tuple[str, ...]
    parts: list[Union[str, Block]] = field(default_factory=list)


def documentation(doc: str) -> Documentation:
    """Return the parts of a docstring."""
    summary: list[str] = []
    prose: list[str] = []
    sections: dict[str, list[str]] = {}
    drafts: list[_Draft] = []
    current = summary
    block: Optional[tuple[str, str, str, list[str]]] = None
    for line in doc.strip().splitlines():
        if block is not None:
            if line.strip() == block[0]:
                drafts[-1].parts.append(Block(block[1], block[2], tuple(block[3])))
                block = None
            else:
                block[3].append(line)
            continue
        heading = _HEADING.fullmatch(line.rstrip())
        section = _SECTION.fullmatch(line) if not drafts else None
        if heading:
            drafts.append(_Draft(heading["kind"] == "Bad", tuple(re.findall(r"\w+", heading["also"] or ""))))
            line = heading["rest"] or ""
        elif section:
            current = sections.setdefault(section["word"], [])
            line = section["rest"]
        fence = _FENCE.match(line) if drafts else None
        if fence:
            if fence["before"].strip():
                drafts[-1].parts.append(fence["before"].strip())
            block = (fence["ticks"], fence["language"], fence["file"].strip(), [])
        elif drafts:
            drafts[-1].parts.append(line)
        else:
            current = prose if current is summary and not line.strip() else current
            current.append(line)
    examples = tuple(
        Example(draft.bad, number, tuple(draft.parts), draft.also) for number, draft in enumerate(drafts, start=1)
    )
    told = {word: tuple(lines) for word, lines in sections.items()}
    return Documentation(" ".join(" ".join(summary).split()), tuple(prose), told, examples, closed=block is None)


def kind_of(example: Example, rule: Rule) -> str:
    """Return which of the conforming connectors an example changes: `source`, `target` or `integration`."""
    for block in example.blocks:
        named = _OF_TYPE.search(block.path)
        if named:
            return named.group(1)
    return rule.applies_to.words[0]


def laid_over(example: Example, rule: Rule) -> Iterator[tuple[Block, Mapping[str, str], Mapping[str, str]]]:
    """Yield each block of an example, and the connector's files before and after it; marks are still in them.

    Raises AssertionError at a block that does not fit.
    """
    files = dict(PROJECTS[kind_of(example, rule)])
    for block in example.blocks:
        where = _where(rule, example, block)
        before = files
        files = dict(files)
        assert block.path, f"{where}: the block names no path"
        if block.language == "absent":
            assert files.pop(block.path, None) is not None, f"{where}: the conforming connector has no such file"
        elif block.language == "rename":
            old, new = (part.strip() for part in f"{block.path}->".split("->")[:2])
            assert new, f"{where}: write `rename old -> new`"
            files = _renamed(files, old, new, where)
        elif block.language == "diff":
            assert block.path in files, f"{where}: the conforming connector has no such file"
            files[block.path], _ = _changed(files[block.path], block.lines, where)
        else:
            files[block.path] = "".join(line + "\n" for line in block.lines)
        yield block, before, files


def excerpt(block: Block, text: str) -> Excerpt:
    """Return what a `diff` block changes in a text, as whole lines. Raises AssertionError where it does not fit."""
    _, hunks = _changed(text, block.lines, f"`{block.path}`")
    lines: list[str] = []
    for hunk in sorted(hunks, key=lambda hunk: hunk.start):
        lines += [" …"] if lines else []
        lines += _hunk_lines(hunk)
    changed = any(line[0] != " " for line in lines)
    if not changed:
        lines = textwrap.dedent("\n".join(lines)).split("\n")
    return Excerpt(tuple(lines), changed)


def _hunk_lines(hunk: _Hunk) -> list[str]:
    """Return the lines of a change: those that both sides share at the ends, and the others between."""
    old, new = hunk.old, hunk.new
    bare = [MARK.sub("", line) for line in new]
    head = 0
    while head < min(len(old), len(new)) and old[head] == bare[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == bare[-1 - tail]:
        tail += 1
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    if gone and not any(line.strip() for line in come):
        come = []  # a line that is taken out leaves an empty one
    shared = [" " + line for line in new[len(new) - tail :]]
    return [
        *(" " + line for line in new[:head]),
        *("-" + line for line in gone),
        *("+" + line for line in come),
        *shared,
    ]


def _where(rule: Rule, example: Example, block: Block) -> str:
    return f"{rule.code}, {example}, `{block.language} {block.path}`"


def _renamed(files: Mapping[str, str], old: str, new: str, where: str) -> dict[str, str]:
    """Return the files with one named otherwise, or with a folder named otherwise wherever its name stands."""
    if old in files:
        return {new if path == old else path: text for path, text in files.items()}
    assert any(path.startswith(f"{old}/") for path in files), f"{where}: there is no file or folder `{old}`"
    name = re.compile(rf"\b{re.escape(old)}\b")
    return {name.sub(new, path): name.sub(new, text) for path, text in files.items()}


def _changed(text: str, lines: Sequence[str], where: str) -> tuple[str, list[_Hunk]]:
    """Return the text with each run of `-` lines replaced by the `+` lines below it, and what this changes."""
    hunks: list[_Hunk] = []
    for old, new in _runs(lines, where):
        was, now = "\n".join(old), "\n".join(new)
        start = _place(text, was, where) if old else len(text)
        end = text.find("\n", start + len(was)) if old else start
        rest = text[start + len(was) : end if end >= 0 else len(text)]
        for hunk in hunks:
            hunk.start += len(now) - len(was) if hunk.start > start else 0
        hunks.append(_Hunk(start, (was + rest).split("\n") if old else [], (now + rest).split("\n") if new else []))
        text = text[:start] + now + text[start + len(was) :] if old else text + "\n".join((*new, ""))
    return text, hunks


def _runs(lines: Sequence[str], where: str) -> list[tuple[list[str], list[str]]]:
    """Return what gives way to what: `-` lines to the `+` lines below them; a line that stays is on both sides."""
    runs: list[tuple[list[str], list[str]]] = [([], [])]
    last = ""
    for line in lines:
        if not line.strip():
            continue
        sign, text = line[0], line[1:]
        assert sign in "+- ", f"{where}: a line of a diff begins with `-`, `+` or a blank, not {line!r}"
        if runs[-1][1] and sign != "+" and not sign == last == " ":
            runs.append(([], []))
        if sign in "- ":
            runs[-1][0].append(MARK.sub("", text))
        if sign in "+ ":
            runs[-1][1].append(text)
        last = sign
    return runs


def _place(text: str, old: str, where: str) -> int:
    """Return where the one place that `old` begins a line at starts; whole lines go before parts of lines."""
    starts = [found.start() for found in re.finditer(rf"^{re.escape(old)}", text, re.MULTILINE)]
    whole = [start for start in starts if text[start + len(old) :][:1] in ("", "\n")]
    places = whole or starts
    assert len(places) == 1, f"{where}: the text begins {len(places) or 'no'} lines of the file, not one:\n{old}"
    return places[0]
