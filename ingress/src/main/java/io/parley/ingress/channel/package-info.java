@NullMarked
package io.parley.ingress.channel;

import org.jspecify.annotations.NullMarked;
