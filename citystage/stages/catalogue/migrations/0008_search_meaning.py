from django.db import migrations, models
from django.utils import timezone

from citystage.engines.meaning.texts import content_hash, normal
from citystage.stages.catalogue.indexing.feed import INSTALL_MEANING, REMOVE_MEANING
from citystage.stages.catalogue.indexing.meaning import spoken


def want_vectors(apps, schema_editor):
    """Documents written before this want vectors, too."""
    documents, phrases = apps.get_model("catalogue", "SearchDocument"), apps.get_model("meaning", "Phrase")
    rows = documents.objects.filter(kind__in=["scenario", "capability"]).order_by("pk")
    now, batch = timezone.now(), []
    for row in rows.only("kind", "title", "body", "names").iterator(chunk_size=1000):
        text = spoken(row.kind, title=row.title, body=row.body, names=row.names)
        row.meaning = content_hash(text)
        batch.append((row, text))
        if len(batch) == 1000:
            _keep(documents, phrases, batch, now)
            batch = []
    _keep(documents, phrases, batch, now)


def _keep(documents, phrases, batch, now):
    documents.objects.bulk_update([row for row, _ in batch], ["meaning"])
    texts = {row.meaning: normal(text) for row, text in batch}
    phrases.objects.bulk_create(
        [phrases(key=key, text=text, wanted_at=now, used_at=now) for key, text in texts.items()],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0007_search_names'),
        ('meaning', '0001_initial'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchdocument',
            name='meaning',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddIndex(
            model_name='searchdocument',
            index=models.Index(fields=['meaning'], name='catalogue_document_meaning'),
        ),
        migrations.RunSQL(INSTALL_MEANING, REMOVE_MEANING),
        migrations.RunPython(want_vectors, migrations.RunPython.noop),
    ]
