@NullMarked
package io.parley.store;

import org.jspecify.annotations.NullMarked;
