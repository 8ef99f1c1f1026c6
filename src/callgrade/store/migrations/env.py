"""Alembic's way in: the migrations run on the connection, and in the transaction, that ``migrate`` hands over."""

from alembic import context

from callgrade.store.tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
)
context.run_migrations()
