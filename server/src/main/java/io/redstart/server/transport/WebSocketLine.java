package io.redstart.server.transport;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;

/**
 * A line that is about to become a WebSocket.
 *
 * @param endPoint what is below it
 * @param executor runs what may wait
 */
public record WebSocketLine(EndPoint endPoint, Executor executor) {}
