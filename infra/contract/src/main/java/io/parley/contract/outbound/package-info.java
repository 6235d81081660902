@NullMarked
package io.parley.contract.outbound;

import org.jspecify.annotations.NullMarked;
