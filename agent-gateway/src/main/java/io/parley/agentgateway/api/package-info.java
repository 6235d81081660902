/**
 * What all of the REST API has in common: how requests are read and failures are answered. A package per noun below.
 */
@NullMarked
package io.parley.agentgateway.api;

import org.jspecify.annotations.NullMarked;
