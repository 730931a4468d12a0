"""C8601 to C8604: what `reserved_keys()` returns."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided, judge

NOT_LISTS = {
    "a tuple": "def reserved_keys(self):\n    return ('', 'rowid')  # <<<",
    "a text": "def reserved_keys(self):\n    return 'rowid'  # <<<",
    "None on one way": "def reserved_keys(self):\n    if self.x:\n        return []\n    return None  # <<<",
    "a set": "def reserved_keys(self):\n    return {'rowid'}  # <<<",
    "a dict": "def reserved_keys(self):\n    return {}  # <<<",
    "a number": "def reserved_keys(self):\n    return 0  # <<<",
    "a list with a number": "def reserved_keys(self):\n    return ['', 1]  # <<<",
    "a list with None": "def reserved_keys(self):\n    return [None]  # <<<",
    "a list of lists": "def reserved_keys(self):\n    return [['rowid']]  # <<<",
    "bytes": "def reserved_keys(self):\n    return [b'rowid']  # <<<",
    "a lambda": "reserved_keys = lambda self: ()  # <<<",
    "the class": "def reserved_keys(self):\n    return Demo  # <<<",
}
OTHER_PLACES = {
    "a constant": ("def reserved_keys(self):\n    return KEYS", "KEYS = ('', 'rowid')  # <<<"),
    "an element of a constant": ("def reserved_keys(self):\n    return KEYS", "KEYS = [\n    '',\n    1,  # <<<\n]"),
    "an attribute": ("KEYS = ('rowid',)  # <<<\ndef reserved_keys(self):\n    return self.KEYS", ""),
    "a function": ("def reserved_keys(self):\n    return keys()", "def keys():\n    return ('rowid',)  # <<<"),
}
LISTS = {
    "empty": "def reserved_keys(self):\n    return []",
    "keys": "def reserved_keys(self):\n    return ['', 'rowid']",
    "a list of a tuple": "def reserved_keys(self):\n    return list(('', 'rowid'))",
    "sorted": "def reserved_keys(self):\n    return sorted({'a', 'b'})",
    "a sum": "def reserved_keys(self):\n    return [''] + ['rowid']",
    "a comprehension": "def reserved_keys(self):\n    return [key for key in ('a', 'b')]",
    "an attribute": "KEYS = ['rowid']\ndef reserved_keys(self):\n    return self.KEYS",
    "a name filled": "def reserved_keys(self):\n    keys = ['']\n    keys.append('rowid')\n    return keys",
    "a lambda": "reserved_keys = lambda self: []",
    "a classmethod": "@classmethod\ndef reserved_keys(cls):\n    return []",
    "a cast": "def reserved_keys(self):\n    return typing.cast(list, [])",
}
OTHER_RULES = {
    "not defined": "",
    "not implemented": "def reserved_keys(self):\n    pass",
    "returns None": "def reserved_keys(self):\n    return None",
    "a generator": "def reserved_keys(self):\n    yield 'rowid'",
    "async": "async def reserved_keys(self):\n    return ('rowid',)",
    "a property": "@property\ndef reserved_keys(self):\n    return ('rowid',)",
    "an attribute": "reserved_keys = ('rowid',)",
    "a local variable elsewhere": "def reserved_keys(self):\n    return []\ndef x(self):\n    reserved_keys = ('_k',)",
}


@pytest.mark.parametrize("body", NOT_LISTS.values(), ids=NOT_LISTS.keys())
def test_what_is_no_list_of_texts_is_found(body: str) -> None:
    """C8601: any other value, and any other element, is a finding where it stands."""
    assert_marked("C8601", body, kind="target")


@pytest.mark.parametrize(("body", "head"), OTHER_PLACES.values(), ids=OTHER_PLACES.keys())
def test_the_finding_stands_on_the_literal(body: str, head: str) -> None:
    """C8601: a constant is followed to where it is written."""
    assert_marked("C8601", body, head=head, kind="target")


@pytest.mark.parametrize("body", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("code", ["C8601", "C8604"])
def test_lists_are_fine_however_they_are_made(code: str, body: str) -> None:
    """C8601, C8604: a list of texts that can be worked out is fine."""
    assert_fine(code, body, kind="target")


@pytest.mark.parametrize("body", OTHER_RULES.values(), ids=OTHER_RULES.keys())
@pytest.mark.parametrize("code", ["C8601", "C8602", "C8604"])
def test_what_other_rules_report_is_left_to_them(code: str, body: str) -> None:
    """C8601, C8602, C8604: silent where the method is missing, not implemented, or cannot be served."""
    assert_fine(code, body, without=("reserved_keys",))


SOURCE_LISTS = {
    "the keys of Macrometa": "def reserved_keys(self):\n    return ['_key', '_id', '_rev']  # <<<",
    "a constant": "KEYS = ['_id']\ndef reserved_keys(self):\n    return self.KEYS  # <<<",
    "an empty text": "def reserved_keys(self):\n    return ['']  # <<<",
    "one of two": "def reserved_keys(self):\n    if self.x:\n        return []\n    return ['_id']  # <<<",
    "two": "def reserved_keys(self):\n    if self.x:\n        return ['_rev']  # <<<\n    return ['_id']  # <<<",
    "filled": "def reserved_keys(self):\n    keys = []\n    keys.append('_id')\n    return keys  # <<<",
    "a sum": "def reserved_keys(self):\n    return [] + ['_id']  # <<<",
    "inherited": "def reserved_keys(self):\n    return super().keys() + ['_id']  # <<<",
    "a comprehension": "def reserved_keys(self):\n    return [f'_{key}' for key in ('id', 'rev')]  # <<<",
    "over lines": "def reserved_keys(self):\n    return [  # <<<\n        '_id',\n    ]",
    "a lambda": "reserved_keys = lambda self: ['_id']  # <<<",
}
EMPTY = {
    "a literal": "def reserved_keys(self):\n    return []",
    "list()": "def reserved_keys(self):\n    return list()",
    "a name": "def reserved_keys(self):\n    keys: list = []\n    return keys",
    "an attribute": "KEYS: list = []\ndef reserved_keys(self):\n    return self.KEYS",
    "a comprehension": "def reserved_keys(self):\n    return [key for key in ()]",
    "a tuple, which is C8601's": "def reserved_keys(self):\n    return ('_id',)",
    "a local of another method": "def reserved_keys(self):\n    return []\ndef x(self):\n    reserved_keys = ['_key']",
}


@pytest.mark.parametrize("body", SOURCE_LISTS.values(), ids=SOURCE_LISTS.keys())
def test_a_source_lists_no_keys(body: str) -> None:
    """C8602: a list that is not empty is found on its return."""
    declaration = "class Keys:\n    def keys(self):\n        return []\nclass Demo(Keys, C8Connector):"
    assert_marked("C8602", body, declaration=declaration)


@pytest.mark.parametrize("body", EMPTY.values(), ids=EMPTY.keys())
def test_an_empty_list_is_a_sources(body: str) -> None:
    """C8602: the empty list is fine however it is made."""
    assert_fine("C8602", body)


def test_an_object_of_a_class_that_is_a_list() -> None:
    """C8601: what inherits from `list` or `str` is one, and what it holds is not known; another object is none."""
    body = "def reserved_keys(self):\n    return {}"
    assert_undecided("C8601", body.format("Keys(['rowid'])"), head="class Keys(list):\n    pass")
    assert_undecided("C8601", body.format("[Key('rowid')]"), head="class Key(str):\n    pass")
    assert_marked("C8601", body.format("Keys()  # <<<"), head="class Keys:\n    pass")


def test_what_is_no_key_is_not_shown_as_one() -> None:
    """C8602: of a list with other things than texts the message does not pretend to show what is in it."""
    (finding,) = judge("C8602", "def reserved_keys(self):\n    return [1]").verdicts.findings
    assert finding.message == "the source's `reserved_keys()` returns a list that is not empty, not `[]`"


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("abcde", '`["a", "b", "c", "d", "e"]`'), ("abcdef", '`["a", "b", "c", "d", "e", …]`')],
)
def test_a_long_list_is_shown_by_its_first_keys(keys: str, shown: str) -> None:
    """C8602: of more than five keys the message shows five, and that there are more."""
    finding = judge("C8602", f"def reserved_keys(self):\n    return {list(keys)}").verdicts.only
    assert finding.message == f"the source's `reserved_keys()` returns {shown}, not `[]`"


@pytest.mark.parametrize("code", ["C8601", "C8602"])
def test_one_of_several_values_is_undecided(code: str) -> None:
    """C8601, C8602: a name that holds an empty list or something else tells nothing; a side of a conditional does."""
    body = "def reserved_keys(self):\n    return KEYS"
    settled = "KEYS = {}\ndef settle():\n    global KEYS\n    KEYS = []\nsettle()"
    assert_undecided(code, body, head=settled.format("('_key',)" if code == "C8601" else "['_key']"))
    wrong = {"C8601": "('_key',)", "C8602": "['_key']"}[code]
    assert_marked(code, f"def reserved_keys(self):\n    return {wrong} if sys.argv else []  # <<<")
    if code == "C8602":
        body = "def reserved_keys(self):\n    return KEYS if sys.argv else []  # <<<"
        assert_marked(code, body, head="KEYS = ['_id']")


@pytest.mark.parametrize("returned", ["[1]", "['_key', None]", "[[]]"])
def test_what_a_source_lists_is_one_mistake(returned: str) -> None:
    """C8601, C8602: a source's list should be empty, whatever it holds; of one not known in full C8601 speaks."""
    body = f"def reserved_keys(self):\n    return {returned}  # <<<"
    assert_fine("C8601", body)
    assert_marked("C8602", body)
    assert_marked("C8601", body, kind="target")
    assert judge("C8601", body.replace("]  #", ", *sys.argv]  #")).places


