package io.redstart.server.channel;

/** Why a session is in a channel, which says whether it stays when its user becomes another. */
public enum Admission {
    /** The rules let its user in: it stays if they let the new one in too. */
    RULES,
    /** Code of a bundle let its user in, and would have to be asked again. */
    CODE,
    /** The application put it in. */
    APPLICATION
}
