"""How a notice gets into the mailbox."""

import logging
from email.message import EmailMessage
from mailbox import Maildir

from macrometa_integration_notice.settings import Settings

LOG = logging.getLogger(__name__)


def deliver(settings: Settings, text: str) -> str:
    """Leave one notice, and return its key in the mailbox."""
    message = EmailMessage()
    message["To"] = settings.recipient
    message["Subject"] = f"{settings.subject}: {text.splitlines()[0]}"
    message.set_content(text)
    key = Maildir(settings.mailbox, create=True).add(message)
    LOG.info("left %s in %s", key, settings.mailbox)
    return key
