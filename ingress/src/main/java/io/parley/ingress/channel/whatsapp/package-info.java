@NullMarked
package io.parley.ingress.channel.whatsapp;

import org.jspecify.annotations.NullMarked;
