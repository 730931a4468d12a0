"""What GETTING_STARTED.md must tell: C84."""

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Mutation, violation

GUIDE = "/GETTING_STARTED.md"

MUTATIONS: tuple[Mutation, ...] = (
    # C8401 undocumented-config-property
    violation(
        "C8401",
        LEDGER,
        "a property that is not told",
        (GUIDE, "5. **Ledger Password**: leave it empty when the book is not locked.\n", ""),
        at=("__init__.py", 'ConfigProperty("password"'),
    ),
    violation(
        "C8401",
        LEDGER,
        "a new property in the list",
        (
            "__init__.py",
            '            ConfigProperty("password"',
            '            ConfigProperty("fetch_size", "Fetch Size", ConfigAttributeType.INT, False, False, "Many."),\n'
            '            ConfigProperty("password"',
        ),
        at=("__init__.py", '"fetch_size"'),
    ),
    violation(
        "C8401",
        BEACON,
        "a row of the table under another name",
        (GUIDE, "`batch_size`   | no ", "`chunk` | no "),
        at=("interface/configuration.py", 'name="batch_size"'),
    ),
    violation(
        "C8401",
        PARCELS,
        "only as a part of a longer word",
        (GUIDE, "| Depot | Number of the depot. |", "| Depots | Their numbers. |"),
        (GUIDE, "(`*.json`, one scan in each line) of the depot.", "(`*.json`, one scan in each line)."),
        (GUIDE, "Key of the depot's tracking service", "Key of the tracking service"),
        at=("__init__.py", '"depot": ('),
    ),
    violation(
        "C8401",
        NOTICE,
        "made by a helper",
        (GUIDE, "**Recipient**\n: address of whom the notice is for.\n", ""),
        at=("__init__.py", '_mandatory("recipient"'),
    ),
    # C8402 template-leftover
    violation(
        "C8402",
        LEDGER,
        "the template's brace",
        (GUIDE, "# Ledger source connector", "# {connector} source connector"),
        at=(GUIDE, "{connector}"),
    ),
    violation(
        "C8402",
        BEACON,
        "TODO in a list",
        (GUIDE, "Save the integration,", "- TODO: screenshots\n\nSave the integration,"),
        at=(GUIDE, "TODO"),
    ),
    violation(
        "C8402",
        PARCELS,
        "a name to fill in",
        (GUIDE, "- Read permission on it.", "- Read permission on <your share>."),
        at=(GUIDE, "<your share>"),
    ),
    violation(
        "C8402",
        NOTICE,
        "filler",
        (GUIDE, "A volume that holds the Maildir.", "Lorem ipsum dolor sit amet."),
        at=(GUIDE, "Lorem ipsum"),
    ),
    # C8403 missing-section
    violation(
        "C8403", LEDGER, "a heading of another matter", (GUIDE, "## Prerequisites", "## Ledger 4"), at=(GUIDE, "")
    ),
    violation(
        "C8403",
        BEACON,
        "words in prose are no heading",
        (GUIDE, "## Set up\n", "Set up the properties:\n"),
        at=(GUIDE, ""),
    ),
    violation(
        "C8403",
        PARCELS,
        "the line below is gone",
        (GUIDE, "Configuration\n-------------\n", "Configuration\n\n"),
        at=(GUIDE, ""),
    ),
    violation("C8403", NOTICE, "another word", (GUIDE, "## Settings", "## Options"), at=(GUIDE, "")),
    violation(
        "C8403",
        NOTICE,
        "in a code block",
        (GUIDE, "## Settings\n", "```md\n## Settings\n```\n"),
        at=(GUIDE, ""),
    ),
)
