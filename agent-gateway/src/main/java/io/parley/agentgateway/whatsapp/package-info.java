/** Brings WhatsApp numbers into the hub through Evolution API. */
@NullMarked
package io.parley.agentgateway.whatsapp;

import org.jspecify.annotations.NullMarked;
