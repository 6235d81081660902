@NullMarked
package io.parley.store.delivery;

import org.jspecify.annotations.NullMarked;
