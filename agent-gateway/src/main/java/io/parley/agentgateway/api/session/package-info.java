/** Signing in and out. */
@NullMarked
package io.parley.agentgateway.api.session;

import org.jspecify.annotations.NullMarked;
