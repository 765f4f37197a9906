"""How mail leaves the house: into files of a folder, or by SMTP, as ``MAIL_URL`` says.

``file:///path`` writes one ``.eml`` for each mail; ``smtp://user:password@host:port`` and
``smtps://…`` send it (``smtp`` upgrades to TLS when the server offers it).
"""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings

from citystage.foundation.notices.models import Mail

_SECONDS = 20


class Carrier(Protocol):
    """Takes one mail; raises OSError (smtplib's errors are) when it could not."""

    def carry(self, mail: Mail) -> None: ...


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.splitlines())
    # The same id at every attempt, so that a server which took it twice can tell.
    message["Message-ID"] = f"<mail-{mail.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}>"
    message.set_content(mail.body)
    return message


class Folder:
    """A folder of ``.eml`` files: what development and demonstrations use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self, mail: Mail) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{mail.pk:08d}.eml"
        path.write_bytes(_message(mail).as_bytes())


class Smtp:
    """A mail server."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)

    def carry(self, mail: Mail) -> None:
        parts = self.parts
        host, secure = parts.hostname or "localhost", parts.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        with kind(host, parts.port or (465 if secure else 587), timeout=_SECONDS) as server:
            server.ehlo()
            if not secure and server.has_extn("starttls"):
                server.starttls()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(_message(mail))


def carrier(url: str) -> Carrier:
    """The carrier that ``url`` names; raises ValueError for a scheme it does not know."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Folder(Path(unquote(parts.path)))
    if parts.scheme in {"smtp", "smtps"}:
        return Smtp(url)
    raise ValueError(f"MAIL_URL: file://, smtp:// or smtps:// expected, not {parts.scheme}://")
