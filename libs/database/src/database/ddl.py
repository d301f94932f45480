"""What a migration says of a table: who may do what, and that accounts never meet in it."""

from alembic.operations import Operations

_OWN_ACCOUNT = "account_id = NULLIF(current_setting('honorar.account', true), '')::uuid"


def app_role(op: Operations) -> str:
    """Name the role that the service works with, as given to `migrate`."""
    context = op.get_context()
    assert context.config is not None
    return str(context.config.attributes["app_role"])


def grant(op: Operations, table: str, verbs: str) -> None:
    """Let the service do `verbs` on `table`; what is not named here the database refuses."""
    op.execute(f'GRANT {verbs} ON {table} TO "{app_role(op)}"')


def tenant_table(op: Operations, table: str, *, verbs: str) -> None:
    """Wall off the accounts in `table` (it has `account_id`) and grant `verbs` on it."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY own_account ON {table} USING ({_OWN_ACCOUNT})")
    grant(op, table, verbs)
