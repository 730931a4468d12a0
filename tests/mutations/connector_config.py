"""The properties that `config()` returns: C85."""

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Mutation, violation

MUTATIONS: tuple[Mutation, ...] = (
    # C8511 duplicate-config-property
    violation(
        "C8511",
        BEACON,
        "once more, appended",
        (
            "interface/configuration.py",
            "        return properties\n",
            '        properties += [ConfigProperty("access_token", "Token", Kind.PASSWORD, True, False, "Again.")]\n        return properties\n',
        ),
        at=("interface/configuration.py", '"Again."'),
    ),
    violation(
        "C8511",
        PARCELS,
        "beside a comprehension",
        (
            "__init__.py",
            "            for name, (title, kind, mandatory, text, default) in PROPERTIES.items()\n        ]\n",
            "            for name, (title, kind, mandatory, text, default) in PROPERTIES.items()\n        ] + [ConfigProperty('depot', 'Depot', ConfigAttributeType.STRING, True, False, 'Name of it.')]\n",
        ),
        at=("__init__.py", "'Name of it.'"),
    ),
    # C8512 secret-not-password
    violation(
        "C8512",
        NOTICE,
        "a new token, by a helper",
        (
            "__init__.py",
            "        return [mailbox, recipient, subject]",
            '        token = _mandatory("relayToken", "Mailbox", ConfigAttributeType.STRING, "Of the relay.")\n        return [mailbox, recipient, subject, token]',
        ),
        at=("__init__.py", '"relayToken"'),
    ),
    violation(
        "C8512",
        LEDGER,
        "a client secret",
        (
            "__init__.py",
            'ConfigProperty("password", "Ledger Password", ConfigAttributeType.PASSWORD',
            'ConfigProperty("ledger-client-secret", "Ledger Password", ConfigAttributeType["STRING"]',
        ),
        ("client.py", 'config.get("password")', 'config.get("ledger-client-secret")'),
        at=("__init__.py", "ledger-client-secret"),
    ),
    # C8514 invalid-config-property
    violation(
        "C8514",
        PARCELS,
        "an argument too many",
        (
            "__init__.py",
            "ConfigProperty(name, title, kind, mandatory, False, text, default_value=default)",
            "ConfigProperty(name, title, kind, mandatory, False, text, default, '', None)",
        ),
        at=("__init__.py", "ConfigProperty(name, title"),
    ),
    violation(
        "C8514",
        NOTICE,
        "a keyword in another case",
        ("__init__.py", "is_mandatory=False,\n", "isMandatory=False,\n"),
        at=("__init__.py", "subject = ConfigProperty("),
    ),
    violation(
        "C8514",
        BEACON,
        "a member by its value",
        ("interface/configuration.py", "type=Kind.INT,", 'type=Kind["integer"],'),
        at=("interface/configuration.py", 'Kind["integer"]'),
    ),
    violation(
        "C8514",
        LEDGER,
        "an argument twice",
        (
            "__init__.py",
            'ConfigProperty("table", "Table", ConfigAttributeType.STRING, True, True,\n',
            'ConfigProperty("table", "Table", ConfigAttributeType.STRING, True, True, is_dynamic=True,\n',
        ),
        at=("__init__.py", "is_dynamic=True"),
    ),
)
