"""What one may do with a record now: each step with its rule, its form and its act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.refusals import NotFound, Refusal
from citystage.kernel.verdicts import Verdict
from citystage.web.shell.components import Text

_UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Step[R]:
    """One step: ``form`` builds its form (None: a button is enough), ``act`` does it."""

    name: str
    label: Text
    may: Callable[[Actor, R], Verdict]
    act: Callable[[R, forms.Form | None, Stamp], object]
    form: Callable[..., forms.Form] | None = None
    done: Text = ""
    # The step the page leads to; the others stand folded.
    first: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as the page draws it."""

    name: str
    label: Text
    form: forms.Form | None
    first: bool


def open_to[R](
    actor: Actor, record: R, steps: Sequence[Step[R]], *, wrong: Shown | None = None
) -> list[Shown]:
    """The steps that are open now; ``wrong`` is one that was sent with faults."""
    found = []
    for step in steps:
        if wrong is not None and wrong.name == step.name:
            found.append(wrong)
        elif step.may(actor, record):
            found.append(Shown(step.name, step.label, _form(step, record), step.first))
    return found


def _form[R](step: Step[R], record: R, request: HttpRequest | None = None) -> forms.Form | None:
    if step.form is None:
        return None
    auto_id = f"id_{step.name}_%s"
    if request is None:
        return step.form(record=record, auto_id=auto_id)
    return step.form(request.POST, request.FILES, record=record, auto_id=auto_id)


def take[R](
    request: HttpRequest, stamp: Stamp, record: R, name: str, steps: Sequence[Step[R]]
) -> Shown | None:
    """Do the step; None when it is done, else the step with what is wrong in its form.

    A refusal for what was typed stands in the form; any other is shown as a page.
    """
    step = next((one for one in steps if one.name == name), None)
    if step is None:
        raise NotFound(_("There is no such step."))
    form = _form(step, record, request)
    if form is not None and not form.is_valid():
        return Shown(step.name, step.label, form, first=True)
    try:
        step.act(record, form, stamp)
    except Refusal as refusal:
        if form is None or refusal.status != _UNPROCESSABLE:
            raise
        form.add_error(None, str(refusal))
        return Shown(step.name, step.label, form, first=True)
    if step.done:
        messages.success(request, str(step.done))
    return None
