/** The life of a connection: hello, messages, goodbye. */
@NullMarked
package io.redstart.server.dispatch;

import org.jspecify.annotations.NullMarked;
