"""The four tables of messaging, made by each service's first migration.

`v1` is frozen: a later change is a `create_v2` that alters them, called by a later migration.
"""

from alembic.operations import Operations

from messaging.tables import dead_letter, inbox, metadata, outbox, task

__all__ = ["create_v1", "dead_letter", "drop_v1", "inbox", "metadata", "outbox", "task"]

_OUTBOX = (
    """
CREATE TABLE outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL UNIQUE,
    topic text NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    account_id uuid,
    headers jsonb NOT NULL,
    payload bytea NOT NULL CHECK (octet_length(payload) <= 524288),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    published_at timestamptz
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.05)
    """,
    "CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at IS NULL",
)

_INBOX = (
    """
CREATE TABLE inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'done' CHECK (status IN ('done', 'dead')),
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
) WITH (autovacuum_vacuum_scale_factor = 0.05)
    """,
    "CREATE INDEX inbox_received ON inbox USING brin (received_at) WITH (pages_per_range = 16)",
)

_DEAD_LETTER = (
    """
CREATE TABLE dead_letter (
    id uuid PRIMARY KEY,
    consumer text NOT NULL,
    event_id uuid,
    type text,
    account_id uuid,
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    key bytea,
    value bytea,
    header_names text[] NOT NULL,
    header_values bytea[] NOT NULL,
    error_class text NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    first_failed_at timestamptz NOT NULL DEFAULT now(),
    last_failed_at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
    UNIQUE (consumer, topic, partition, "offset")
)
    """,
    "CREATE INDEX dead_letter_open ON dead_letter (first_failed_at) WHERE state = 'open'",
)

_TASK = (
    """
CREATE TABLE task (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind text NOT NULL,
    key text NOT NULL,
    account_id uuid NOT NULL,
    payload jsonb NOT NULL,
    headers jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    due_at timestamptz NOT NULL,
    again_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    lease_token uuid,
    lease_until timestamptz,
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    UNIQUE (kind, account_id, key),
    CHECK ((state = 'running') = (lease_token IS NOT NULL AND lease_until IS NOT NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.01)
    """,
    "CREATE INDEX task_waiting ON task (kind, due_at) WHERE state = 'waiting'",
    "CREATE INDEX task_running ON task (kind, lease_until) WHERE state = 'running'",
)

# A notification takes a lock at commit, database-wide. It is only a hint, so it can be switched off:
# ALTER DATABASE … SET messaging.notify = 'off'. The sweeps go on.
_NOTIFY = """
CREATE FUNCTION messaging_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('messaging.notify', true), '') <> 'off' THEN
        PERFORM pg_notify('messaging_' || TG_TABLE_NAME, '');
    END IF;
    RETURN NULL;
END $$
"""

_TRIGGER = """
CREATE TRIGGER {table}_notify AFTER INSERT ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION messaging_notify()
"""

_VERBS = {
    "outbox": "SELECT, INSERT, DELETE, UPDATE (published_at)",
    "inbox": "SELECT, INSERT, DELETE, UPDATE (status)",
    "dead_letter": "SELECT, INSERT, UPDATE (state, attempts, error_class, error, last_failed_at)",
    "task": "SELECT, INSERT, UPDATE",
}


def create_v1(op: Operations, *, app_role: str | None = None) -> None:
    """Create outbox, inbox, dead_letter and task, with triggers and the application role's grants.

    Without `app_role` it is taken from the migration's configuration (`attributes["app_role"]`).
    """
    role = _quoted(app_role or _configured_role(op))
    for statement in (*_OUTBOX, *_INBOX, *_DEAD_LETTER, *_TASK, _NOTIFY):
        op.execute(statement)
    for table in ("outbox", "task"):
        op.execute(_TRIGGER.format(table=table))
    for table, verbs in _VERBS.items():
        op.execute(f"GRANT {verbs} ON {table} TO {role}")


def drop_v1(op: Operations) -> None:
    """Undo `create_v1`."""
    op.execute("DROP TABLE outbox, inbox, dead_letter, task")
    op.execute("DROP FUNCTION messaging_notify()")


def _configured_role(op: Operations) -> str:
    configuration = op.get_context().config
    if configuration is None or "app_role" not in configuration.attributes:
        raise ValueError(
            "create_v1 needs the application role: app_role=… or attributes['app_role']"
        )
    return str(configuration.attributes["app_role"])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
