"""Writing many rows in one statement, column by column.

The ORM's bulk writes cost most of their time in building a placeholder per cell; for the watch,
which writes tens of thousands of rows, the columns go over as arrays instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

Columns = Mapping[str, Sequence[Any]]

# json.dumps makes an encoder anew for every value when it is asked for anything but the usual.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_WRITTEN: dict[type, Callable[[Any], str]] = {
    int: str,
    str: _quoted,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _: "NULL",
    date: date.isoformat,
    datetime: datetime.isoformat,
    Decimal: str,
    float: repr,
}


def as_array(values: Collection[Any]) -> str:
    """Return the text of a PostgreSQL array of these values.

    One text is read by the server many times faster than an expression with an element for each.
    Raises KeyError for a kind of value that was never thought of.
    """
    return "{" + ",".join([_WRITTEN[type(value)](value) for value in values]) + "}"


def any_of(ids: Collection[int]) -> RawSQL:
    """Return what to put behind `__in` for many ids: one array instead of a placeholder each."""
    return RawSQL("SELECT unnest(%s::bigint[])", [as_array(ids)])


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _source(model: type[models.Model], columns: Columns) -> tuple[list[str], str, list[str]]:
    """Return the column names, the unnest(...) that holds them, and its parameters."""
    names: list[str] = []
    casts: list[str] = []
    params: list[str] = []
    for name, values in columns.items():
        field = _field(model, name)
        names.append(str(field.column))
        kind = field.db_type(connection) or ""
        # As text: a cast to varchar(n) would cut a long value off without a word.
        casts.append(f"%s::{'text' if kind.startswith('varchar') else kind}[]")
        if isinstance(field, models.JSONField):
            params.append(as_array([_encode(value) for value in values]))
        else:
            params.append(as_array(values))
    return names, f"unnest({', '.join(casts)})", params


def insert_columns(
    model: type[models.Model],
    columns: Columns,
    *,
    constants: Mapping[str, Any] | None = None,
    returning: Sequence[str] = (),
    ignore_conflicts: bool = False,
    upsert: str = "",
) -> list[tuple[Any, ...]]:
    """Insert one row per position of the columns; return the asked fields of the new rows.

    `constants` are the same for every row. Columns that are left out keep the database's own
    default, so name every field that has none there. The rows come back in no promised order,
    without those that met a conflict where that is allowed; `upsert` is the clause, ours and
    never built from input, that settles one instead.
    """
    if not columns or not len(next(iter(columns.values()))):
        return []
    names, source, params = _source(model, columns)
    values = ["new.*"]
    fixed: list[Any] = []
    for name, value in (constants or {}).items():
        field = _field(model, name)
        names.append(str(field.column))
        values.append(f"%s::{field.db_type(connection)}")
        fixed.append(_encode(value) if isinstance(field, models.JSONField) else value)
    sql = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: S608
        f"SELECT {', '.join(values)} FROM {source} AS new"
    )
    if ignore_conflicts:
        sql += " ON CONFLICT DO NOTHING"
    elif upsert:
        sql += f" {upsert}"
    if returning:
        sql += " RETURNING " + ", ".join(str(_field(model, name).column) for name in returning)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*fixed, *params])
        return list(cursor.fetchall()) if returning else []


def update_columns(model: type[models.Model], ids: Sequence[int], columns: Columns) -> int:
    """Give each row of `ids` its own values, in one statement; return how many rows there were."""
    if not ids:
        return 0
    names, source, params = _source(model, {"id": ids, **columns})
    sets = ", ".join(f"{name} = new.{name}" for name in names[1:])
    table = model._meta.db_table
    sql = (
        f"UPDATE {table} SET {sets} FROM {source} AS new({', '.join(names)}) "  # noqa: S608
        f"WHERE {table}.id = new.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
