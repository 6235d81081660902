@NullMarked
package io.parley.ingress.webhook;

import org.jspecify.annotations.NullMarked;
