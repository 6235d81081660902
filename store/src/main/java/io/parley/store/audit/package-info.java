@NullMarked
package io.parley.store.audit;

import org.jspecify.annotations.NullMarked;
