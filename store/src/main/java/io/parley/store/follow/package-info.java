@NullMarked
package io.parley.store.follow;

import org.jspecify.annotations.NullMarked;
