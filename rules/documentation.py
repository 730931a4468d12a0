"""C84: the document for the connector's users."""

import re
from collections.abc import Iterator

from macrometa_conformance.connector.documented import undocumented
from macrometa_conformance.finding import Finding, Place, Undecided, Verdict
from macrometa_conformance.project.leftovers import leftovers
from macrometa_conformance.project.preconditions import needs_connector_class, needs_guide, needs_package
from macrometa_conformance.project.project import GUIDE, Project
from macrometa_conformance.rule import WARNING, rule

DOCUMENTATION = "Connector specific documentation"


@rule("C8401", severity=WARNING, source=DOCUMENTATION, requires=(needs_package, needs_guide, needs_connector_class))
def undocumented_config_property(project: Project) -> Iterator[Verdict]:
    """GETTING_STARTED.md does not name a configuration property.

    A property that `config()` returns must be named somewhere in the document, in a code span or block too, by its name
    or its display name: as whole words, whatever the case, with `_`, `-` and a blank being the same. Names are followed
    through constants, helpers, tables and loops of the project.

    Why: A user who configures the connector has to know what each field wants.

    Silent: Properties of the type HIDDEN need no words. Where names are worked out when the connector runs, the rule is
    undecided.

    Fix: Say in GETTING_STARTED.md what the property is for.

    Bad:

    ```diff macrometa_source_demo/__init__.py
                 ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    +            ConfigProperty("page_size", "Page size", ConfigAttributeType.INT, False, False, "Of a page"),  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
                 ConfigProperty("password", "Password", ConfigAttributeType.PASSWORD, True, False, "Of the account"),
    ```
    ```diff GETTING_STARTED.md
     | Password | the password of the account |
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
                 ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    +            ConfigProperty("page_size", "Records", ConfigAttributeType.INT, False, False, "Of a page"),
    ```
    ```diff GETTING_STARTED.md
     | Password | the password of the account |
    +| `PAGE-SIZE` | how many records a page holds |
    ```
    """
    for one in undocumented(project, project.text(GUIDE) or ""):
        if isinstance(one, Undecided):
            yield one
            continue
        also = f", nor its display name `{one.display_name}`" if one.display_name else ""
        message = f"`{GUIDE}` does not name the property `{one.name}`{also}"
        yield Finding(one.place, message, f"tell in `{GUIDE}` what it is for", one.name, one.related)


@rule("C8402", severity=WARNING, source=DOCUMENTATION, requires=(needs_package, needs_guide))
def template_leftover(project: Project) -> Iterator[Verdict]:
    """GETTING_STARTED.md still holds a placeholder of its template.

    Looked for in the prose are `{connector}`, anything in angle brackets, `TODO` and `TBD` in capitals, and lorem
    ipsum.

    Why: A user reads what was meant for the author.

    Silent: Code blocks and spans, autolinks, HTML elements and comments are no prose.

    Fix: Write what belongs there. What a user has to fill in belongs into a code span.

    Bad:

    ```diff GETTING_STARTED.md
    -## Configuration
    +## Configuration of {connector}  <<<
    ```

    Bad:

    ```diff GETTING_STARTED.md
     ## Configuration
    +
    +Ask <your administrator> for a user.  <<<
    ```

    Good:

    ```diff GETTING_STARTED.md
     ## Configuration
    +
    +Write `https://<account>.example.com` for the host, see <https://example.com>.<br>
    ```
    """
    for leftover in leftovers(project.guide):
        place = Place(GUIDE, leftover.region)
        if leftover.text.startswith("<"):
            help_text = f"write what is meant, or set it as code where the user fills it in: `` `{leftover.text}` ``"
        else:
            help_text = "write what belongs there"
        yield Finding(place, f"`{leftover.text}` is a placeholder", help_text, subject=leftover.text)


@rule("C8403", severity=WARNING, source=DOCUMENTATION, requires=(needs_package, needs_guide))
def missing_section(project: Project) -> Iterator[Verdict]:
    """GETTING_STARTED.md lacks the section on prerequisites, or the one on configuration.

    A heading counts with one of prerequisites, requirements, before you start, before you begin; and one with one of
    configuration, configure, configuring, settings, setup, set up. One heading may be both, of any level. There is one
    finding, which names what lacks.

    Why: A user looks for what is needed beforehand, and for what is to be entered.

    Fix: Add the section.

    Bad:

    ```diff GETTING_STARTED.md
    -## Configuration
    +## Usage
    ```

    Good:

    ```diff GETTING_STARTED.md
     ## Prerequisites
    ```
    ```diff GETTING_STARTED.md
     ## Configuration
    ```

    Good:

    ```diff GETTING_STARTED.md
    -## Configuration
    +## How to set up the connector
    ```
    """
    titles = [heading.text for heading in project.guide.headings]
    lacking = [name for name, words in _SECTIONS if not any(words.search(title) for title in titles)]
    if lacking:
        message = f"no heading tells of the {' or the '.join(lacking)}"
        help_text = "add " + " and ".join(f"`## {name.capitalize()}`" for name in lacking)
        yield Finding(Place(GUIDE), message, help_text, subject=", ".join(lacking))


_SECTIONS = (
    ("prerequisites", re.compile(r"\b(?:pre-?requisites?|requirements?|before you (?:start|begin))\b", re.IGNORECASE)),
    (
        "configuration",
        re.compile(r"\b(?:configurations?|configure|configuring|settings?|set[ -]?up|setting up)\b", re.IGNORECASE),
    ),
)
