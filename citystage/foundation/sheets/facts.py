"""What an import tells the rest of the house."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUploaded(Fact):
    """A file was uploaded for import; ``sha256`` names its content."""

    verb = "sheets.import.uploaded"
    label = _("file uploaded")

    run_id: int
    target: str
    file_name: str
    sha256: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMapped(Fact):
    """Somebody said which column is which field."""

    verb = "sheets.import.mapped"
    label = _("columns mapped")

    run_id: int
    mapping: list[str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStarted(Fact):
    """The rows began to come in."""

    verb = "sheets.import.started"
    label = _("import started")

    run_id: int
    release: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFinished(Fact):
    """Every row is accounted for."""

    verb = "sheets.import.finished"
    label = _("import finished")

    run_id: int
    counts: dict[str, int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCancelled(Fact):
    """Stopped by a person; what had come in stays."""

    verb = "sheets.import.cancelled"
    label = _("import cancelled")

    run_id: int
    counts: dict[str, int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFailed(Fact):
    """Stopped because the file could not be read to its end."""

    verb = "sheets.import.failed"
    label = _("import failed")

    run_id: int
    reason: str
