"""The triggers that make the table of search documents a feed one can follow.

Each row written gets the number of its transaction and a place from one sequence; each row deleted
leaves a removal, which goes again when a document of that name comes back.
"""

INSTALL = """
CREATE SEQUENCE catalogue_feed_place;

CREATE FUNCTION catalogue_feed_place() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    NEW.transaction := pg_current_xact_id()::text::bigint;
    NEW.place := nextval('catalogue_feed_place');
    RETURN NEW;
END $body$;

CREATE FUNCTION catalogue_feed_removed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO catalogue_searchremoval (kind, object_id, transaction, place)
        VALUES (OLD.kind, OLD.object_id, 0, 0)
        ON CONFLICT (kind, object_id) DO UPDATE SET place = 0;
    RETURN NULL;
END $body$;

CREATE FUNCTION catalogue_feed_returned() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM catalogue_searchremoval WHERE kind = NEW.kind AND object_id = NEW.object_id;
    RETURN NULL;
END $body$;

CREATE TRIGGER catalogue_feed_place BEFORE INSERT OR UPDATE ON catalogue_searchdocument
    FOR EACH ROW EXECUTE FUNCTION catalogue_feed_place();
CREATE TRIGGER catalogue_feed_place BEFORE INSERT OR UPDATE ON catalogue_searchremoval
    FOR EACH ROW EXECUTE FUNCTION catalogue_feed_place();
CREATE TRIGGER catalogue_feed_removed AFTER DELETE ON catalogue_searchdocument
    FOR EACH ROW EXECUTE FUNCTION catalogue_feed_removed();
CREATE TRIGGER catalogue_feed_returned AFTER INSERT ON catalogue_searchdocument
    FOR EACH ROW EXECUTE FUNCTION catalogue_feed_returned();
"""

REMOVE = """
DROP TRIGGER catalogue_feed_returned ON catalogue_searchdocument;
DROP TRIGGER catalogue_feed_removed ON catalogue_searchdocument;
DROP TRIGGER catalogue_feed_place ON catalogue_searchremoval;
DROP TRIGGER catalogue_feed_place ON catalogue_searchdocument;
DROP FUNCTION catalogue_feed_returned();
DROP FUNCTION catalogue_feed_removed();
DROP FUNCTION catalogue_feed_place();
DROP SEQUENCE catalogue_feed_place;
"""

# A document comes again when the vector of its text is there.
INSTALL_MEANING = """
CREATE FUNCTION catalogue_feed_meant() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    UPDATE catalogue_searchdocument d SET place = 0 FROM made WHERE d.meaning = made.key;
    RETURN NULL;
END $body$;

CREATE TRIGGER catalogue_feed_meant AFTER INSERT ON meaning_meaning
    REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_feed_meant();
"""

REMOVE_MEANING = """
DROP TRIGGER catalogue_feed_meant ON meaning_meaning;
DROP FUNCTION catalogue_feed_meant();
"""