SHAPES = {
    "empty text behind": ("['rowid', '']", 1),
    "empty text alone": ("['']", 1),
    "empty text twice": ("['', '']", 1),
    "empty text three times": ("['', '', 'rowid', '']", 2),
    "a key twice": ("['rowid', 'rowid']", 1),
    "a key twice, apart": ("['', 'rowid', 'created', 'rowid']", 1),
    "a key three times": ("['a', 'a', 'a']", 2),
    "blank": ("['', ' ']", 1),
    "blank first": ("['  ', 'rowid']", 1),
    "padded in front": ("['', ' rowid']", 1),
    "padded behind": ("['rowid ']", 1),
    "padded by a tab": ("['', 'rowid\\t']", 1),
    "several": ("['', 'a', 'a ', '']", 2),
    "a sum": ("[''] + ['a', '']", 1),
}
SHAPELY = ["[]", "['rowid']", "['rowid', 'created']", "['_key']", "['', 'a', 'A']", "['a', 'a_', '_a']",
           "['', 'rowid']", "['two words']", "['', '_key', '_id']", "list(['rowid'])", "('', '')"]  # fmt: skip


@pytest.mark.parametrize(("returned", "count"), SHAPES.values(), ids=SHAPES.keys())
def test_a_list_that_the_platform_cannot_read_is_found(returned: str, count: int) -> None:
    """C8603: each element that has no place in the list is a finding."""
    judged = judge("C8603", f"def reserved_keys(self):\n    return {returned}  # <<<", kind="target")
    assert judged.places == judged.marked * count


