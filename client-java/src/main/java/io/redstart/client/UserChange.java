package io.redstart.client;

import org.jspecify.annotations.Nullable;

/**
 * Another user is behind the session.
 *
 * <pre>{@code
 * client.onUser(change -> show(change.user() == null ? "not signed in" : change.user()));
 * }</pre>
 *
 * @param user the user's id, or null for a guest
 * @param why {@code signed_in}, {@code signed_out}, or {@code cleared}: signed out with all sessions of the user; null when
 *     a welcome told it
 * @param last whether no session is left of the user from before; for one of several that are cleared
 */
public record UserChange(@Nullable String user, @Nullable String why, boolean last) {}
