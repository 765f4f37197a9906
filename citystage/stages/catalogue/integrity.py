"""Released lists do not change: triggers refuse it, whoever writes; the check finds what did.

The hash covers the heading and every frozen item (see ``freezing``). While a list is being
prepared all of it may change; TRUNCATE stays allowed, it empties whole tables and forges nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from citystage.stages.catalogue.freezing import digest
from citystage.stages.catalogue.models import Release
from citystage.stages.catalogue.states import ReleaseState

_HEADING = (
    *("city_id", "code", "kind", "number", "title", "issuer", "introduction", "state"),
    *("released_on", "released_at", "stated_items", "source", "sha256"),
)
_OLD = ", ".join(f"OLD.{name}" for name in _HEADING)
_NEW = ", ".join(f"NEW.{name}" for name in _HEADING)

INSTALL = f"""
CREATE FUNCTION catalogue_refuse_released() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.state = '{ReleaseState.RELEASED}' AND
        (TG_OP = 'DELETE' OR ROW({_NEW}) IS DISTINCT FROM ROW({_OLD})) THEN
        RAISE EXCEPTION 'list % is released and frozen: % refused', OLD.id, TG_OP
            USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $body$;

CREATE FUNCTION catalogue_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE list bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.release_id ELSE OLD.release_id END;
BEGIN
    IF EXISTS (SELECT FROM catalogue_release r
                WHERE r.id = list AND r.state = '{ReleaseState.RELEASED}') THEN
        RAISE EXCEPTION 'list % is released and frozen: % of an item refused', list, TG_OP
            USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $body$;

CREATE TRIGGER catalogue_refuse_released BEFORE UPDATE OR DELETE ON catalogue_release
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse_released();
CREATE TRIGGER catalogue_refuse_frozen BEFORE INSERT OR UPDATE OR DELETE ON catalogue_releaseitem
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse_frozen();
"""

REMOVE = """
DROP TRIGGER catalogue_refuse_frozen ON catalogue_releaseitem;
DROP TRIGGER catalogue_refuse_released ON catalogue_release;
DROP FUNCTION catalogue_refuse_frozen();
DROP FUNCTION catalogue_refuse_released();
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """A list whose stored content no longer has the hash it was released with."""

    city: str
    code: str
    title: str
    stored: str
    found: str


def check() -> Iterator[tuple[Release, Broken | None]]:
    """Every released list, with what is wrong with it."""
    released = Release.objects.filter(state=ReleaseState.RELEASED).select_related("city")
    for release in released.order_by("pk").iterator(chunk_size=100):
        found = digest(release, list(release.items.order_by("ordinal")))
        fault = None
        if found != release.sha256:
            city = release.city.code
            fault = Broken(city, release.code, release.title, release.sha256, found)
        yield release, fault
