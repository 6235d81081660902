@NullMarked
package io.parley.store.label;

import org.jspecify.annotations.NullMarked;
