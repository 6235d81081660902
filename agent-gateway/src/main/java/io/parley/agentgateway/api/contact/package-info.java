/** The account's contacts. */
@NullMarked
package io.parley.agentgateway.api.contact;

import org.jspecify.annotations.NullMarked;
