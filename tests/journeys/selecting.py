"""A selection ready for its decision, put into the site's database by a process of its own."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.journeys.serving import CHECKOUT, Site


def ready(site: Site, name: str) -> int:
    """The programme of a call called ``name`` with two candidacies that are ready; its number."""
    return made_by(__file__, site, name)


def made_by(script: str, site: Site, name: str) -> int:
    """What ``script`` makes in the database of the site, run with ``name``: the number it says."""
    kept = site.home / "secret_key"
    environment = os.environ | {
        "DATABASE_URL": site.database,
        "CITYSTAGE_HOME": str(site.home),
        # The site's own: from the environment it was started in, or kept in its home.
        "SECRET_KEY": os.environ.get("SECRET_KEY") or kept.read_text("utf-8"),
        "DJANGO_SETTINGS_MODULE": "citystage.config.settings",
        "PYTHONPATH": str(CHECKOUT),
    }
    done = subprocess.run(
        [sys.executable, str(Path(script)), name],
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def _make(name: str) -> int:
    import django  # noqa: PLC0415 -- only in the process of its own

    django.setup()
    from django.utils import timezone  # noqa: PLC0415 -- after set-up

    from citystage.foundation.access.models import User  # noqa: PLC0415 -- after set-up
    from citystage.foundation.directory.models import Organisation  # noqa: PLC0415 -- after set-up
    from citystage.foundation.tenancy.models import Unit  # noqa: PLC0415 -- after set-up
    from citystage.stages.intake.models import (  # noqa: PLC0415 -- after set-up
        Application,
        Call,
        FormVersion,
    )
    from citystage.stages.selection.models import (  # noqa: PLC0415 -- after set-up
        Candidacy,
        Programme,
    )
    from tests.selection.building import terms  # noqa: PLC0415 -- after set-up

    now = timezone.now()
    city = Unit.objects.get(kind=Unit.Kind.CITY, code="qingdao")
    district = Unit.objects.get(city=city, code="laoshan")
    firm = Organisation.objects.get(name="示例智能机器人有限公司")
    form = FormVersion.objects.filter(city=city).order_by("pk").first()
    call = Call.objects.create(
        city=city,
        code=f"journey-{Call.objects.count()}",
        kind=Call.Kind.LAB,
        way=Call.Way.SELECTION,
        title=name,
        title_en=name,
        form=form,
        opens_at=now - timedelta(days=2),
        closes_at=now - timedelta(days=1),
        recommend_until=now,
        state="closed",
    )
    told = terms(
        recognition={
            "label": {"zh": "场景应用实验室", "en": "application lab"},
            "term_months": 36,
        }
    )
    programme = Programme.objects.create(call=call, city=city, terms=told)
    for number in (1, 2):
        application = Application.objects.create(
            city=city,
            call=call,
            form=form,
            owner_unit=firm.seat,
            owner_name=firm.name,
            filed_by=User.objects.get(username="demo-company-member"),
            recommender=district,
            title=f"（示例）{name}实验室{number}",
            answers={"title": f"{name}实验室{number}", "need": "在港区验证自动巡检机器人。"},
            revision=1,
            state="recommended",
            created_at=now,
            changed_at=now,
            submitted_at=now,
        )
        Candidacy.objects.create(
            programme=programme,
            application=application,
            organisation=firm,
            number=number,
            state="ready",
            district=district,
            opened_at=now,
        )
    return programme.pk


if __name__ == "__main__":
    print(_make(sys.argv[1]))  # noqa: T201 -- read by the journey
