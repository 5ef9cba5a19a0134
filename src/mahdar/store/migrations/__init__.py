"""The steps from one version of the record file to the next, run by Alembic when a file is opened."""
