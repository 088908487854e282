"""The database: all the SQL there is, one text for SQLite and PostgreSQL."""
