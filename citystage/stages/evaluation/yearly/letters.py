"""The result letter: read before it is sent, sent by mail, and handed out as a PDF."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citystage.foundation.documents.filed import FiledPaper, filed_pdf
from citystage.kernel.texts import in_english, in_readers_language
from citystage.stages.evaluation.models import Subject


def subject_line(subject: Subject) -> str:
    """What the letter is about."""
    return _("Result of the %(title)s: %(name)s") % _told(subject, timezone.now())


def parts_of(subject: Subject, at: datetime) -> list[tuple[str, str]]:
    """Heading and text of each part, in the reader's language."""
    told = _told(subject, at)
    parts = [(_("Result"), _result(subject, told)), (_("Reason"), subject.reason or "—")]
    if subject.missing:
        parts.append((_("Not ranked"), _("Values are missing for: %(missing)s.") % told))
    late = subject.late
    if late is not None:
        parts.append((_("Self-report"), _("It was handed in %(late)s days late.") % told))
    elif subject.handed_in_at is None:
        parts.append((_("Self-report"), _("None was handed in.")))
    if subject.reply:
        parts += [
            (_("Your reply"), subject.reply),
            (_("What we make of it"), subject.answer or "—"),
        ]
    parts.append((_("Method"), _method(subject, told)))
    parts.append((told["city"], told["day"]))
    return parts


def body_of(subject: Subject, at: datetime) -> str:
    """The letter as plain text."""
    greeting = _("To %(name)s:") % _told(subject, at)
    return "\n\n".join([greeting, *(f"{head}\n{text}" for head, text in parts_of(subject, at))])


def letter_pdf(subject: Subject, at: datetime) -> bytes:
    """The letter as a paper; of a decided result the day of the decision stands on it."""
    told = _told(subject, at)
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    paper = FiledPaper(
        title=_("Notice of the assessment result"),
        owner=subject.exercise.city.label,
        lead=_("%(title)s · %(name)s") % told,
        language="en" if language == "en" else "zh-hans",
        printed_on=timezone.localdate(subject.decided_at or at),
        answers=parts_of(subject, at),
        files_title="",
    )
    return filed_pdf(paper)


def _result(subject: Subject, told: dict[str, Any]) -> str:
    words = _("Grade: %(grade)s.") % told
    if subject.score is None:
        return words
    placed = _("Total: %(total)s of 100; place %(place)s of %(count)s.") % told
    return f"{words}\n{placed}"


def _method(subject: Subject, told: dict[str, Any]) -> str:
    topsis = subject.exercise.read_terms().template.method == "topsis"
    told = told | {"method": _("TOPSIS") if topsis else _("weighted sum")}
    return _("Counted by %(method)s with the weights of version %(weights)s.") % told


def _told(subject: Subject, at: datetime) -> dict[str, Any]:
    exercise = subject.exercise
    names = {one.code: one.name for one in exercise.read_terms().measures}
    late = subject.late
    return {
        "title": exercise.title,
        "name": subject.label,
        "city": exercise.city.label,
        "grade": subject.graded or "—",
        "total": "" if subject.score is None else f"{subject.score * 100:.1f}",
        "place": subject.place,
        "count": exercise.subjects.exclude(score=None).count(),
        "weights": exercise.weights_used or "—",
        "late": f"{late.total_seconds() / 86400:.1f}" if late else "",
        "missing": (", " if in_english() else "、").join(
            in_readers_language(names[code].zh, names[code].en)
            for code in subject.missing
            if code in names
        ),
        "day": _day(timezone.localdate(subject.decided_at or at)),
    }


def _day(day: date) -> str:
    if in_english():
        return f"{day.day} {day:%b %Y}"
    return f"{day.year}年{day.month}月{day.day}日"
