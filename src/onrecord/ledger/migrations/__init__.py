"""The steps that bring a ledger of an earlier version to the tables of this one, run by Alembic."""
