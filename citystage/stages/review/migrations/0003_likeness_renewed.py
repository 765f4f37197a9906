from itertools import batched

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

from citystage.engines.meaning.texts import content_hash, normal
from citystage.engines.similarity.signature import signature
from citystage.stages.review.fingerprints import bare, spoken_words, words_of_answers

_BATCH = 500
_SEATS = ["city", "district", "department", "state_firm"]


class _Names:
    """Names of a city's seats, asked once a city."""

    def __init__(self, units):
        self._units, self._known = units, {None: []}

    def of(self, city_id, owner):
        if city_id not in self._known:
            seats = self._units.objects.filter(Q(pk=city_id) | Q(city=city_id), kind__in=_SEATS)
            pairs = seats.values_list("name", "short_name")
            self._known[city_id] = [name for pair in pairs for name in pair if name]
        return [*self._known[city_id], owner]


def renew(apps, schema_editor):
    """Texts kept before the stripping changed are stripped, and found, as new ones are."""
    prints = apps.get_model("review", "Fingerprint")
    names = _Names(apps.get_model("tenancy", "Unit"))
    rows = prints.objects.order_by("pk").iterator(chunk_size=_BATCH)
    for some in batched(rows, _BATCH, strict=False):
        changed = []
        for row in some:
            stripped = bare(row.text, names.of(row.city_id, row.owner_name))
            if stripped != row.bare:
                row.bare = stripped
                # A text that was taken back has no bands, and gets none.
                row.bands = signature(stripped) if row.bands else []
                changed.append(row)
        prints.objects.bulk_update(changed, ["bare", "bands"])


def want_vectors(apps, schema_editor):
    """Needs written before this want vectors, too."""
    applications = apps.get_model("intake", "Application")
    phrases = apps.get_model("meaning", "Phrase")
    names = _Names(apps.get_model("tenancy", "Unit"))
    rows = applications.objects.exclude(state="withdrawn").select_related("form").order_by("pk")
    now = timezone.now()
    for some in batched(rows.iterator(chunk_size=_BATCH), _BATCH, strict=False):
        texts = {}
        for row in some:
            said = words_of_answers(row.title, row.answers, row.form.definition)
            text = spoken_words(said, names.of(row.city_id, row.owner_name))
            texts[content_hash(text)] = normal(text)
        texts.pop(content_hash(""), None)
        phrases.objects.bulk_create(
            [phrases(key=key, text=text, wanted_at=now, used_at=now) for key, text in texts.items()],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('review', '0002_likeness_origin'),
        ('intake', '0003_autosaved_revisions'),
        ('meaning', '0001_initial'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(renew, migrations.RunPython.noop),
        migrations.RunPython(want_vectors, migrations.RunPython.noop),
    ]
