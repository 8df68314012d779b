/** What outlives the server: namespaces with their keys, states of channels, grants. */
@NullMarked
package io.redstart.server.store;

import org.jspecify.annotations.NullMarked;
