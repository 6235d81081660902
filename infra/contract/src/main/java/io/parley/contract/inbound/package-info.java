@NullMarked
package io.parley.contract.inbound;

import org.jspecify.annotations.NullMarked;
