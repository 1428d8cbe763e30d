"""Everything the database knows about one schema, with the schema's own name taken out, so that two can be compared."""

import re
from typing import Final

from atrium.brokers import provisioning

_QUERIES: Final = {
    "columns": """
        SELECT c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               a.attidentity::text, a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'v', 'S', 'p')""",
    "constraints": """
        SELECT c.relname, o.conname, o.contype::text, o.condeferrable, o.condeferred, pg_get_constraintdef(o.oid)
        FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
        WHERE o.connamespace = %(schema)s::regnamespace""",
    "indexes": """
        SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = %(schema)s::regnamespace""",
    "functions": """
        SELECT pg_get_functiondef(p.oid), p.proconfig::text FROM pg_proc p
        WHERE p.pronamespace = %(schema)s::regnamespace""",
    "triggers": """
        SELECT c.relname, t.tgname, t.tgenabled::text, pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = %(schema)s::regnamespace AND NOT t.tgisinternal""",
    "rights": """
        SELECT c.relname, c.relkind::text, a.privilege_type, a.grantee::regrole::text
        FROM pg_class c CROSS JOIN aclexplode(c.relacl) a
        WHERE c.relnamespace = %(schema)s::regnamespace AND a.grantee <> c.relowner""",
    "rights_to_functions": """
        SELECT p.proname, a.privilege_type, a.grantee::regrole::text FROM pg_proc p CROSS JOIN aclexplode(p.proacl) a
        WHERE p.pronamespace = %(schema)s::regnamespace AND a.grantee <> p.proowner""",
    "migrations": "SELECT app, name FROM {schema}.django_migrations",
}


def catalogue(schema: str) -> dict[str, set[tuple[str, ...]]]:
    with provisioning.owner_connection() as connection:
        return {
            subject: {
                tuple(_plain(str(value).replace(schema, "<house>")) for value in row)
                for row in connection.execute(
                    query.replace("{schema}", schema).encode(), {"schema": schema}
                ).fetchall()
            }
            for subject, query in _QUERIES.items()
        }


def _plain(text: str) -> str:
    """PostgreSQL writes a list of words in two ways; read back from a dump, the cast has moved from the list to each word."""
    return re.sub(r"\(ARRAY\[([^]]*)\]\)::text\[\]", _cast_each, text)


def _cast_each(found: re.Match[str]) -> str:
    return f"ARRAY[{', '.join(f'({word})::text' for word in found[1].split(', '))}]"
