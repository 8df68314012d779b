/** Lines of bytes for doors that are no WebSocket: TCP, TLS and Unix domain sockets, with bounds on each. */
@NullMarked
package io.redstart.server.door.tcp;

import org.jspecify.annotations.NullMarked;
