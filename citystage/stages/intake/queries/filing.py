"""Reading applications as those who file them do; and what a city has to choose from."""

from collections.abc import Mapping

from django.db.models import FETCH_RAISE, QuerySet

from citystage.foundation.access.stamps import Actor
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.kernel.remembering import remembered
from citystage.kernel.texts import in_english
from citystage.stages.intake.forming.answering import Lexicon
from citystage.stages.intake.forming.definition import Form, parse
from citystage.stages.intake.models import Application, Attachment, Editor
from citystage.stages.intake.states import WRITING

_ALONG = (
    "call",
    "form",
    "city",
    "owner_unit",
    "recommender",
    "filed_by",
    "recommendation",
)


def my_applications(actor: Actor) -> QuerySet[Application]:
    """What this person's unit filed or the person may edit, the latest change first."""
    found = Application.objects.editable_by(actor).select_related(*_ALONG)
    return found.order_by("-changed_at", "-pk").fetch_mode(FETCH_RAISE)


def drafts_and_returned(actor: Actor) -> QuerySet[Application]:
    """Applications that wait for their editors, to be counted."""
    return Application.objects.editable_by(actor).filter(state__in=WRITING)


def reach_application(actor: Actor, pk: int) -> Application:
    """One application this person may see. Raises ``NotFound``."""
    found = Application.objects.visible_to(actor).filter(pk=pk).select_related(*_ALONG).first()
    if found is None:
        raise NotFound("")
    return found


def reach_own(actor: Actor, pk: int) -> Application:
    """One application of this person's unit. Raises ``NotFound``."""
    found = Application.objects.owned_by(actor).filter(pk=pk).select_related(*_ALONG).first()
    if found is None:
        raise NotFound("")
    return found


def reach_own_briefly(actor: Actor, pk: int) -> Application:
    """The same for an act that reads and locks it itself: only its number. Raises ``NotFound``."""
    found = Application.objects.owned_by(actor).filter(pk=pk).only("pk").first()
    if found is None:
        raise NotFound("")
    return found


def owns(application: Application, actor: Actor) -> bool:
    """Whether this person acts for the owner (or filed it for another)."""
    return Application.objects.owned_by(actor).filter(pk=application.pk).exists()


def edits(application: Application, actor: Actor) -> bool:
    """Whether this person is among the editors: the owner, or invited."""
    return Application.objects.editable_by(actor).filter(pk=application.pk).exists()


def editors_of(application: Application) -> QuerySet[Editor]:
    """Who was invited to edit, in order."""
    found = application.editors.select_related("user", "invited_by").order_by("invited_at", "pk")
    return found.fetch_mode(FETCH_RAISE)


def attachments_of(application: Application) -> QuerySet[Attachment]:
    """The files given with an application, in order."""
    return application.attachments.order_by("pk").fetch_mode(FETCH_RAISE)


def reach_attachment(application: Application, pk: int) -> Attachment:
    """One file of this application. Raises ``NotFound``."""
    if found := application.attachments.filter(pk=pk).first():
        return found
    raise NotFound("")


def lexicon(city: Unit, *, application: Application | None = None) -> Lexicon:
    """What a form of this city can choose from, named in the reader's language; 0 to 3 queries."""
    districts, terms = _choices(city.pk, english=in_english())
    files: Mapping[int, str] = {}
    if application is not None and form_as_read(application).first_of_type("file"):
        files = dict(application.attachments.order_by("pk").values_list("pk", "name"))
    return Lexicon(districts=districts, terms=terms, files=files)


@remembered
def _choices(city_id: int, *, english: bool) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Districts and terms of a city by code; 2 queries."""
    districts = {
        unit.code: unit.label
        for unit in Unit.objects.filter(city=city_id, kind=Unit.Kind.DISTRICT).only(
            "code", "name", "name_en", "ordinal"
        )
    }
    terms: dict[str, dict[str, str]] = {}
    rows = Term.objects.filter(city__isnull=True) | Term.objects.filter(city=city_id)
    for scheme, code, name, name_en in rows.values_list("scheme", "code", "name", "name_en"):
        terms.setdefault(scheme, {})[code] = (english and name_en) or name
    return districts, terms


def form_as_read(application: Application) -> Form:
    """The form version this application keeps."""
    return parse(application.form.definition)


def recommender_for(city: Unit, *, unit: Unit, form: Form, answers: Mapping[str, object]) -> Unit:
    """Whose word an application takes when nobody says otherwise.

    A department or district that files gives its own word; else the district named in the
    answers, else the district the filer's seat stands under, else the city.
    """
    if unit.kind in (Unit.Kind.DEPARTMENT, Unit.Kind.DISTRICT):
        own: Unit | None = unit
    else:
        ids = [int(part) for part in unit.path.split("/") if part]
        kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.DISTRICT)
        own = Unit.objects.filter(pk__in=ids, kind__in=kinds).order_by("-path").first()
    asked = form.first_of_type("district")
    code = answers.get(asked.key) if asked else None
    if code and unit.kind != Unit.Kind.DEPARTMENT:
        named = Unit.objects.filter(city=city, kind=Unit.Kind.DISTRICT, code=str(code)).first()
        return named or own or city
    return own or city
