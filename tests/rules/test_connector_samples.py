"""The rules on what `samples` and `schemas` return."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided, judge

SAMPLE = "Sample(schema=Schema('people', []), data=[])"


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (f"def samples(self, integration):\n    return [{SAMPLE}]  # <<<", {}),
        ("def samples(self, integration):\n    return ['x']  # <<<", {}),
        ("def schemas(self, integration):\n    return ()  # <<<", {}),
        ("def schemas(self, integration):\n    return {}  # <<<", {}),
        ("def schemas(self, integration):\n    return ''  # <<<", {}),
        ("def schemas(self, integration):\n    if integration:\n        return None  # <<<\n    return []", {}),
        (
            "def samples(self, integration):\n    if integration:\n        return [1]  # <<<\n    return []",
            {},
        ),
        (
            "def schemas(self, integration):\n    found = []\n    for table in fetch(integration):\n"
            "        found.append(Schema(table, []))\n    return found  # <<<",
            {"head": "from elsewhere import fetch"},
        ),
        (
            "def schemas(self, integration):\n    return [Schema(t, []) for t in fetch(integration)]  # <<<",
            {"head": "from elsewhere import fetch"},
        ),
        ("def samples(self, integration):\n    return SAMPLES  # <<<", {"head": "SAMPLES = ['x']"}),
        ("def samples(self, integration):\n    return self._samples()  # <<<\ndef _samples(self):\n    return [1]", {}),
        ("samples = lambda self, integration: [1]  # <<<", {}),
        (
            "",
            {
                "without": ("samples",),
                "head": "class Mixin:\n    def samples(self, integration):\n        return [1]  # <<<",
                "declaration": "class Demo(Mixin, C8Connector):",
            },
        ),
    ],
)
def test_a_target_that_returns_samples_is_found(body: str, around: dict[str, str]) -> None:
    """Anything but `[]` is a finding on what is returned."""
    assert_marked("C8510", body, kind="target", **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("", {}),
        ("def samples(self, integration):\n    return list()", {}),
        ("def samples(self, integration):\n    nothing = []\n    return nothing", {}),
        ("def samples(self, integration):\n    return NOTHING", {"head": "NOTHING: list = []"}),
        ("def samples(self, integration):\n    return [] if integration else []", {}),
        ("def samples(self, integration):\n    return list(())", {}),
        ("def samples(self, integration):\n    return [] + []", {}),
        ("def samples(self, integration):\n    return [x for x in ()]", {}),
        ("def samples(self, integration):\n    raise ValidationException('no')", {}),
        ("def samples(self, integration):\n    return None", {}),
        ("def samples(self, integration):\n    pass", {}),
        ("def samples(self, integration):\n    return self._none()\ndef _none(self):\n    return []", {}),
    ],
)
def test_a_target_that_returns_an_empty_list_is_fine(body: str, around: dict[str, str]) -> None:
    """An empty list is one however it is made; a method that returns nothing is another rule's."""
    assert_fine("C8510", body, kind="target", **around)


