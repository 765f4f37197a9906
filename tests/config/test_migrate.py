"""The tables of a fresh database: made quickly, and those that the models ask for."""

import pytest
from django.apps import apps
from django.core.management import load_command_class
from django.db import connection
from django.db.migrations.state import ProjectState
from django.db.models import Model

from citystage.config.management.commands.migrate import Command, changed_models_alone

COLUMNS = """
    SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
    FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
    AND a.attnum > 0 AND NOT a.attisdropped
"""
KEYS = """
    SELECT t.relname, a.attname, f.relname, b.attname
    FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
    JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = c.confkey[1]
    WHERE c.contype = 'f'
"""
CONSTRAINTS = "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class"


def rows(query: str) -> set[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


def models() -> list[type[Model]]:
    return [each for each in apps.get_models() if each._meta.managed and not each._meta.proxy]


def test_the_command_is_ours():
    assert isinstance(load_command_class("citystage.config", "migrate"), Command)


@pytest.mark.django_db
def test_every_table_has_the_columns_of_its_model():
    asked = {
        (model._meta.db_table, field.column, typed(field.db_type(connection)), not field.null)
        for model in models()
        for field in model._meta.local_concrete_fields
    }
    tables = {table for table, *_ in asked}
    found = {
        (table, name, typed(kind), must)
        for table, name, kind, must in rows(COLUMNS)
        if table in tables
    }

    assert sorted(found ^ asked) == []


def typed(kind: object) -> str:
    """A type as either side writes it."""
    return (
        str(kind)
        .replace("character varying", "varchar")
        .replace(", ", ",")
        .replace("timestamp with time zone", "timestamptz")
    )


@pytest.mark.django_db
def test_every_reference_is_kept_by_the_database():
    asked = {
        (
            model._meta.db_table,
            field.column,
            field.target_field.model._meta.db_table,
            field.target_field.column,
        )
        for model in models()
        for field in model._meta.local_concrete_fields
        if field.remote_field and field.db_constraint
    }

    assert asked
    assert asked - rows(KEYS) == set()


@pytest.mark.django_db
def test_every_constraint_and_index_has_its_name_in_the_database():
    asked = {
        (each.name,)
        for model in models()
        for each in [*model._meta.constraints, *model._meta.indexes]
    }

    assert asked
    assert asked - rows(CONSTRAINTS) == set()


def test_django_is_left_as_it_was():
    before = {**vars(ProjectState)}

    with changed_models_alone():
        within = {**vars(ProjectState)}

    assert {name for name in before if within[name] != before[name]} == {
        "_find_reload_model",
        "add_model",
    }
    assert {**vars(ProjectState)} == before
