package io.redstart.server.channel;

/** What somebody may be allowed to do with a channel. */
public enum ChannelRight {
    /** Be in it. */
    JOIN,
    /** Ask for its state, and who is in it. */
    READ,
    /** Say something in it. */
    PUBLISH,
    /** Set its state. */
    SET,
    /** Let users in and take them out, and do what is another user's. */
    MANAGE
}
