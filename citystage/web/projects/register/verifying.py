"""The certificate of a first use: what its QR code opens, the sheet itself, and its credential."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.credentials import badges, proofs
from citystage.foundation.credentials.keys import signing_key
from citystage.foundation.documents.first_use import FirstUseSheet, first_use_pdf
from citystage.foundation.documents.model import Language
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import said
from citystage.stages.catalogue.queries.labs import issuer_of
from citystage.stages.projects.models import FirstUse
from citystage.stages.projects.queries import claims as queries
from citystage.stages.projects.settings import terms_of
from citystage.stages.projects.states.claims import ClaimState
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, show


def address_of(use: FirstUse) -> str:
    """The page behind the QR code."""
    return settings.SITE_ADDRESS + reverse("projects:verify", args=[use.code])


def _coded(code: str) -> FirstUse:
    found = queries.coded(code)
    if found is None:
        raise NotFound(_("No certificate given here has this code."))
    return found


@require_safe
@open_page
def verify(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """``/projects/verify/<code>/``."""
    use = _coded(code)
    wear_city(request, use.city)
    context = {
        "use": use,
        "label": said(terms_of(use.city_id).certificate.label.model_dump()),
        "issuer": issuer_of(use.city),
        "valid": use.state == ClaimState.PROVEN,
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Verify"), url=reverse("public:verify")),
            Link(label=use.number),
        ],
    }
    return show(request, "projects/register/verified.html", context)


@require_safe
@open_page
def certificate(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """``/projects/verify/<code>/certificate.pdf``. Withdrawn ones are not printed any more."""
    use = _coded(code)
    if use.state != ClaimState.PROVEN:
        raise NotFound(_("This certificate was withdrawn."))
    response = HttpResponse(first_use_pdf(_sheet(use)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{use.code}.pdf"'
    return response


def _sheet(use: FirstUse) -> FirstUseSheet:
    spoken: Language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    with override(spoken):
        assert use.proven_at is not None
        return FirstUseSheet(
            title=said(terms_of(use.city_id).certificate.label.model_dump()),
            product=str(use.product),
            maker=use.product.maker_name,
            kind=str(use.get_kind_display()),
            user=use.user_label,
            place=use.place or (use.district.label if use.district else ""),
            used_on=use.used_on,
            number=use.number,
            issuer=issuer_of(use.city),
            proven_on=timezone.localdate(use.proven_at),
            address=address_of(use),
            language=spoken,
        )


def _issuer(city: Unit) -> badges.Issuer:
    return badges.Issuer(
        address=settings.SITE_ADDRESS + reverse("public:badge_issuer", args=[city.code]),
        name=issuer_of(city),
        url=settings.SITE_ADDRESS + "/",
    )


def _signed(document: dict[str, Any], city: Unit, use: FirstUse) -> JsonResponse:
    moment = use.ended_at or use.proven_at
    assert moment is not None
    proven = proofs.sign(
        document,
        key=signing_key(settings.CREDENTIAL_KEY),
        method=f"{_issuer(city).address}#key-1",
        moment=moment,
    )
    response = JsonResponse(proven, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/vc+ld+json"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@open_page
def credential(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """``/projects/verify/<code>/credential.json``: verifies without this site."""
    use = _coded(code)
    assert use.proven_at is not None
    label = terms_of(use.city_id).certificate.label
    badge = badges.Badge(
        address=settings.SITE_ADDRESS + reverse("projects:credential", args=[use.code]),
        issuer=_issuer(use.city),
        name=label.zh,
        achievement=f"{address_of(use)}#achievement",
        description=f"{use.product.maker_name} · {use.product} · {use.user_name}",
        criteria=label.zh,
        holder=use.product.maker_name,
        holder_address=f"{address_of(use)}#maker",
        number=use.number,
        image=settings.SITE_ADDRESS + reverse("projects:certificate", args=[use.code]),
        since=use.proven_at,
        until=None,
        status_list=settings.SITE_ADDRESS + reverse("projects:status", args=[use.code]),
        status_index=use.pk % 131_072,
    )
    return _signed(badges.credential(badge), use.city, use)


@require_safe
@open_page
def status(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """The status list of one certificate: its bit is set once it is withdrawn."""
    use = _coded(code)
    assert use.proven_at is not None
    revoked = [use.pk % 131_072] if use.state != ClaimState.PROVEN else []
    address = settings.SITE_ADDRESS + reverse("projects:status", args=[use.code])
    issuer = _issuer(use.city)
    made = badges.status_list(address, issuer=issuer, revoked=revoked, since=use.proven_at)
    return _signed(made, use.city, use)
