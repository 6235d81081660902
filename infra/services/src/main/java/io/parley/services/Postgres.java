package io.parley.services;

/** A PostgreSQL server and the hub's database on it. */
record Postgres(Server server, Database database) {}
