"""What was shown stays as it was: rows are added, never changed or deleted."""

from django.db import migrations

_KEEP = """
CREATE FUNCTION matchmaking_showings_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was shown is only added to';
END $$;
CREATE TRIGGER matchmaking_showings_stay BEFORE UPDATE OR DELETE ON matchmaking_showing
    FOR EACH ROW EXECUTE FUNCTION matchmaking_showings_stay();
"""
_LET_GO = """
DROP TRIGGER matchmaking_showings_stay ON matchmaking_showing;
DROP FUNCTION matchmaking_showings_stay();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("matchmaking", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(_KEEP, _LET_GO),
    ]
