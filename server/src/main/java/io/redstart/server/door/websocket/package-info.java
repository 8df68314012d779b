/** The native door: redstart.v1 over WebSocket. */
@NullMarked
package io.redstart.server.door.websocket;

import org.jspecify.annotations.NullMarked;
