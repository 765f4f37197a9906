"""How the text of a trial comes to be: a new version, what stands open, what is in force."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.trials.contents import Content, digest, text_of
from citystage.stages.trials.models import Signature, Trial, Version
from citystage.stages.trials.parties import frame


def write_version(  # noqa: PLR0913 -- the parts of one version
    trial: Trial,
    content: Content,
    *,
    amendment: int,
    reason: str,
    made_for: Unit | None,
    stamp: Stamp,
) -> Version:
    """A new text; the open one, if any, is closed, and signatures under it fall."""
    number = trial.versions.count() + 1
    ladder = frame(trial)
    text = text_of(trial, content, ladder, language="zh-hans")
    text_en = text_of(trial, content, ladder, language="en")
    return Version.objects.create(
        trial=trial,
        number=number,
        amendment=amendment,
        content=content.kept(),
        text=text,
        text_en=text_en,
        sha256=digest(text, text_en),
        reason=reason,
        made_by_id=stamp.actor.user_id,
        made_for=made_for,
        made_at=stamp.at,
    )


def open_version(trial: Trial) -> Version | None:
    """The text that waits for signatures."""
    return trial.versions.open().first()


def close(version: Version, stamp: Stamp) -> int:
    """The text stands open no more; returns how many signatures fell."""
    version.closed_at = stamp.at
    version.save(update_fields=["closed_at"])
    standing = Signature.objects.filter(version=version, dropped_at__isnull=True)
    return standing.update(dropped_at=stamp.at)


def follow_text(trial: Trial, content: Content) -> None:
    """The columns say what the text says (the caller saves)."""
    trial.title = content.title
    trial.place = content.place
    trial.district_id = content.district
    trial.starts_on, trial.ends_on = content.starts_on, content.ends_on
    trial.free, trial.price = content.free, content.price


def content_in_force(trial: Trial) -> Content | None:
    """What both sides signed last."""
    signed = trial.versions.signed().first()
    return Content.of(signed.content) if signed else None
