"""The editor of an answer: essentials with evidence, price, schedule; it saves itself."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.money import WAN_YUAN, NotMoney, parse_money
from citystage.kernel.refusals import NotAllowed
from citystage.stages.docking.actions.papers import add_paper, drop_paper
from citystage.stages.docking.actions.write_answer import autosave_answer, write_answer
from citystage.stages.docking.contents import Content, PriceMode, Reply
from citystage.stages.docking.models import Answer
from citystage.stages.docking.queries import answers, words
from citystage.stages.docking.queries.words import Point
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.writing import Stale, asked_of, missing
from citystage.stages.selection.evidence import Evidence, WrongFile
from citystage.web.docking.answering.forms import PaperForm
from citystage.web.docking.answering.wording import number_in, stale_of
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.pages import page, show

TEMPLATE = "docking/answering/write.html"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and what of it cannot be read."""

    content: Content
    errors: Mapping[str, str]
    price: str


def _reached(stamp: Stamp, pk: int) -> Answer:
    """The answer, if this person may write on it now."""
    found = answers.reach_own(stamp.actor, pk)
    rules.may_write(found, found.opening, writer=True, moment=stamp.at).enforce(NotAllowed)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page
def write(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the draft; save it; go on to handing it in when asked to."""
    found = _reached(stamp, pk)
    if request.method != "POST":
        return _show(request, found, Content.read(found.content))
    typed = typed_in(request, found)
    if typed.errors:
        return _show(request, found, typed.content, typed=typed, status=422)
    try:
        saved = _save(request, stamp, found, typed, write_answer)
    except Stale as refusal:
        fresh = answers.reach_own(stamp.actor, pk)
        return _show(request, fresh, typed.content, typed=typed, outrun=refusal, status=409)
    if request.POST.get("do") == "submit":
        return HttpResponseRedirect(reverse("docking:submit", args=[pk]))
    if (paper := request.POST.get("do", "")).startswith("paper:"):
        return _with_paper(request, stamp, saved, paper.removeprefix("paper:"))
    messages.success(request, _("Saved as revision %d.") % saved.revision)
    return HttpResponseRedirect(reverse("docking:write", args=[pk]))


@require_POST
@page
def autosave(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Save what is typed while the person goes on writing; the page keeps its fields."""
    found = _reached(stamp, pk)
    typed = typed_in(request, found)
    context: dict[str, object] = {"answer": found, "at": stamp.at, "wrong": typed.errors}
    status = 422 if typed.errors else 200
    if not typed.errors:
        try:
            saved = _save(request, stamp, found, typed, autosave_answer)
            context |= {"answer": saved, "saved": True, "gaps": missing(saved, found.opening)}
        except Stale as refusal:
            context["outrun"], status = refusal, 409
    return show(request, TEMPLATE, context, part="saved", status=status)


def _save(
    request: HttpRequest, stamp: Stamp, found: Answer, typed: Typed, act: Callable[..., Answer]
) -> Answer:
    version = number_in(request, VERSION)
    return act(found, content=typed.content, version=version, stamp=stamp)


def typed_in(request: HttpRequest, found: Answer) -> Typed:
    """What stands in the form."""
    post = request.POST
    errors: dict[str, str] = {}
    price = None
    amount = post.get("price", "").strip()
    if amount:
        try:
            price = parse_money(amount, unit=WAN_YUAN)
        except NotMoney:
            errors["price"] = _("Write one amount, such as 350 or 350万元.")
    replies = {
        key: Reply(
            can=post.get(f"can.{key}", ""),
            evidence=post.get(f"evidence.{key}", ""),
            capability=number_in(request, f"capability.{key}") or None,
            case=post.get(f"case.{key}", ""),
            link=post.get(f"link.{key}", ""),
        )
        for key in asked_of(found.opening).keys
    }
    for key, reply in replies.items():
        if reply.link.strip() and not reply.link.strip().startswith(("https://", "http://")):
            errors[f"link.{key}"] = _("An address begins with https://.")
    content = Content(
        summary=post.get("summary", ""),
        replies=replies,
        price_mode=post.get("price_mode", ""),
        price=price,
        price_words=post.get("price_words", ""),
        weeks=number_in(request, "weeks") or None,
        schedule=post.get("schedule", ""),
        wanted=post.get("wanted", ""),
        own_work=post.get("own_work", ""),
        share=number_in(request, "share") or None,
    )
    return Typed(content, errors, amount)


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    found: Answer,
    content: Content,
    *,
    typed: Typed | None = None,
    outrun: Stale | None = None,
    paper: tuple[str, PaperForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    opening = found.opening
    wear_city(request, opening.scenario.city)
    (told,) = words.told([found], opening, given=False)
    errors = dict(typed.errors) if typed else {}
    if paper:
        errors[f"file.{paper[0]}"] = " ".join(map(str, paper[1].errors.get("file", [])))
    context = {
        "answer": found,
        "opening": opening,
        "scenario": opening.scenario,
        "content": content,
        "points": _points(told.points, content),
        "shares": told.shares,
        "errors": errors,
        "wrong": _worded(errors, told.points),
        "price": typed.price if typed else _in_wan(content.price),
        "modes": PriceMode.choices,
        "capabilities": list(answers.capabilities_of(found)[:100]),
        "limit": asked_of(opening).words,
        "gaps": missing(found, opening),
        "stale": stale_of(found, outrun.changes) if outrun else None,
        "crumbs": [
            Link(label=_("Our answers"), url=reverse("docking:answers")),
            Link(label=opening.scenario.label, url=reverse("docking:answer", args=[found.pk])),
            Link(label=_("Write")),
        ],
    }
    return show(request, TEMPLATE, context, status=status)


def _points(points: Sequence[Point], content: Content) -> list[Point]:
    """The essentials with what stands in the form now."""
    return [
        Point(
            key=one.key,
            number=one.number,
            text=one.text,
            reply=content.replies.get(one.key, Reply()),
            capability=one.capability,
            papers=one.papers,
        )
        for one in points
    ]


def _worded(errors: Mapping[str, str], points: Sequence[Point]) -> list[tuple[str, str]]:
    """What cannot be taken, with the id of its field."""
    known = {point.key: point.number for point in points}
    return [
        (
            f"id_{name.replace('.', '_')}",
            _("Essential %(n)d: %(what)s") % {"n": known[name.split(".")[-1]], "what": words}
            if name.split(".")[-1] in known
            else words,
        )
        for name, words in errors.items()
    ]


def _in_wan(fen: int | None) -> str:
    """As one types it: ten thousand yuan, without a fraction that says nothing."""
    if fen is None:
        return ""
    return f"{fen / WAN_YUAN:.6f}".rstrip("0").rstrip(".")


@require_POST
@page
def add(request: HttpRequest, stamp: Stamp, pk: int, key: str) -> HttpResponse:
    """Put a file behind an essential."""
    return _with_paper(request, stamp, _reached(stamp, pk), key)


def _with_paper(request: HttpRequest, stamp: Stamp, found: Answer, key: str) -> HttpResponse:
    """The file field of an essential carries its key, for several stand on the page."""
    sent: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict()
    sent.setlist("file", request.FILES.getlist(f"file.{key}"))
    form = PaperForm({}, sent)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            given = Evidence(file.name, file.read())
            add_paper(found, essential=key, file=given, stamp=stamp)
        except WrongFile as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The file stands behind the essential."))
            return HttpResponseRedirect(_at(found, key))
    fresh = answers.reach_own(stamp.actor, found.pk)
    content = Content.read(fresh.content)
    return _show(request, fresh, content, paper=(key, form), status=422)


@require_POST
@page
def drop(request: HttpRequest, stamp: Stamp, pk: int, paper: int) -> HttpResponse:
    """Take a file out of the draft."""
    found = _reached(stamp, pk)
    typed = typed_in(request, found)
    # The button stands in the form: what was typed there is kept, unless others were faster.
    if request.POST.get(VERSION) and not typed.errors:
        with suppress(Stale):
            _save(request, stamp, found, typed, write_answer)
    drop_paper(found, paper_id=paper, stamp=stamp)
    messages.success(request, _("The file is taken out of the draft."))
    return HttpResponseRedirect(reverse("docking:write", args=[pk]))


def _at(found: Answer, key: str) -> str:
    return reverse("docking:write", args=[found.pk]) + f"#essential-{key}"
