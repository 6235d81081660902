@NullMarked
package io.parley.store.participation;

import org.jspecify.annotations.NullMarked;
