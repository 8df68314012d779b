package io.redstart.client;

/**
 * A place in a channel's history. A new epoch begins when the history had to begin anew.
 *
 * @param epoch which history
 * @param offset how far in it, 0 or more
 */
public record Position(String epoch, long offset) {}
