/** An account's own data. */
@NullMarked
package io.parley.agentgateway.api.account;

import org.jspecify.annotations.NullMarked;
