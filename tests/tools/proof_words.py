"""What the page on how the rules were tested says besides figures; none stands here."""

HEAD = """# How the rules were tested

Whoever lets a gate decide should know why to trust it. This page tells how c8-lint was tested: what was done, why
that shows something, what came out, what it cannot show, and the command that does it again.

Every figure is of a run or of a count, and none was written by hand: `python -m tests.tools.proof_page` makes the
page of the files in `docs/proof` and of `macrometa_conformance/measured.json`, and a test fails where it is not
current. The commands run in a checkout that is set up as `CONTRIBUTING.md` says. Published connectors are no part of
the repository: `python -m tests.corpus.fetch --all` brings them, and checks each archive against its hash.

## In short

"""

LABELLED = """Published connectors, one release of each, were read file by file, without the tool. Written down was
every finding that a perfect linter reports, with its line, what the rules leave open, and the traps: code that looks
like a mistake and is none. A finding counts as right where code, file and line are those of a label. What is left
open counts neither way.

It shows how the rules do on code that was written by others, for another purpose than to be tested.

"""
UNLABELLED = """
*Cannot show*: how the rules do on a connector that nobody has looked at, for the rules were written with these labels
in view. The connectors are few, and much alike. {silent} rules found nothing there and had nothing to find, so that
this says of them only that they are silent where they should be: {silent_codes}. {opt_in} rules are opt-in, and are
not labelled: {opt_in_codes}.

*Again*: `python -m tests.corpus.check` prints the table by rule and each mismatch; with `--measured` it fails where
the kept numbers are others, and so do the tests of every change.
"""

CHANGES = """Connectors that break no rule were written for the tests: sources, targets and an integration that work,
in different styles. Each is changed in one place so that it breaks one rule, in as many forms as people would write
it; and is rewritten in forms that break none. All rules run on each. The finding must have the right code and stand
at the right line, and no other rule may speak.

It shows what the labelled connectors cannot: that each rule finds its mistake in several forms, and that the other
rules are not confused by it. The rewrites show that another style is no mistake.

"""
CHANGES_LIMITS = """
*Cannot show*: forms that nobody thought of. Changes and rules were written by the same hands.

*Again*: `python -m pytest -q tests/mutations` fails where one is not found at its place, where another rule speaks,
or where a rewrite has a finding; `python -m tests.tools.measure` counts them anew. The tests of every change run them
all.
"""

EXAMPLES = """Each page of a rule has examples of what breaks it and of what fulfils it. They are no illustrations:
each is laid over a small connector that conforms, and all rules run on it.

"""
EXAMPLES_LIMITS = """
It shows that the pages tell the truth. *Cannot show*: more than these examples.

*Again*: `python -m pytest -q tests/test_examples.py`, which the tests of every change run.
"""

ORACLE = """Many rules say what will happen when the platform loads a connector: that the service does not start, that
a route answers an error or null, that a metric never shows. So that is tried. Each connector is loaded with the real
`c8connector` as the platform does it, each of the {methods} methods is asked through the real FastAPI, and sources
and targets run with the real `singer` and `prometheus_client` on data that are right and on data that make them fail.
Stand-ins there are for Postgres, for the list of what is installed, for the web server around the app, and for
{drivers} drivers of third parties that are not installed.

What the rules say before is compared with what is seen then, in both directions: a finding must be seen to be true,
and whatever goes wrong must be a finding. The rules had no part in what is seen, so that a mistake in the
understanding of the platform would show.

"""
ORACLE_LIMITS = """
*Cannot show*: what only a real database or service does; rules that are not about the running connector (files,
documents, dependencies). Where a connector cannot work with what the oracle gives it, an error says nothing, and
counts neither way.

*Again*: `python -m tests.oracle` asks them all and prints each disagreement. The tests of every change ask a fixed
part, and compare the tool's data on these libraries with what is installed.
"""

SWEEP = """All releases of the published connectors are checked, each in a process of its own, so that one that dies
or never ends is seen. What is found is kept in the repository, line by line. The figures are kept only where no rule
crashed and no process died or was stopped.

It shows that the tool stands real code in many states, and what a change of a rule changes there: the lines that come
and go are in the same commit, where a reviewer reads them.

"""
SWEEP_LIMITS = """
*Cannot show*: that these findings are right, for those of the labelled releases alone were judged one by one.
Releases of one connector are much alike, so that their number says less than it seems to.

*Again*: `python -m tests.corpus.sweep -j 2` prints what is found otherwise than expected. Every change is held
against {fixed} releases (`--fixed`).
"""

HOSTILE = """A gate reads what strangers send. Trees were made that should make a reader hang, use up the memory,
leave the folder, or run something. The tool reads each in a process without a network, with bounded memory, and
watched: every socket, every other program, every change of a file, every look into the secret that lies beside the
tree, and every piece of the tree's code that is run is stopped and written down, and fails the test. Each module of
the tree leaves a mark where it is imported or run. Tests show that the watch sees all this.

Each run must end with a report, in every format, which names what was left out, points at no place that is not there,
and holds no character that steers a terminal or a log. The tree must be as it was.

"""
HOSTILE_LIMITS = """
Besides, in tests of their own: files and folders that may not be read, and repositories whose settings name programs
that git is to run.

*Cannot show*: harm that nobody thought of. That memory is bounded and the network is cut off is shown on Linux alone.

*Again*: `python -m pytest -q tests/hostile`, which the tests of every change run. The [limits](limits.md) say from
where on the tool leaves something out.
"""

FUZZ = """Bytes, lines, words, names of files and parts of other connectors are changed, at random, in published
connectors and in those that were written for the tests; and the tool runs on what comes of that. It must end with one
of three exit codes and no traceback, each place in a report must lie in its file, and what is run twice, with another
hash seed and in another folder, must give the same bytes in every format.

It shows that what nobody thought of does not stop the gate, nor make it say another thing the next time.

"""
FUZZ_LIMITS = """
*Cannot show*: whether the findings are right. Changes at random seldom make a program that means something.

*Again*: `{command}`, which goes on where FILE says it stopped. The tests of every change run a short part with a
fixed seed.
"""

TOOL = """Small mistakes were put into the tool itself with `cosmic-ray`: an operator is another, a number is one
more, a condition is turned round, a decorator is gone. The tests must notice each. A mistake that they do not notice
was read: either a test was added, or it changes nothing that could be seen, or a bound on work by one, and why is
written down.

It tests the tests: what they do not notice could break unseen.

"""
TOOL_LIMITS = """
*Cannot show*: the rest of the tool, for a sample was drawn of some modules; nor mistakes of other kinds, such as a
case that is missing.

*Again*: `python -m tests.tools.mutants FOLDER`, in a checkout of its own, as `CONTRIBUTING.md` says.
"""

BY_RULE = """
## By rule

*labelled*, *reported* and *both* are findings on the labelled connectors, and precision and recall are of them; they
are empty where there is nothing to count. The changes are those of conforming connectors.

"""
