"""Which role a service works with: one for which row-level security holds."""

from sqlalchemy import URL

from database.driver import open_connection

# A role that can become another one (SET ROLE) counts as that one.
_BREACHES = """
SELECT
    EXISTS (SELECT FROM pg_roles AS r WHERE r.rolsuper AND pg_has_role(r.oid, 'MEMBER')),
    EXISTS (SELECT FROM pg_roles AS r WHERE r.rolbypassrls AND pg_has_role(r.oid, 'MEMBER')),
    EXISTS (SELECT FROM pg_class AS c WHERE c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'MEMBER')
        AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace))
    OR (SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database()),
    current_user
"""
_REASONS = ("is a superuser", "bypasses row-level security", "owns the database or its tables")


class UnsafeRoleError(Exception):
    """The role could pass the walls between accounts."""


async def check_role(url: str | URL) -> None:
    """Refuse a role that may pass row-level security, or lift it.

    Raises `UnsafeRoleError`, or `DatabaseUnavailableError` when the database cannot be asked.
    """
    connection = await open_connection(url, name="check")
    try:
        *breaches, role = await connection.fetchrow(_BREACHES)
    finally:
        connection.terminate()
    for breach, reason in zip(breaches, _REASONS, strict=True):
        if breach:
            raise UnsafeRoleError(
                f"the role {role} {reason}, so accounts would not be kept apart;"
                " use the application's role, which migrations grant what it needs"
            )
