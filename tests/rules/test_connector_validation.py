"""The rule on what `validate` raises."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided

RAISES = "raise ValidationException('no')"


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("def validate(self, integration):  # <<<\n    pass", {}),
        ("def validate(self, integration):  # <<<\n    '''Check.'''", {}),
        ("def validate(self, integration): ...  # <<<", {}),
        ("def validate(self, integration):  # <<<\n    return None", {}),
        ("def validate(self, integration):  # <<<\n    return True", {}),
        ("def validate(self, integration):  # <<<\n    print(integration)", {}),
        ("def validate(self, integration):  # <<<\n    raise NotImplementedError", {}),
        ("def validate(self, integration):  # <<<\n    if not integration:\n        ValidationException('no')", {}),
        ("def validate(self, integration):  # <<<\n    return ValidationException('no')", {}),
        ("def validate(self, integration):  # <<<\n    raise ValueError('no')", {}),
        ("def validate(self, integration):  # <<<\n    if not integration:\n"
        "        raise Exception('ValidationException')", {}),
        (
            "def validate(self, integration):  # <<<\n    try:\n        print()\n    except Exception as error:\n"
            "        raise RuntimeError() from error",
            {},
        ),
        (
            "def validate(self, integration):  # <<<\n    try:\n        print()\n    except Exception:\n        raise",
            {},
        ),
        (
            "def validate(self, integration):  # <<<\n    raise ValidationException('x')",
            {"head": "class ValidationException(Exception):\n    pass"},
        ),
        (
            "def validate(self, integration):  # <<<\n    raise ValidationException('x')",
            {
                "head": "from .errors import ValidationException",
                "errors": "class ValidationException(Exception):\n    pass",
            },
        ),
        (
            "def validate(self, integration):  # <<<\n    raise RecordValidationException('x')",
            {"head": "class RecordValidationException(Exception):\n    pass"},
        ),
        (
            "def validate(self, integration):  # <<<\n    raise jsonschema.ValidationError('x')",
            {"head": "import jsonschema"},
        ),
        (
            f"def validate(self, integration):  # <<<\n    self._check()\ndef _check(self):\n    pass\n"
            f"def _other(self):\n    {RAISES}",
            {},
        ),
        (
            "def validate(self, integration):  # <<<\n    check(integration)",
            {"head": "from .checks import check", "checks": "def check(i):\n    raise OSError()"},
        ),
        (
            f"def validate(self, integration):  # <<<\n    print()\ndef samples(self, integration):\n    {RAISES}",
            {},
        ),
        (f"def validate(self, integration):  # <<<\n    return 1\n    {RAISES}", {}),
        (f"def validate(self, integration):  # <<<\n    if False:\n        {RAISES}", {}),
        (
            "def validate(self, integration):  # <<<\n    try:\n        requests.get('x')\n"
            "    except ValidationException:\n        pass",
            {"head": "import requests"},
        ),
        ("def validate(self, integration):  # <<<\n    client = requests.Session()\n"
        "    client.get('x').raise_for_status()",
         {"head": "import requests"}),
        (
            "def validate(self, integration):  # <<<\n    try:\n        self._check()\n"
            "    except ValidationException as e:\n        raise e\ndef _check(self):\n    raise ValueError('x')",
            {},
        ),
        (
            "def validate(self, integration):  # <<<\n    try:\n        open('x')\n"
            "    except (OSError, ValidationException):\n        raise",
            {},
        ),
        (
            "def validate(self, integration):  # <<<\n    try:\n        open('x')\n    except Exception as e:\n"
            "        self._clean(e)\ndef _clean(self, e):\n    print(e)\n    raise e",
            {},
        ),
        ("validate = lambda self, integration: None  # <<<", {}),
        (
            "",
            {
                "without": ("validate",),
                "head": "class Mixin:\n    def validate(self, integration):  # <<<\n        print()",
                "declaration": "class Demo(Mixin, C8Connector):",
            },
        ),
        ("def validate(self, integration):  # <<<\n    super().validate(integration)", {}),
        ("def validate(self, integration):  # <<<\n    integration['check'](integration)", {"tail": ""}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["source", "target"])
def test_a_validate_that_never_raises_is_found(body: str, around: dict[str, str], kind: str) -> None:
    """Empty bodies, other exceptions, some of the same name, code that is not reached; raising again is not raising."""
    assert_marked("C8513", body, kind=kind, **around)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("...", "`validate` is empty, so that the platform accepts wrong settings"),
        (
            "print(integration)",
            "`validate` reaches nothing that raises `ValidationException`, so that the platform answers 500 to wrong "
            "settings, or accepts them",
        ),
    ],
)
def test_the_message_says_what_the_platform_does(body: str, message: str) -> None:
    """An empty method accepts whatever it is given; one that fails otherwise is answered with 500."""
    judged = assert_marked("C8513", f"def validate(self, integration):  # <<<\n    {body}")
    assert judged.verdicts.only.message == message


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (f"def validate(self, integration):\n    {RAISES}", {}),
        ("def validate(self, integration):\n    raise ValidationException", {}),
        ("def validate(self, integration):\n    raise c8connector.ValidationException('x')", {}),
        ("def validate(self, integration):\n    error = ValidationException('x')\n    if error:\n"
        "        raise error", {}),
        (
            "def validate(self, integration):\n    raise Invalid('x')",
            {"head": "from c8connector import ValidationException as Invalid"},
        ),
        (
            "def validate(self, integration):\n    raise errors.Invalid('x')",
            {"head": "from . import errors", "errors": "from c8connector import ValidationException as Invalid"},
        ),
        (
            "def validate(self, integration):\n    raise Invalid('x')",
            {"head": "class Base(ValidationException):\n    pass\nclass Invalid(Base):\n    pass"},
        ),
        (
            f"def validate(self, integration):\n    self._check()\ndef _check(self):\n    self._fail()\n"
            f"def _fail(self):\n    {RAISES}",
            {},
        ),
        (
            "def validate(self, integration):\n    check(integration)",
            {
                "head": "from .checks import check",
                "checks": "from c8connector import ValidationException\ndef check(i):\n"
                "    raise ValidationException('x')",
            },
        ),
        (
            "def validate(self, integration):\n    try:\n        requests.get('x')\n    except Exception as error:\n"
            "        raise ValidationException(str(error)) from error",
            {"head": "import requests"},
        ),
        (
            "def validate(self, integration):\n    raise self._error('x')\n"
            "def _error(self, text):\n    return ValidationException(text)",
            {},
        ),
        (
            "def validate(self, integration):\n    fail(ValidationException, 'x')",
            {"head": "def fail(kind, text):\n    raise kind(text)"},
        ),
        (
            "@reported\ndef validate(self, integration):\n    print()",
            {
                "head": """
                def reported(function):
                    @functools.wraps(function)
                    def inner(self, integration):
                        try:
                            return function(self, integration)
                        except Exception as error:
                            raise ValidationException(str(error))
                    return inner
                """
            },
        ),
        (
            "@raising(ValidationException)\ndef validate(self, integration):\n    print()",
            {
                "head": """
                def raising(kind):
                    def decorate(function):
                        def inner(*args):
                            try:
                                return function(*args)
                            except Exception as error:
                                raise kind(str(error))
                        return inner
                    return decorate
                """
            },
        ),
        (
            "def validate(self, integration):\n    with reported():\n        print()",
            {
                "head": """
                from contextlib import contextmanager
                @contextmanager
                def reported():
                    try:
                        yield
                    except OSError as error:
                        raise ValidationException(str(error))
                """
            },
        ),
        (
            "def validate(self, integration):\n    with Reported():\n        print()",
            {
                "head": "class Reported:\n    def __enter__(self):\n        pass\n"
                        "    def __exit__(self, *e):\n        raise ValidationException('x')"
            },
        ),
        (
            "def validate(self, integration):\n    for check in CHECKS:\n        check(integration)",
            {"head": "def one(i):\n    raise ValidationException('x')\nCHECKS = [one]"},
        ),
        (
            "def validate(self, integration):\n    Client(integration)",
            {"head": "class Client:\n    def __init__(self, i):\n        raise ValidationException('x')"},
        ),
        (
            "def validate(self, integration):\n    asyncio.run(self._check())\nasync def _check(self):\n"
            "    raise ValidationException('x')",
            {},
        ),
        (
            "def validate(self, integration):\n    super().validate(integration)",
            {
                "head": "class Mixin:\n    def validate(self, integration):\n        raise ValidationException('x')",
                "declaration": "class Demo(Mixin, C8Connector):",
            },
        ),
        ("def validate(self, integration):\n    print(self.checked)\n@property\ndef checked(self):\n"
        "    raise ValidationException('x')", {}),
        ("@property\ndef validate(self):\n    pass", {}),
        ("validate = None", {}),
        ("", {"without": ("validate",)}),
        ("validate = lambda self, integration: check(integration)", {"head": "def check(i):\n"
        "    raise ValidationException('x')"}),
    ],
)  # fmt: skip
def test_a_validate_that_reaches_a_raise_is_fine(body: str, around: dict[str, str]) -> None:
    """Aliases, subclasses, helpers, decorators and context managers are followed."""
    assert_fine("C8513", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("def validate(self, integration):\n"
        "    raise_from(ValidationException('x'))", {"head": "from six import raise_from"}),
        ("def validate(self, integration):\n    check = globals()[integration['x']]\n    check()",
            {}),
        (
            "def validate(self, integration):\n    try:\n        check()\n    except ValidationException:\n"
            "        raise",
            {"head": "from elsewhere import check"},
        ),
        (
            "def validate(self, integration):\n    try:\n        check()\n"
            "    except (OSError, ValidationException) as e:\n        raise e",
            {"head": "from elsewhere import check"},
        ),
        ("@outside\ndef validate(self, integration):\n    pass", {"head": "from elsewhere import outside"}),
        ("def validate(self, integration):\n    raise integration['error']", {}),
        ("def validate(self, integration):\n    check(integration)", {"head": "from macrometa_common import check"}),
        (
            "def validate(self, integration):\n    super().validate(integration)",
            {"head": "from elsewhere import Base", "declaration": "class Demo(Base, C8Connector):"},
        ),
        (
            "def validate(self, integration):\n    check(integration)",
            {"head": "from elsewhere import wrapped\n@wrapped(ValidationException)\ndef check(i):\n    print()"},
        ),
        ("def validate(self, integration):\n    return asyncio.Future().set_exception(ValidationException('x'))", {}),
        ("def validate(self, integration):\n    print()", {"broken": "def f(:\n"}),
        ("def validate(self, integration):\n    check(error())",
            {"head": "from elsewhere import check\ndef error():\n    return ValidationException('x')"}),
    ],
)  # fmt: skip
def test_what_may_raise_somewhere_else_is_undecided(body: str, around: dict[str, str]) -> None:
    """The exception in the hands of outside code, and calls that cannot be followed, leave the rule undecided."""
    raising = f"def helper():\n    {RAISES}\n"
    assert_undecided("C8513", body, **{**around, "tail": around.get("tail", "") + raising})
