/** The JSON of Chatwoot's API: what keys exist, which may be absent, which form a time has. */
@NullMarked
package io.parley.agentgateway.api.wire;

import org.jspecify.annotations.NullMarked;
