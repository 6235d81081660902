/** WhatsApp through Evolution API. */
@NullMarked
package io.parley.outbound.channel.whatsapp;

import org.jspecify.annotations.NullMarked;
