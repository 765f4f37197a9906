"""Steps that several actions share: locking, reading what was typed, revisions, files, places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from errno import EDQUOT, ENOSPC
from hashlib import file_digest
from pathlib import PurePath
from typing import Final

from django.core.files.base import File
from django.utils.translation import gettext as _

from citystage.engines.text.folding import clean as clean_text
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.intake import queries
from citystage.stages.intake.filetypes import HEAD, is_what_it_says
from citystage.stages.intake.forming.answering import Answers, Typed, clean
from citystage.stages.intake.forming.definition import Form, parse
from citystage.stages.intake.models import (
    Application,
    Attachment,
    Call,
    Quota,
    Recommendation,
)

LARGEST_FILE: Final = 20 * 1024 * 1024
MOST_FILES: Final = 20
FILE_KINDS: Final = frozenset(
    ".pdf .doc .docx .wps .xls .xlsx .et .csv .ppt .pptx .txt .ofd .jpg .jpeg .png .webp".split()  # noqa: SIM905 -- reads like a list
)

type Files = Mapping[str, Sequence[File[bytes]]]


class BadAnswers(Refusal):
    """Some of what was typed cannot be taken; ``errors`` words it by field. Nothing was saved."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken as they are. Nothing was saved yet."))
        self.errors = dict(errors)


class Stale(Refusal):
    """Somebody else saved meanwhile; ``changes`` says who changed which fields when."""

    def __init__(self, changes: Sequence[queries.Change]) -> None:
        super().__init__(
            _("This was changed by others while you were writing. Look at their changes first.")
        )
        self.changes = tuple(changes)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a person typed into a form, with the files that came along."""

    typed: Mapping[str, Typed]
    files: Files = field(default_factory=dict)


def person(stamp: Stamp) -> int:
    """The person who acts. Raises ``NotAllowed`` for a visitor, and for the house itself."""
    if stamp.actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    return stamp.actor.user_id


def locked(application: Application) -> Application:
    """The application as it stands now, locked until the end of the transaction."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("call", "form", "city", "owner_unit", "recommender", "filed_by")
        .get(pk=application.pk)
    )


def ensure_fresh(application: Application, version: int) -> None:
    """Raise ``Stale`` when the person looked at an older revision."""
    if application.revision != version:
        raise Stale(queries.changes_since(application, version))


def read_answers(
    form: Form, writing: Writing, *, city: Unit, before: Mapping[str, object]
) -> Answers:
    """Clean what was typed; raises ``BadAnswers`` for what cannot be read or kept."""
    kept = {
        number: ""
        for one in form.fields
        if one.type == "file"
        for number in _numbers(before.get(one.key))
    }
    known = queries.lexicon(city)
    lexicon = type(known)(districts=known.districts, terms=known.terms, files=kept)
    cleaned = clean(form, writing.typed, before=before, lexicon=lexicon)
    if errors := cleaned.errors | _bad_files(form, writing.files, cleaned.answers):
        raise BadAnswers(errors)
    return cleaned.answers


def _numbers(answer: object) -> list[int]:
    return [one for one in answer if isinstance(one, int)] if isinstance(answer, list) else []


def _bad_files(form: Form, files: Files, answers: Answers) -> dict[str, str]:
    errors: dict[str, str] = {}
    for key, given in files.items():
        asked = form.get(key)
        if asked is None or asked.type != "file":
            errors[key] = _("This form does not ask for files here.")
        elif len(given) + len(_numbers(answers.get(key))) > MOST_FILES:
            errors[key] = _("At most %d files.") % MOST_FILES
        else:
            wrong = [said for one in given if (said := _bad_file(one))]
            if wrong:
                errors[key] = " ".join(wrong)
    return errors


def _bad_file(one: File[bytes]) -> str:
    name = file_name(one)
    if PurePath(name.lower()).suffix not in FILE_KINDS:
        return _("“%(name)s” is not of a kind that is taken here: %(kinds)s.") % {
            "name": name[:80],
            "kinds": " ".join(sorted(FILE_KINDS)),
        }
    if one.size > LARGEST_FILE:
        return _("“%(name)s” is larger than %(most)d MB.") % {
            "name": name[:80],
            "most": LARGEST_FILE // 1024 // 1024,
        }
    if not one.size:
        return _("“%s” is empty.") % name[:80]
    one.seek(0)
    head = one.read(HEAD)
    one.seek(0)
    if not is_what_it_says(PurePath(name.lower()).suffix, head):
        return _("“%s” is not what its name says: its content is of another kind.") % name[:80]
    return ""


