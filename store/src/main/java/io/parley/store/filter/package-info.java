@NullMarked
package io.parley.store.filter;

import org.jspecify.annotations.NullMarked;
