/** Clients for as long as they may come back: identity, the order of what they are sent, and their turn. */
@NullMarked
package io.redstart.server.session;

import org.jspecify.annotations.NullMarked;
