/** Who asks: tokens, sessions and the limits on signing in. */
@NullMarked
package io.parley.agentgateway.security;

import org.jspecify.annotations.NullMarked;
