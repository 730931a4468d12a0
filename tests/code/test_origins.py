"""Where the value of an expression comes from, by the table `origins.txt`.

A case begins with `=== name`, and with `: elements` or `: within` behind it where that is asked; what follows is the
module `app` of a package, behind `--- name` another module. Each `->` tells an origin of what `sink(…)` is called with:
its line and text; `inspected`; `parameter` where it is one that nobody passes; `once` where it is worked out once, with
where that is read; and the lines of the steps on the way.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import CallGraph
from macrometa_conformance.code.origins import Origin, Origins
from macrometa_conformance.code.passing import Passing
from macrometa_conformance.code.program import Program
from macrometa_conformance.code.resolver import Resolver
from macrometa_conformance.code.value_flow import ValueFlow
from macrometa_conformance.code.values import Site
from macrometa_conformance.project.dict_tree import DictTree

TABLE = Path(__file__).with_name("origins.txt")


class Asked:
    """A package, and the one expression that `sink(…)` is called with."""

    def __init__(self, app: str, others: dict[str, str]) -> None:
        self._sources = {"pkg/__init__.py": "", "pkg/app.py": app}
        self._sources.update({f"pkg/{name}.py": text for name, text in others.items()})
        program = Program(DictTree(self._sources))
        resolver = Resolver(program)
        self._graph = CallGraph(resolver, program.modules_of("pkg"))
        passing = Passing(resolver, self._graph)
        self._origins = Origins(resolver, passing, ValueFlow(resolver, self._graph, passing))

    def told(self, how: str) -> list[str]:
        """Return the origins in words: `of` all calls, `within` the function, or the `elements`."""
        asked = next(self._asked())
        found = {"": self._origins.of, "within": self._origins.within, "elements": self._origins.elements}[how](asked)
        return [self._word(origin) for origin in found]

    def _asked(self) -> Iterator[Origin]:
        for body in self._graph.bodies:
            for visit in self._graph.live_visits(body):
                node = visit.node
                if isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id == "sink":
                    yield Origin(node.args[0].value, body)

    def _word(self, origin: Origin) -> str:
        words = [self._text(origin.site)]
        words += ["inspected"] if origin.inspected else []
        words += ["parameter"] if origin.parameter is not None else []
        words += [f"once {self._text(origin.once)}"] if origin.once is not None else []
        words += [f"read {self._text(origin.read)}"] if origin.read is not None else []
        steps = [f"{self._place(step.path, step.at[0])} {step.text}" for step in origin.steps]
        return "; ".join([*words, *steps])

    def _text(self, site: Site) -> str:
        line = self._sources[site.path].splitlines()[site.at[0] - 1]
        return f"{self._place(site.path, site.at[0])} {line[site.at[1] - 1 : site.at[3] - 1]}"

    def _place(self, path: str, line: int) -> str:
        name = Path(path).stem
        return f"{line}" if name == "app" else f"{name} {line}"


def cases() -> Iterator[object]:
    """Yield the cases of the table."""
    for block in TABLE.read_text(encoding="utf-8").split("=== ")[1:]:
        head, *lines = block.strip().splitlines()
        source = "\n".join(line for line in lines if not line.startswith("-> "))
        app, *rest = re.split(r"^--- (\w+)\n", source, flags=re.MULTILINE)
        expected = [line[3:] for line in lines if line.startswith("-> ")]
        yield pytest.param(app, dict(zip(rest[::2], rest[1::2])), head.partition(": ")[2], expected, id=head)


@pytest.mark.parametrize(("app", "others", "how", "expected"), [*cases()])
def test_a_value_is_followed_to_the_expressions_that_it_is(
    app: str, others: dict[str, str], how: str, expected: list[str]
) -> None:
    """Each expression is told that gives the value, how it came here and how often it is worked out, and no other."""
    assert Asked(app, others).told(how) == expected
