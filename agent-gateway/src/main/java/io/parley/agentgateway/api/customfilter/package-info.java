/** Filters agents keep. */
@NullMarked
package io.parley.agentgateway.api.customfilter;

import org.jspecify.annotations.NullMarked;
