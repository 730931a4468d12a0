"""C8511, C8512 and C8514: the configuration properties that the connector offers to its users."""

from collections.abc import Iterator

from macrometa_conformance.connector.evidence import evidence
from macrometa_conformance.connector.property_faults import bad_calls, duplicates, open_secrets
from macrometa_conformance.finding import Finding, Related, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_connector_class
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, WARNING, rule


@rule("C8511", severity=ERROR, source="interface", requires=(needs_connector_class,))
def duplicate_config_property(project: Project) -> Iterator[Verdict]:
    """Two configuration properties that `config()` returns share a name.

    Names are followed through constants, helpers, tables and loops of the project. The finding stands on the name of
    the later one.

    Why: A user's settings come as one dict by name, so that one of the two is lost.

    Silent: Judged are properties that surely stand in the same list: those of two branches do not.

    Fix: Give one of them another name, or take it out.

    Bad:

    ```diff macrometa_source_demo/__init__.py
                 ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    +            ConfigProperty("host", "Host", ConfigAttributeType.STRING, False, False, "Where else"),  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
                 ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
                 ConfigProperty("password", "Password", ConfigAttributeType.PASSWORD, True, False, "Of the account"),
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -    def config(self) -> List[ConfigProperty]:
    -        return [
    +    def config(self) -> List[ConfigProperty]:
    +        if self.version().startswith("0."):
    +            return [
    +                ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    +            ]
    +        return [
    ```
    """
    for one in duplicates(project):
        if isinstance(one, Undecided):
            yield one
            continue
        message = f"the property `{one.name}` is there already"
        related = (Related(one.first, f"the first `{one.name}`"),) if one.first != one.place else ()
        yield Finding(one.place, message, "give it another name, or drop it", one.name, related)
    if project.config_properties.undecided is not None:
        yield project.config_properties.undecided


@rule("C8512", severity=WARNING, source="hygiene", requires=(needs_connector_class,))
def secret_not_password(project: Project) -> Iterator[Verdict]:
    """A configuration property that is named like a secret has the type STRING.

    The name, split at `_`, `-` and case, ends in password, passwd, passphrase, pwd, secret, token, api key, private
    key, client key, secret key or access key; well-known ones written together, such as `apikey`, count too. Both
    arguments are taken as Python would bind them, in every call of `ConfigProperty` in the package, and followed
    through constants, helpers, tables and loops.

    Why: The platform shows a STRING as it is typed, and hides a PASSWORD.

    Silent: A call that C8514 reports is not judged. A name or type that cannot be worked out leaves the rule undecided.

    Fix: Write `ConfigAttributeType.PASSWORD`.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -            ConfigProperty("password", "Password", ConfigAttributeType.PASSWORD, True, False, "Of the account"),
    +            ConfigProperty("password", "Password", ConfigAttributeType.STRING, True, False, "Of the account"),  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
                 ConfigProperty("password", "Password", ConfigAttributeType.PASSWORD, True, False, "Of the account"),
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -            ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    +            ConfigProperty("password_host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    ```
    """
    for one in open_secrets(project):
        if isinstance(one, Undecided):
            yield one
            continue
        message = f"the property `{one.name}` has the type `STRING`, which is shown as it is typed"
        related = evidence((value for given in one.given for value in given.values), one.place)
        yield Finding(one.place, message, "write `ConfigAttributeType.PASSWORD`", one.name, related)


@rule("C8514", severity=ERROR, source="runtime", requires=(needs_connector_class,))
def invalid_config_property(project: Project) -> Iterator[Verdict]:
    """A call of `ConfigProperty` raises TypeError, or names a member of `ConfigAttributeType` that does not exist.

    The constructor takes `name`, `display_name`, `type`, `is_mandatory`, `is_dynamic`, `description`, and with defaults
    `default_value` and `placeholder_value`. Each call in the package that lacks one, passes one twice or passes
    anything else is one finding; of a table that a call is filled from, each row that makes it raise.

    Why: `config()` raises, so that the platform has no settings to ask for; at module level the package cannot even be
    imported.

    Silent: A call with starred arguments that cannot be worked out is not judged.

    Fix: Pass what the constructor takes.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -            ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    +            ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, "Where Demo listens"),  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -            ConfigProperty("password", "Password", ConfigAttributeType.PASSWORD, True, False, "Of the account"),
    +            ConfigProperty("password", "Password", ConfigAttributeType.SECRET, True, False, "Of the account"),  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
                 ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -            ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
    +            ConfigProperty(
    +                "host",
    +                "Host",
    +                ConfigAttributeType.STRING,
    +                description="Where Demo listens",
    +                is_dynamic=False,
    +                is_mandatory=True,
    +                placeholder_value="demo.example.com",
    +            ),
    ```
    """
    for one in bad_calls(project):
        yield Finding(one.place, one.message, one.help, subject=one.name or "ConfigProperty")
