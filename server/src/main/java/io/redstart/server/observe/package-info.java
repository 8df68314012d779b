/** What happens in the server, told to whoever counts or shows it. */
@NullMarked
package io.redstart.server.observe;

import org.jspecify.annotations.NullMarked;
