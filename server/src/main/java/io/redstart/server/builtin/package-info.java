/** The APIs that the server itself offers. */
@NullMarked
package io.redstart.server.builtin;

import org.jspecify.annotations.NullMarked;
