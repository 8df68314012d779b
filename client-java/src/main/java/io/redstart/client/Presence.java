package io.redstart.client;

/**
 * A user came into a channel with their first session, or went with their last.
 *
 * @param user the user's id
 * @param here whether they came
 */
public record Presence(String user, boolean here) {}
