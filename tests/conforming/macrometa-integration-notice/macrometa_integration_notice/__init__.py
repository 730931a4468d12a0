"""Leaves a notice when a workflow ends."""

from c8connector import C8Connector, ConfigAttributeType, ConfigProperty, ValidationException

from macrometa_integration_notice.settings import Settings, SettingsError
from macrometa_integration_notice.version import __version__

PACKAGE_NAME = "macrometa-integration-notice"


def _mandatory(name, display_name, kind, description):
    return ConfigProperty(name, display_name, kind, True, False, description)


class NoticeIntegration(C8Connector):
    """Notice"""

    @classmethod
    def name(cls):
        return "Notice"

    @classmethod
    def package_name(cls):
        return PACKAGE_NAME

    @classmethod
    def version(cls):
        return __version__

    @classmethod
    def type(cls):
        return "integration"

    description = lambda self: (  # noqa: E731
        "Leaves a notice in a mailbox "
        "when a workflow ends."
    )

    def validate(self, integration):
        try:
            Settings.of(integration)
        except SettingsError as error:
            raise ValidationException(str(error))

    def samples(self, integration):
        return []

    def schemas(self, integration):
        return []

    def reserved_keys(self):
        return []

    def config(self):
        mailbox = _mandatory("mailbox", "Mailbox", ConfigAttributeType.STRING, "Path of the Maildir.")
        recipient = _mandatory("recipient", "Recipient", ConfigAttributeType.EMAIL, "Whom it is for.")
        subject = ConfigProperty(
            name="subject", display_name="Subject", type=ConfigAttributeType.STRING, is_mandatory=False,
            is_dynamic=True, description="First words of the subject.", default_value=Settings.subject,
        )
        return [mailbox, recipient, subject]

    def capabilities(self):
        return []
