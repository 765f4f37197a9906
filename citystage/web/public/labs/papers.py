"""What a lab takes along: plaque, certificate, and a credential that verifies without us."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.credentials import badges, proofs
from citystage.foundation.credentials.keys import multikey, signing_key
from citystage.foundation.documents.recognition import (
    Recognition,
    certificate_pdf,
    plaque_png,
    plaque_svg,
)
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.queries import labs
from citystage.web.public.labs.lab import address_of
from citystage.web.public.sheets import language
from citystage.web.shell.pages import open_page

_CONTROLLED = "https://www.w3.org/ns/cid/v1"
_SUITE = "https://w3id.org/security/data-integrity/v2"


def _label(code: str) -> Label:
    found = labs.coded(code)
    if found is None:
        raise NotFound(gettext("No recognition given here has this code."))
    return found


def _told(label: Label) -> Recognition:
    spoken = language()
    with override(spoken):
        return Recognition(
            name=label.lab.label,
            title=label.title,
            builder=label.lab.builder_name,
            issuer=labs.issuer_of(label.city),
            number=label.number,
            batch=label.lab.batch,
            since=label.since,
            until=label.until,
            address=address_of(label),
            language=spoken,
        )


@lru_cache(maxsize=64)
def _drawn(told: Recognition, kind: str) -> bytes:
    makers = {"pdf": certificate_pdf, "svg": plaque_svg, "png": plaque_png}
    return makers[kind](told)


@require_safe
@open_page
def plaque(
    request: HttpRequest,  # noqa: ARG001
    stamp: Stamp,  # noqa: ARG001
    code: str,
    kind: str,
) -> HttpResponse:
    """``/verify/<code>/plaque.svg`` or ``.png``."""
    if kind not in {"svg", "png"}:
        raise NotFound(gettext("There is no such file of this list."))
    content_type = "image/svg+xml" if kind == "svg" else "image/png"
    return HttpResponse(_drawn(_told(_label(code)), kind), content_type=content_type)


@require_safe
@open_page
def certificate(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """``/verify/<code>/certificate.pdf``."""
    label = _label(code)
    response = HttpResponse(_drawn(_told(label), "pdf"), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{label.code}.pdf"'
    return response


def _issuer(city: Unit) -> badges.Issuer:
    return badges.Issuer(
        address=settings.SITE_ADDRESS + reverse("public:badge_issuer", args=[city.code]),
        name=labs.issuer_of(city),
        url=settings.SITE_ADDRESS + "/",
    )


def _signed(document: dict[str, Any], city: Unit, label: Label | None) -> JsonResponse:
    made = labs.last_change(city) if label is None else label.made_at
    proven = proofs.sign(
        document,
        key=signing_key(settings.CREDENTIAL_KEY),
        method=f"{_issuer(city).address}#key-1",
        moment=made,
    )
    response = JsonResponse(proven, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/vc+ld+json"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@open_page
def credential(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """``/verify/<code>/credential.json``: an Open Badges 3.0 credential with its proof."""
    label = _label(code)
    city, told = label.city, _told(label)
    address = address_of(label)
    badge = badges.Badge(
        address=f"{address}credential.json",
        issuer=_issuer(city),
        name=told.title,
        achievement=f"{_issuer(city).address}#{label.kind}",
        description=told.name,
        criteria=gettext("Selected by expert review, vote and public notice."),
        holder=told.builder or told.name,
        holder_address=settings.SITE_ADDRESS + reverse("public:lab", args=[label.lab_id]),
        number=label.number,
        image=f"{address}plaque.png",
        since=labs.begins(label),
        until=labs.ends(label),
        status_list=settings.SITE_ADDRESS + reverse("public:badge_status", args=[city.code]),
        status_index=label.pk,
    )
    return _signed(badges.credential(badge), city, label)


@require_safe
@open_page
def issuer(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """``/.well-known/badge-issuer/<city>.json``: who gives badges here, and the public key."""
    told = _issuer(labs.city_of(code))
    key = {
        "id": f"{told.address}#key-1",
        "type": "Multikey",
        "controller": told.address,
        "publicKeyMultibase": multikey(signing_key(settings.CREDENTIAL_KEY)),
    }
    profile = {
        "@context": [*badges.CONTEXTS, _CONTROLLED, _SUITE],
        **told.profile(),
        "verificationMethod": [key],
        "assertionMethod": [key["id"]],
    }
    response = JsonResponse(profile, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@open_page
def status(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:  # noqa: ARG001
    """``/.well-known/badge-status/<city>.json``: which badges were withdrawn, signed."""
    city = labs.city_of(code)
    document = badges.status_list(
        settings.SITE_ADDRESS + reverse("public:badge_status", args=[code]),
        issuer=_issuer(city),
        revoked=labs.withdrawn(city),
        since=labs.last_change(city),
    )
    return _signed(document, city, None)
