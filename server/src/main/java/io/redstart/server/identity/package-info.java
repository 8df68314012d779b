/** Who a client is, by tokens that somebody else has signed. */
@NullMarked
package io.redstart.server.identity;

import org.jspecify.annotations.NullMarked;
