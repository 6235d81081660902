/** The hub as its users meet it: a process to start and kill, its API, its stream, its webhooks. */
@NullMarked
package io.parley.e2e;

import org.jspecify.annotations.NullMarked;
