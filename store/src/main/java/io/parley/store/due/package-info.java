@NullMarked
package io.parley.store.due;

import org.jspecify.annotations.NullMarked;
