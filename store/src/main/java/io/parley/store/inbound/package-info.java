@NullMarked
package io.parley.store.inbound;

import org.jspecify.annotations.NullMarked;
