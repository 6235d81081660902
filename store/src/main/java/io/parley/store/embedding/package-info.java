/** Vectors of what can be found: the models that make them, and the queue of what waits for one. */
@NullMarked
package io.parley.store.embedding;

import org.jspecify.annotations.NullMarked;
