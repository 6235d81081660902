@NullMarked
package io.parley.store.attribute;

import org.jspecify.annotations.NullMarked;
