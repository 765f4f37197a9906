import django.contrib.postgres.fields
from django.db import migrations, models

_TERMS = "concat_ws(' ', f.name, f.name_en, array_to_string(f.synonyms, ' '), h.name, h.name_en, array_to_string(h.synonyms, ' '))"
_JOINED = "LEFT JOIN taxonomy_term f ON f.id = t.field_id LEFT JOIN taxonomy_term h ON h.id = t.chain_id"


def _fill(kind, names, extra, rows):
    return f"""
UPDATE catalogue_searchdocument d SET
    names = array_remove(array_remove({names}, NULL), ''),
    extra = trim(regexp_replace(concat_ws(' ', {extra}), '\\s+', ' ', 'g'))
FROM {rows} WHERE d.kind = '{kind}' AND d.object_id = t.id;
"""


FILL = (
    _fill(
        "scenario", "ARRAY[t.owner_name, u.name]::varchar[]", f"t.title_en, t.number, {_TERMS}",
        f"catalogue_scenario t LEFT JOIN tenancy_unit u ON u.id = t.district_id {_JOINED}",
    ),
    _fill(
        "capability", "ARRAY[g.name]::varchar[]", f"t.title_en, {_TERMS}",
        f"catalogue_capability t JOIN directory_organisation g ON g.id = t.organisation_id {_JOINED}",
    ),
    _fill("organisation", "t.name || t.aliases", "t.name_en, t.uscc", "directory_organisation t"),
    _fill("list", "ARRAY[t.issuer]::varchar[]", "t.title_en, t.number", "catalogue_release t"),
)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_search_filled'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='searchdocument',
            name='catalogue_document_names',
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='extra',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='names',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=240), blank=True, default=list),
        ),
        migrations.RemoveField(
            model_name='searchdocument',
            name='name_keys',
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in FILL),
    ]