def file_name(one: File[bytes]) -> str:
    """The name a file was sent with, without folders and fit to show, at most 200 characters."""
    name = clean_text(PurePath((one.name or "").replace("\\", "/")).name)
    suffix = PurePath(name).suffix[:20]
    return name if len(name) <= 200 else name[: 200 - len(suffix)] + suffix  # noqa: PLR2004 -- the column


def keep_files(application: Application, files: Files, answers: Answers, *, stamp: Stamp) -> None:
    """Store the files and add their numbers to the answers. Raises a Refusal on a full disk."""
    for key, given in files.items():
        numbers = _numbers(answers.get(key))
        for one in given:
            one.seek(0)
            attachment = Attachment(
                application=application,
                field=key,
                name=file_name(one),
                size=one.size,
                sha256=file_digest(one, "sha256").hexdigest(),
                added_by_id=stamp.actor.user_id,
                added_at=stamp.at,
            )
            one.seek(0)
            _store(attachment, one)
            numbers.append(attachment.pk)
        if numbers:
            answers[key] = numbers


def _store(attachment: Attachment, content: File[bytes]) -> None:
    try:
        attachment.file.save(attachment.name, content, save=True)
    except OSError as fault:
        if fault.errno in (ENOSPC, EDQUOT):
            raise Refusal(
                _("The server has no room for more files. Nothing was saved; try without the file.")
            ) from fault
        raise


def choose_recommender(
    call: Call, *, chosen: Unit | None, unit: Unit, answers: Mapping[str, object]
) -> Unit:
    """The unit somebody chose, or the one the answers lead to; the city when none is needed."""
    if not call.needs_recommendation:
        return call.city
    if chosen is not None:
        if chosen.city_id != call.city_id or chosen.kind not in (
            Unit.Kind.DISTRICT,
            Unit.Kind.DEPARTMENT,
        ):
            raise Refusal(_("Only a district or department of this city can recommend."))
        return chosen
    return queries.recommender_for(
        call.city, unit=unit, form=parse(call.form.definition), answers=answers
    )


def locked_quota(call: Call, unit: Unit) -> Quota:
    """The places of a recommender, locked: the scarce thing that everybody queues for.

    Raises ``Refusal`` when the unit has no places in this call.
    """
    quota = Quota.objects.select_for_update().filter(call=call, unit=unit).first()
    if quota is None:
        raise Refusal(_("%s has no places in this call.") % unit.label)
    return quota


def close_gap(call: Call, unit: Unit) -> None:
    """Renumber a recommender's places 1, 2, 3, … in their order (quota locked by the caller)."""
    rows = Recommendation.objects.filter(call=call, unit=unit).order_by("place")
    put_in_order(rows)


def put_in_order(rows: Iterable[Recommendation]) -> None:
    """Give these recommendations the places 1, 2, 3, … as they come."""
    moved = []
    for place, row in enumerate(rows, start=1):
        if row.place != place:
            row.place = place
            moved.append(row)
    Recommendation.objects.bulk_update(moved, ["place"])


def give_places(call: Call, wanted: Mapping[int, int]) -> None:
    """Give every district and department of the city its places.

    Raises ``Refusal`` when that would be fewer than a unit has used.
    """
    units = list(queries.recommenders_of(call.city))
    list(Quota.objects.select_for_update().filter(call=call).order_by("unit_id"))
    used: dict[int, int] = {}
    for unit_id in Recommendation.objects.filter(call=call).values_list("unit_id", flat=True):
        used[unit_id] = used.get(unit_id, 0) + 1
    before = queries.places_of(call)
    rows = []
    for unit in units:
        places = wanted.get(unit.pk, before.get(unit.pk, call.default_places))
        if places < used.get(unit.pk, 0):
            raise Refusal(
                _("%(unit)s has already used %(used)d places; it cannot have fewer.")
                % {"unit": unit.label, "used": used[unit.pk]}
            )
        rows.append(Quota(call=call, unit=unit, places=places))
    Quota.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["call", "unit"], update_fields=["places"]
    )
