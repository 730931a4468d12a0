"""Modules made by chance: a small grammar of Python for property tests."""

from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", "name", "self", "é", "_x", "match"])
LITERALS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.floats(0, 1e6, allow_nan=False).map(repr),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6).map(repr),
    st.binary(max_size=4).map(repr),
    st.sampled_from(["None", "True", "...", "2j", "r'\\d'", "''", "f'{a}b{b!r:>{name}}'", "f'{{}}'"]),
)
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "@", "<<", "|", "&", "^", "and", "or", "<", "==", "is not", "not in"]


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3)
    return st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["-", "not ", "~", "+"]), inner).map(lambda t: f"({t[0]}{t[1]})"),
        st.tuples(inner, NAMES).map(lambda t: f"({t[0]}).{t[1]}"),
        st.tuples(NAMES, several).map(lambda t: f"{t[0]}({', '.join(t[1])})"),
        st.tuples(NAMES, NAMES, inner).map(lambda t: f"{t[0]}({t[1]}={t[2]}, *a, **b)"),
        several.map(lambda parts: f"[{', '.join(parts)}]"),
        several.map(lambda parts: f"({''.join(part + ', ' for part in parts)})"),
        several.map(lambda parts: "{" + ", ".join(f"{part}: {part}" for part in parts) + "}"),
        st.tuples(inner, inner).map(lambda t: f"a[{t[0]}:{t[1]}]"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(NAMES, inner).map(lambda t: f"(lambda {t[0]}=1, *args: {t[1]})"),
        st.tuples(inner, NAMES, inner).map(lambda t: f"[{t[0]} for {t[1]} in {t[2]} if {t[1]}]"),
    )


EXPRESSIONS = st.recursive(st.one_of(NAMES, LITERALS), _compound, max_leaves=6)


def _indented(body: list[str]) -> str:
    return "".join(f"    {line}\n" for line in "\n".join(body or ["pass"]).split("\n"))


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bodies = st.lists(inner, min_size=1, max_size=3).map(_indented)
    return st.one_of(
        st.tuples(EXPRESSIONS, bodies, bodies).map(lambda t: f"if {t[0]}:\n{t[1]}else:\n{t[2]}".rstrip("\n")),
        st.tuples(NAMES, EXPRESSIONS, bodies).map(lambda t: f"for {t[0]} in {t[1]}:\n{t[2]}".rstrip("\n")),
        st.tuples(EXPRESSIONS, bodies).map(lambda t: f"while {t[0]}:\n{t[1]}".rstrip("\n")),
        st.tuples(bodies, NAMES, bodies).map(lambda t: f"try:\n{t[0]}except {t[1]} as b:\n{t[2]}".rstrip("\n")),
        st.tuples(EXPRESSIONS, NAMES, bodies).map(lambda t: f"with {t[0]} as {t[1]}:\n{t[2]}".rstrip("\n")),
        st.tuples(NAMES, EXPRESSIONS, bodies).map(
            lambda t: f"@a\ndef {t[0]}(self, b={t[1]}, *, c=None, **kwargs):\n{t[2]}".rstrip("\n")
        ),
        st.tuples(NAMES, NAMES, bodies).map(lambda t: f"class {t[0]}({t[1]}, metaclass=a):\n{t[2]}".rstrip("\n")),
        st.tuples(EXPRESSIONS, bodies).map(
            lambda t: f"match {t[0]}:\n    case [a, *b] if a:\n{_indented(t[1].rstrip().split(chr(10)))}".rstrip("\n")
        ),
    )


STATEMENTS = st.recursive(
    st.one_of(
        EXPRESSIONS,
        st.tuples(NAMES, EXPRESSIONS).map(lambda t: f"{t[0]} = {t[1]}"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda t: f"{t[0]}.a, (b, *c) = {t[1]}"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda t: f"{t[0]}[1] += {t[1]}"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda t: f"{t[0]}: int = {t[1]}"),
        st.tuples(NAMES, EXPRESSIONS).map(lambda t: f"a(b, ({t[0]} := {t[1]}))"),
        st.sampled_from(
            ["pass", "import a.b as c", "from .a import b as c, d", "del a, b[1]", "raise a from b", "x; y"]
        ),
    ),
    _blocks,
    max_leaves=6,
)


def modules() -> st.SearchStrategy[str]:
    """Return a strategy for the text of modules."""
    return st.lists(STATEMENTS, max_size=4).map(lambda statements: "".join(f"{text}\n" for text in statements))
