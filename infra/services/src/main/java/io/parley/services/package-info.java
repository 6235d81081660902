/** Kafka, PostgreSQL with pgvector and Redis for laptops and tests: given, in containers, or as native processes. */
@NullMarked
package io.parley.services;

import org.jspecify.annotations.NullMarked;