@pytest.mark.parametrize("returned", SHAPELY)
def test_other_lists_have_the_right_form(returned: str) -> None:
    """C8603: an empty list, a primary key first, or an empty text and then keys."""
    assert_fine("C8603", f"def reserved_keys(self):\n    return {returned}", kind="target")


def test_the_element_itself_is_marked() -> None:
    """C8603: in a list over lines the finding stands on the element."""
    body = "def reserved_keys(self):\n    return [\n        '',\n        'rowid',\n        'rowid',  # <<<\n    ]"
    assert_marked("C8603", body, kind="target")


LISTED = {
    "an empty text that is added": ("return names.KEYS + ['']  # <<<", "KEYS = ['rowid']"),
    "an empty text that is unpacked": ("return ['rowid', *names.KEYS]  # <<<", "KEYS = ['']"),
    "a key that another name holds": ("return names.KEYS", "ID = 'rowid'\nKEYS = ['rowid', ID]  # <<<"),
    "a key of another module": ("return ['rowid', names.ID]  # <<<", "ID = 'rowid'"),
    "white space in another module": ("return ['', *names.KEYS]", "KEYS = ('rowid ',)  # <<<"),
    "white space in a name": ("return ['', names.ID]", "ID = ' rowid'  # <<<"),
}


@pytest.mark.parametrize(("returned", "names"), LISTED.values(), ids=LISTED.keys())
def test_a_key_is_marked_where_it_must_be_edited(returned: str, names: str) -> None:
    """C8603: a key that is wrong of itself stands where it is written, one that the list makes wrong in the list."""
    body = f"def reserved_keys(self):\n    {returned}"
    head = "from macrometa_target_demo import names"
    assert_marked("C8603", body, kind="target", head=head, names=names)


