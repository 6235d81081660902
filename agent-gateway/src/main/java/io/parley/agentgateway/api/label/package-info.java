/** The account's labels. */
@NullMarked
package io.parley.agentgateway.api.label;

import org.jspecify.annotations.NullMarked;
