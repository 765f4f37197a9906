"""Who stands behind a candidacy: the applicant, its people, those invited to write."""

from collections import defaultdict
from collections.abc import Sequence

from citystage.engines.conflicts import records
from citystage.engines.conflicts.records import Case, Party
from citystage.foundation.access.models import Grant
from citystage.stages.intake.models import Editor
from citystage.stages.selection.finding.ties import body
from citystage.stages.selection.models import Candidacy


def cases(candidacies: Sequence[Candidacy]) -> list[Case]:
    """Each candidacy with its parties; the key is its id."""
    people = insiders(candidacies)
    found = []
    for one in candidacies:
        parties = [Party(body(one.organisation, one.application.owner_name), "applicant")]
        parties += [
            Party(records.person(f"user-{user}"), "team") for user in sorted(people[one.pk])
        ]
        found.append(Case(str(one.pk), tuple(parties)))
    return found


def insiders(candidacies: Sequence[Candidacy]) -> dict[int, set[int]]:
    """Candidacy -> people (user ids) of the applicant's own side."""
    found: dict[int, set[int]] = defaultdict(set)
    by_application = {one.application_id: one.pk for one in candidacies}
    by_unit: dict[int, list[int]] = defaultdict(list)
    for one in candidacies:
        if not one.application.on_behalf:
            found[one.pk].add(one.application.filed_by_id)
        by_unit[one.application.owner_unit_id].append(one.pk)
    for editor in Editor.objects.filter(application__in=by_application, user__isnull=False):
        if editor.user_id is not None:
            found[by_application[editor.application_id]].add(editor.user_id)
    for grant in Grant.objects.filter(unit__in=by_unit, unit__kind="organisation"):
        for pk in by_unit[grant.unit_id]:
            found[pk].add(grant.user_id)
    return found
