/** What the server shows over HTTP beside the WebSocket: pages of bundles, the client's scripts, health. */
@NullMarked
package io.redstart.server.admin;

import org.jspecify.annotations.NullMarked;