DYNAMIC = {
    "the environment": "def reserved_keys(self):\n    return os.environ['KEYS'].split(',')  # <<<",
    "an element from the environment": "def reserved_keys(self):\n    return ['', os.environ['KEY']]  # <<<",
    "another library": "def reserved_keys(self):\n    return c8connector.reserved()  # <<<",
    "a file": "def reserved_keys(self):\n    with open('keys') as keys:\n        return keys.readlines()  # <<<",
    "an attribute set elsewhere": "def reserved_keys(self):\n    return self.keys  # <<<",
    "a loop over what is not known": (
        "def reserved_keys(self):\n    keys = []\n    for key in os.listdir():\n        keys.append(key)\n"
        "    return keys  # <<<"
    ),
    "put in under a condition": (
        "def reserved_keys(self):\n    keys = ['']\n    if self.x:\n        keys.append('rowid')\n"
        "    return keys  # <<<"
    ),
    "a splat": "def reserved_keys(self):\n    return ['', *os.listdir()]  # <<<",
    "sorted of what is not known": "def reserved_keys(self):\n    return sorted(os.listdir())  # <<<",
    "an unknown name": "def reserved_keys(self):\n    return KEYS  # <<<",
}


@pytest.mark.parametrize("body", DYNAMIC.values(), ids=DYNAMIC.keys())
def test_a_list_that_is_known_only_at_run_time_is_noted(body: str) -> None:
    """C8604: what cannot be worked out is a note on its return, and C8601 to C8603 leave it open."""
    assert_marked("C8604", body, kind="target")
    assert_undecided("C8601", body, kind="target")
    assert_undecided("C8603", body, kind="target")


def test_a_list_of_a_module_that_cannot_be_read_is_left_open() -> None:
    """C8604 has no finding where C8001 says why the list is not known."""
    body = "def reserved_keys(self):\n    return names.KEYS"
    assert_undecided("C8604", body, kind="target", head="from macrometa_target_demo import names", names="KEYS = [")


def test_a_list_that_is_left_open_hides_no_other() -> None:
    """C8604: another return whose list cannot be worked out is noted all the same."""
    body = "def reserved_keys(self):\n    if self.x:\n        return names.KEYS\n    return input().split()  # <<<"
    assert_marked("C8604", body, kind="target", head="from macrometa_target_demo import names", names="KEYS = [")


def test_two_lists_that_are_known_are_worked_out() -> None:
    """C8604: silent where each return gives a known list, and both are judged."""
    body = "def reserved_keys(self):\n    if self.x:\n        return ['a', 'a']  # <<<\n    return ['b']"
    assert_fine("C8604", body, kind="target")
    assert_marked("C8603", body, kind="target")


@pytest.mark.parametrize("code", ["C8602", "C8603"])
def test_the_default_of_the_environment_is_not_the_list(code: str) -> None:
    """Where the list is read from the environment C8604 speaks alone, whatever its default is."""
    body = "def reserved_keys(self):\n    return os.environ.get('KEYS', '').split(',')"
    kind = "target" if code == "C8603" else "source"
    assert not judge(code, body, kind=kind).verdicts.findings
    assert judge("C8604", body, kind=kind).verdicts.findings
