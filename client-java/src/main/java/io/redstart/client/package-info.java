/**
 * The Java client: calls methods of a Redstart server, hears its events and actions, and keeps its session over any
 * number of lost connections. {@link io.redstart.client.RedstartClient} is where to begin.
 */
@NullMarked
package io.redstart.client;

import org.jspecify.annotations.NullMarked;
