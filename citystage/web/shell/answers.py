"""A form of the form language as a page draws it: widgets, what was typed, complaints beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.intake.forming.answering import Lexicon, Typed, clean
from citystage.stages.intake.forming.definition import Field, Form
from citystage.stages.intake.forming.reading import typed_again
from citystage.stages.intake.forming.values import CONTACT_PARTS
from citystage.stages.intake.writing import Writing
from citystage.web.shell.components import Text

_FEW_LINES, _SOME_LINES = 4, 7
_SHORT_TEXT = 600


class PartsWidget(forms.Widget):
    """Several inputs with labels of their own under one legend: a period, a contact."""

    template_name = "shell/answers/parts.html"
    use_fieldset = True
    # Name, label, kind of input, and what the browser may fill in.
    parts: tuple[tuple[str, Text, str, str], ...] = ()

    def id_for_label(self, id_: str) -> str:
        """Point the legend's link at the first part."""
        return f"{id_}_{self.parts[0][0]}" if self.parts else id_

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Mapping) else {}
        here = context["widget"]["attrs"].get("id", name)
        context["widget"]["parts"] = [
            {
                "name": f"{name}.{part}",
                "id": f"{here}_{part}",
                "type": kind,
                "autocomplete": complete,
                "label": label,
                "value": given.get(part, ""),
            }
            for part, label, kind, complete in self.parts
        ]
        return context


class PeriodWidget(PartsWidget):
    """First and last day."""

    parts = (
        ("from", gettext_lazy("first day"), "date", "off"),
        ("until", gettext_lazy("last day"), "date", "off"),
    )


class ContactWidget(PartsWidget):
    """Who answers, and how to reach them."""

    parts = (
        ("name", gettext_lazy("name"), "text", "name"),
        ("unit", gettext_lazy("department and post"), "text", "organization"),
        ("phone", gettext_lazy("telephone"), "tel", "tel"),
        ("email", gettext_lazy("e-mail"), "email", "email"),
    )


class FilesWidget(forms.Widget):
    """Files given before, each with a box to keep it, and a place for more."""

    template_name = "shell/answers/files.html"
    use_fieldset = True
    needs_multipart_form = True

    def __init__(self, known: Mapping[int, str]) -> None:
        super().__init__()
        self.known = known

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = [str(one) for one in value] if isinstance(value, list | tuple) else []
        context["widget"]["kept"] = [
            {"number": one, "name": self.known[int(one)]}
            for one in kept
            if one.isdecimal() and int(one) in self.known
        ]
        return context


class Questions(forms.Form):
    """The questions of a form that show, with what was typed so far.

    Never validated by itself: the stage cleans what was typed and says what is wrong.
    ``shape_url`` is asked again (with script) when an answer decides about other questions.
    """

    use_required_attribute = False

    def __init__(  # noqa: PLR0913 -- a drawn form is all of these
        self,
        form: Form,
        typed: Mapping[str, Typed],
        *,
        asked: Iterable[Field],
        lexicon: Lexicon,
        errors: Mapping[str, str],
        shape_url: str = "",
    ) -> None:
        super().__init__()
        for one in asked:
            decides = shape_url if one.key in form.controllers else ""
            self.fields[one.key] = _drawn(one, typed.get(one.key), lexicon, decides)
        self._errors = ErrorDict(
            {key: self.error_class([said]) for key, said in errors.items() if key in self.fields}
        )

    def of(self, keys: Iterable[str]) -> list[forms.BoundField]:
        """The drawn fields of these keys that show."""
        return [self[key] for key in keys if key in self.fields]


def _drawn(asked: Field, typed: Typed | None, lexicon: Lexicon, shape_url: str) -> forms.Field:
    widget = _widget(asked, lexicon)
    if shape_url:
        widget.attrs |= {
            "hx-post": shape_url,
            "hx-target": "#answers",
            "hx-swap": "outerHTML",
            "hx-params": "not _once",
        }
    label, unit = str(asked.label), str(asked.unit)
    if unit and asked.type in ("number", "money"):
        label = _("%(label)s (%(unit)s)") % {"label": label, "unit": unit}
    drawn = forms.Field(
        required=asked.required,
        label=label,
        help_text=escape(str(asked.help)),
        widget=widget,
        initial=typed,
    )
    drawn.example = str(asked.example)  # type: ignore[attr-defined]
    return drawn


