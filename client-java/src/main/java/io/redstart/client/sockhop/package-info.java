/**
 * A client for servers of sockhop: objects with their types in lines of JSON, by TCP, TLS or a Unix domain socket. {@link
 * io.redstart.client.sockhop.SockhopClient} is where to begin.
 */
@NullMarked
package io.redstart.client.sockhop;

import org.jspecify.annotations.NullMarked;
