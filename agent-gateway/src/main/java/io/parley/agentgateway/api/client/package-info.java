/** The public API of API inboxes: for people who build their own front end. Its callers are customers, not agents. */
@NullMarked
package io.parley.agentgateway.api.client;

import org.jspecify.annotations.NullMarked;
