/** How often anybody may ask, counted in Redis for all nodes together. */
@NullMarked
package io.parley.agentgateway.limit;

import org.jspecify.annotations.NullMarked;
