@NullMarked
package io.parley.contract.inbox;

import org.jspecify.annotations.NullMarked;
