@NullMarked
package io.parley.router.inbound;

import org.jspecify.annotations.NullMarked;
