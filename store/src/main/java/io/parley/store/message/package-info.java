@NullMarked
package io.parley.store.message;

import org.jspecify.annotations.NullMarked;
