@NullMarked
package io.parley.store.outbox;

import org.jspecify.annotations.NullMarked;
