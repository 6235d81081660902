@NullMarked
package io.parley.store.inbox;

import org.jspecify.annotations.NullMarked;