def _widget(asked: Field, lexicon: Lexicon) -> forms.Widget:
    if made := _PLAIN.get(asked.type):
        return made(asked, lexicon)
    choices = _choices(asked, lexicon)
    if asked.type == "multi_choice" or asked.multiple:
        return forms.CheckboxSelectMultiple(choices=choices)
    return forms.Select(choices=[("", _("please choose")), *choices])


def _long_text(asked: Field, _lexicon: Lexicon) -> forms.Widget:
    rows = _FEW_LINES if asked.longest <= _SHORT_TEXT else _SOME_LINES
    return forms.Textarea(attrs={"rows": rows})


def _figure(_asked: Field, _lexicon: Lexicon) -> forms.Widget:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def _yes_or_no(_asked: Field, _lexicon: Lexicon) -> forms.Widget:
    answers = [("yes", _("Yes")), ("no", _("No")), ("", _("not decided"))]
    return forms.RadioSelect(choices=answers)


_PLAIN: Mapping[str, Callable[[Field, Lexicon], forms.Widget]] = {
    "text": lambda _asked, _lexicon: forms.TextInput(attrs={"autocomplete": "off"}),
    "long_text": _long_text,
    "number": _figure,
    "money": _figure,
    "boolean": _yes_or_no,
    "date": lambda _asked, _lexicon: forms.TextInput(attrs={"type": "date"}),
    "period": lambda _asked, _lexicon: PeriodWidget(),
    "contact": lambda _asked, _lexicon: ContactWidget(),
    "file": lambda _asked, lexicon: FilesWidget(lexicon.files),
}


def _choices(asked: Field, lexicon: Lexicon) -> Sequence[tuple[str, str]]:
    if asked.type in ("choice", "multi_choice"):
        return [(one.value, str(one.label)) for one in asked.options]
    if asked.type == "district":
        return list(lexicon.districts.items())
    return list(lexicon.terms.get(asked.scheme, {}).items())


def typed_in(form: Form, post: QueryDict) -> dict[str, Typed]:
    """What was typed for each question that was on the page."""
    typed: dict[str, Typed] = {}
    for one in form.fields:
        if one.type in ("period", "contact"):
            names = ("from", "until") if one.type == "period" else CONTACT_PARTS
            if any(f"{one.key}.{name}" in post for name in names):
                typed[one.key] = {name: post.get(f"{one.key}.{name}", "") for name in names}
        elif one.type in ("multi_choice", "file") or one.multiple:
            # An unticked box sends nothing: the page says which questions it showed.
            if one.key in post or one.key in post.getlist("_asked"):
                typed[one.key] = post.getlist(one.key)
        elif one.key in post:
            typed[one.key] = post.get(one.key, "")
    return typed


def writing_in(form: Form, request: HttpRequest) -> Writing:
    """What was typed and the files that came along."""
    files: dict[str, list[UploadedFile[bytes]]] = {}
    for one in form.fields:
        if one.type == "file" and (given := request.FILES.getlist(f"{one.key}.new")):
            files[one.key] = given
    return Writing(typed_in(form, request.POST), files)


def questions(  # noqa: PLR0913 -- a drawn form is all of these
    form: Form,
    *,
    answers: Mapping[str, object],
    lexicon: Lexicon,
    stage: str = "",
    typed: Mapping[str, Typed] | None = None,
    errors: Mapping[str, str] | None = None,
    shape_url: str = "",
) -> Questions:
    """Draw the questions that show (of one stage, or all), with ``typed`` over ``answers``."""
    now = clean(form, typed, before=answers, lexicon=lexicon).answers if typed else answers
    shown = [one for one in form.visible(now) if stage in ("", one.stage)]
    known = {one.key: typed_again(one, answers.get(one.key)) for one in form.fields}
    return Questions(
        form,
        known | dict(typed or {}),
        asked=shown,
        lexicon=lexicon,
        errors=errors or {},
        shape_url=shape_url,
    )
