/** What administrators changed. */
@NullMarked
package io.parley.agentgateway.api.audit;

import org.jspecify.annotations.NullMarked;
