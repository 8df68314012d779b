/** What the doors have in common: a client that arrives, where it may go, and how a WebSocket is opened for it. */
@NullMarked
package io.redstart.server.door;

import org.jspecify.annotations.NullMarked;
