"""Every text of a trial agreement, beside the one before it, and as a paper."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.text.diff import diff
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.filed import FiledPaper
from citystage.kernel.texts import in_english
from citystage.stages.trials.contents import Content, points
from citystage.stages.trials.models import Signature, Trial, Version
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries import trials as queries
from citystage.web.shell import formats
from citystage.web.shell.components import Badge, Link
from citystage.web.shell.pages import page, show
from citystage.web.trials.listing import ensure
from citystage.web.trials.printing import printed


def name_of(version: Version) -> str:
    """What a text is of: the agreement, or one of its amendments."""
    if version.amendment:
        return _("Amendment %(number)d, text %(text)d") % {
            "number": version.amendment,
            "text": version.number,
        }
    return _("Agreement, text %d") % version.number


def mark_of(version: Version) -> Badge:
    """Whether it is in force, waits, or was written anew."""
    if version.in_force_at:
        return Badge(label=_("signed by both sides"), tone="good", icon="handshake")
    if version.closed_at:
        return Badge(label=_("no longer valid"), tone="plain", icon="x")
    return Badge(label=_("waits for signatures"), tone="info", icon="clock")


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/trials/<pk>/texts/``."""
    ensure(stamp.actor)
    trial = queries.reach_trial(stamp.actor, pk)
    context = {
        "trial": trial,
        "rows": [(one, name_of(one), mark_of(one)) for one in queries.versions_of(trial)],
        "crumbs": [*_way(trial), Link(label=_("Texts and signatures"))],
    }
    return show(request, "trials/texts.html", context)


@require_safe
@page
def show_one(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """One text, and what it changed."""
    ensure(stamp.actor)
    trial = queries.reach_trial(stamp.actor, pk)
    version = queries.version_of(trial, number)
    earlier = queries.before(version)
    context = {
        "trial": trial,
        "version": version,
        "name": name_of(version),
        "mark": mark_of(version),
        "earlier": earlier,
        "segments": diff(earlier.worded, version.worded) if earlier else (),
        "crumbs": [
            *_way(trial),
            Link(label=_("Texts and signatures"), url=reverse("trials:texts", args=[pk])),
            Link(label=name_of(version)),
        ],
    }
    return show(request, "trials/text.html", context)


def _way(trial: Trial) -> list[Link]:
    return [
        Link(label=_("Trial agreements"), url=reverse("trials:list")),
        Link(label=trial.title, url=reverse("trials:trial", args=[trial.pk])),
    ]


@require_safe
@page
def paper(request: HttpRequest, stamp: Stamp, pk: int, number: int, kind: str) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """The text as PDF or Word file, with who signed it and its hash."""
    ensure(stamp.actor)
    trial = queries.reach_trial(stamp.actor, pk)
    version = queries.version_of(trial, number)
    frame = standing.frame(trial)
    content = Content.of(version.content)
    signed = [one for one in version.signatures.all() if one.dropped_at is None]
    sheet = FiledPaper(
        title=content.title,
        owner=trial.owner_unit.label,
        lead=f"{name_of(version)} · {mark_of(version).label}",
        language="en" if in_english() else "zh-hans",
        printed_on=timezone.localdate(version.made_at),
        answers=[
            *(
                (f"{place}. {heading}", words)
                for place, (heading, words) in enumerate(points(trial, content, frame), start=1)
            ),
            (_("Signatures"), "\n".join(map(signed_by, signed)) or _("not signed yet")),
        ],
        files_title=_("Hash of the signed text (SHA-256)"),
        files=((name_of(version), version.sha256),),
    )
    return printed(sheet, f"trial-{pk}-text-{number}", kind)


def signed_by(one: Signature) -> str:
    return _("%(side)s: %(unit)s, %(person)s, %(when)s") % {
        "side": one.get_side_display(),
        "unit": one.unit.label,
        "person": one.signer,
        "when": formats.moment(one.signed_at),
    }
