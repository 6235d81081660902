/** The account's saved replies. */
@NullMarked
package io.parley.agentgateway.api.cannedresponse;

import org.jspecify.annotations.NullMarked;
