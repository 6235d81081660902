/** The first account of an empty installation. */
@NullMarked
package io.parley.agentgateway.api.setup;

import org.jspecify.annotations.NullMarked;