@pytest.mark.parametrize(
    "body",
    [
        "def samples(self, integration):\n    return fetch(integration)",
        "def samples(self, integration):\n    return [row for row in fetch(integration)]",
        "@outside\ndef samples(self, integration):\n    return [1]",
    ],
)
def test_what_a_target_works_out_is_undecided(body: str) -> None:
    """A list from outside may be empty."""
    assert_undecided("C8510", body, kind="target", head="from elsewhere import fetch, outside")


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (
            "def schemas(self, integration):\n    return [singer.Schema(type='object')]  # <<<",
            {"head": "import singer"},
        ),
        (
            "def schemas(self, integration):\n    found = []\n    for t in integration:\n"
            "        found.append(Schema(t))  # <<<\n    return found",
            {"head": "from singer.schema import Schema"},
        ),
        (
            "def samples(self, integration):\n    return [\n        Sample(\n"
            "            schema=SingerSchema(),  # <<<\n"
            "            data=[],\n        )\n    ]",
            {"head": "from singer.schema import Schema as SingerSchema"},
        ),
        (
            "def samples(self, integration):\n    schema = singer.Schema.from_dict({})  # <<<\n"
            "    return [Sample(schema, [])]",
            {"head": "import singer"},
        ),
        (
            "def samples(self, integration):\n    rows = []\n"
            "    rows.append(Sample(schema=singer.Schema(), data=[]))  # <<<",
            {"head": "import singer"},
        ),
        (
            "def schemas(self, integration):\n    return [Schema('x', [Column('id')])]  # <<<",
            {"head": "class Column:\n    def __init__(self, name):\n        self.name = name"},
        ),
        (
            "def schemas(self, integration):\n    return [Schema('x', [Column('id')])]  # <<<",
            {"head": "@dataclasses.dataclass\nclass Column:\n    name: str"},
        ),
        (
            "def schemas(self, integration):\n    attributes = []\n    for key in integration:\n"
            "        attributes.append(Column(key))  # <<<\n    return [Schema('x', attributes)]",
            {"head": "import collections\nColumn = collections.namedtuple('Column', 'name')"},
        ),
        (
            "def schemas(self, integration):\n    return [schema_of('x')]",
            {
                "head": "from .shapes import schema_of",
                "shapes": "import singer\ndef schema_of(name):\n    return singer.Schema()  # <<<",
            },
        ),
        (
            "def samples(self, integration):\n    return [dict(integration)]  # <<<",
            {},
        ),
        ("def samples(self, integration):\n    return [{'schema': 1}]  # <<<", {}),
        ("def schemas(self, integration):\n    return [\n        Schema('x', ['id', 'name']),  # <<<\n    ]", {}),
        (
            "def schemas(self, integration):\n    return list(map(self._one, integration))\n"
            "def _one(self, t):\n    return Schema(t, [singer.Schema()])  # <<<",
            {"head": "import singer"},
        ),
        (
            "def samples(self, integration):\n    return self._make(singer.Schema())  # <<<\n"
            "def _make(self, schema):\n    return [Sample(schema=schema, data=[])]",
            {"head": "import singer"},
        ),
    ],
)
def test_foreign_things_among_samples_are_found(body: str, around: dict[str, str]) -> None:
    """Singer's classes, the project's own, rows and plain literals are found where they are made, however deep."""
    assert_marked("C8515", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (f"def samples(self, integration):\n    return [{SAMPLE}]", {}),
        (
            "def schemas(self, integration):\n"
            "    return [c8connector.Schema('x', [c8connector.SchemaAttribute('id', 1)])]",
            {},
        ),
        (
            "def schemas(self, integration):\n    catalog = singer.Schema()\n    print(catalog)\n"
            "    return [Schema('x', [])]",
            {"head": "import singer"},
        ),
        (
            "def schemas(self, integration):\n    return [Typed('x', [])]",
            {"head": "class Typed(Schema):\n    pass"},
        ),
        ("def samples(self, integration):\n    return [Sample(Schema('x', []), [{'id': 1}, {}])]", {}),
        ("def samples(self, integration):\n    return [Sample(schema=None, data=[dict()])]", {}),
        ("def main(self):\n    return [singer.Schema()]", {"head": "import singer"}),
        (
            "def schemas(self, integration):\n    return [S('x', [A('id', 1)])]",
            {"head": "from c8connector import Schema as S, SchemaAttribute as A"},
        ),
        ("def samples(self, integration):\n    raise ValidationException('no')", {}),
    ],
)
def test_the_platforms_own_classes_are_fine(body: str, around: dict[str, str]) -> None:
    """The classes of `c8connector`, subclasses of them, and Singer's where they are not put into the lists are fine."""
    assert_fine("C8515", body, **around)


def test_what_comes_from_outside_is_undecided() -> None:
    """Whether a function or a library that may build on the platform's gives a `Schema` no text tells."""
    assert_undecided(
        "C8515", "def schemas(self, integration):\n    return [make(1)]", head="from elsewhere import make"
    )
    assert_undecided(
        "C8515", "def schemas(self, integration):\n    return [Table()]", head="from macrometa_common import Table"
    )


def test_each_foreign_constructor_call_is_one_finding() -> None:
    """Two calls are two findings, one that both methods reach is one."""
    body = """
    def samples(self, integration):
        return [Sample(self._schema(), []), Sample(singer.Schema(), [])]
    def schemas(self, integration):
        return [self._schema()]
    def _schema(self):
        return singer.Schema()
    """
    assert len(judge("C8515", body, head="import singer").verdicts.findings) == 2
