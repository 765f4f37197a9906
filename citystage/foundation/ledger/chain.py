"""The hash chains in SQL: the trigger that builds them, the rights that guard them, the check.

A row's digest is SHA-256 over its predecessor's digest and every column of the row, joined by the
unit separator. The check recomputes it with its own copy of the expression, so that a trigger
function changed by somebody with rights is found as well.
"""

GENESIS = "0" * 64
LANES = 32


def digest_of(row: str) -> str:
    """SQL for the digest of ``row`` (an alias), from its columns and its ``previous``."""
    columns = ", ".join(
        [
            f"{row}.previous",
            f"{row}.lane::text",
            f"{row}.place::text",
            f"{row}.id::text",
            f"{row}.verb",
            f"{row}.subject",
            f"{row}.payload::text",
            f"coalesce({row}.actor_id::text, '')",
            f"coalesce({row}.unit_id::text, '')",
            f"to_char({row}.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
            f"{row}.channel",
            f"{row}.request_id::text",
        ]
    )
    return f"encode(sha256(convert_to(concat_ws(E'\\x1f', {columns}), 'UTF8')), 'hex')"


CHAIN = f"""
CREATE OR REPLACE FUNCTION ledger_chain() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    head text[] := string_to_array(current_setting('citystage.ledger_head', true), '|');
    own smallint := pg_backend_pid() % {LANES};
    now_in text := pg_current_xact_id()::text;
BEGIN
    IF head IS NULL OR cardinality(head) < 4 OR head[1] <> now_in THEN
        -- Its own lane first, so that writers need not walk over each other's; then any free
        -- one. A writer waits only when all of them are taken.
        SELECT ARRAY[now_in, l.id::text, l.place::text, l.digest] INTO head
          FROM ledger_lane l WHERE l.id = own FOR UPDATE SKIP LOCKED;
        IF head IS NULL THEN
            SELECT ARRAY[now_in, l.id::text, l.place::text, l.digest] INTO head
              FROM ledger_lane l ORDER BY l.id LIMIT 1 FOR UPDATE SKIP LOCKED;
        END IF;
        IF head IS NULL THEN
            SELECT ARRAY[now_in, l.id::text, l.place::text, l.digest] INTO head
              FROM ledger_lane l
             WHERE l.id = own % (SELECT count(*) FROM ledger_lane) FOR UPDATE;
        END IF;
    END IF;
    NEW.lane := head[2]::smallint;
    NEW.place := head[3]::bigint + 1;
    NEW.previous := head[4];
    NEW.transaction := now_in::bigint;
    NEW.digest := {digest_of("NEW")};
    -- Local to the transaction, and undone with its savepoint, like the row itself.
    PERFORM set_config('citystage.ledger_head',
        concat_ws('|', now_in, NEW.lane, NEW.place, NEW.digest), true);
    RETURN NEW;
END $body$;
"""

INSTALL = f"""
{CHAIN}
CREATE FUNCTION ledger_remember_head() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE head text[] := string_to_array(current_setting('citystage.ledger_head', true), '|');
BEGIN
    IF head[1] = pg_current_xact_id()::text THEN
        UPDATE ledger_lane SET place = head[3]::bigint, digest = head[4]
         WHERE id = head[2]::smallint;
    END IF;
    RETURN NULL;
END $body$;

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = '42501';
END $body$;

CREATE TRIGGER ledger_chain BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_chain();
CREATE TRIGGER ledger_remember_head AFTER INSERT ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_remember_head();
CREATE TRIGGER ledger_refuse_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_refuse_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry FROM CURRENT_USER, PUBLIC;
"""

# One line is added with each act. A function keeps its plan for the length of a connection, and
# the trigger fills what is given here as nothing.
ADD = """
CREATE FUNCTION ledger_add(verb text, subject text, payload text, actor bigint, unit bigint,
                           at timestamptz, channel text, request uuid) RETURNS void
LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO ledger_entry (verb, subject, payload, actor_id, unit_id, at, channel, request_id,
                              lane, place, previous, digest, transaction)
    VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, 0, 0, '', '', 0);
END $body$;
"""

REMOVE_ADD = "DROP FUNCTION ledger_add(text, text, text, bigint, bigint, timestamptz, text, uuid);"

REMOVE = """
DROP TRIGGER ledger_refuse_truncate ON ledger_entry;
DROP TRIGGER ledger_refuse_change ON ledger_entry;
DROP TRIGGER ledger_remember_head ON ledger_entry;
DROP TRIGGER ledger_chain ON ledger_entry;
DROP FUNCTION ledger_refuse();
DROP FUNCTION ledger_remember_head();
DROP FUNCTION ledger_chain();
GRANT UPDATE, DELETE, TRUNCATE ON ledger_entry TO CURRENT_USER;
"""

FIRST_BROKEN = f"""
SELECT id, lane, place, reason FROM (
    SELECT e.id, e.lane, e.place, CASE
        WHEN e.place <> row_number() OVER lane_order THEN 'missing'
        WHEN e.previous <> coalesce(lag(e.digest) OVER lane_order, '{GENESIS}') THEN 'unlinked'
        WHEN e.digest <> {digest_of("e")} THEN 'changed'
    END AS reason
    FROM ledger_entry e WINDOW lane_order AS (PARTITION BY e.lane ORDER BY e.place, e.id)
) checked WHERE reason IS NOT NULL ORDER BY id LIMIT 1
"""

FIRST_SHORT_LANE = f"""
SELECT l.id, l.place FROM ledger_lane l
LEFT JOIN LATERAL (
    SELECT e.place, e.digest FROM ledger_entry e WHERE e.lane = l.id ORDER BY e.place DESC LIMIT 1
) last ON true
WHERE l.place <> coalesce(last.place, 0) OR l.digest <> coalesce(last.digest, '{GENESIS}')
ORDER BY l.id LIMIT 1
"""
