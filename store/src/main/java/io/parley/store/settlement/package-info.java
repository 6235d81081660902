@NullMarked
package io.parley.store.settlement;

import org.jspecify.annotations.NullMarked;
