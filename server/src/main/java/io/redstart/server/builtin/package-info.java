/** APIs that the server itself offers, where the settings ask for them. */
@NullMarked
package io.redstart.server.builtin;

import org.jspecify.annotations.NullMarked;
