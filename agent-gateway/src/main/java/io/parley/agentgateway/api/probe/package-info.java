/** Whether the hub is there, for those who ask without signing in. */
@NullMarked
package io.parley.agentgateway.api.probe;

import org.jspecify.annotations.NullMarked;
