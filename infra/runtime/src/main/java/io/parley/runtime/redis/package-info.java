/** Signing in to Redis as the environment says. */
@NullMarked
package io.parley.runtime.redis;

import org.jspecify.annotations.NullMarked;
