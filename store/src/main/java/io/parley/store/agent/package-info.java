@NullMarked
package io.parley.store.agent;

import org.jspecify.annotations.NullMarked;
