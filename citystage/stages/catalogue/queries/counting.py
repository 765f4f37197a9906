"""The organisations that a list of scenarios names most."""

from citystage.foundation.directory.models import Organisation

_MOST_OWNERS = 30


def busiest(owners: dict[str, int]) -> list[tuple[int, str, int]]:
    """The organisations with the most scenarios: (id, name, count)."""
    most = sorted(owners.items(), key=lambda each: -each[1])[:_MOST_OWNERS]
    names = dict(
        Organisation.objects.filter(pk__in=[pk for pk, _ in most]).values_list("pk", "name")
    )
    shown = [(int(pk), names[int(pk)], number) for pk, number in most]
    return sorted(shown, key=lambda each: (-each[2], each[1]))
