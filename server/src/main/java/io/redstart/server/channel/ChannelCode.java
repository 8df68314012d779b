package io.redstart.server.channel;

import io.redstart.server.session.LiveSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What bundles say of channels. Asked before anything changes, in the session's turn, where code of the application may
 * run; only reductions run under the channel's lock. Whatever refuses throws a {@link io.redstart.api.CallException}.
 */
public interface ChannelCode {
    /** Nothing is said of any channel. */
    ChannelCode NONE = new ChannelCode() {
        @Override
        public boolean mayWait(String channel) {
            return false;
        }
    };

    /** What is said of something a session wants. */
    enum Says {
        /** Nothing: the rules of the settings decide. */
        NOTHING,
        /** It may, whatever the rules are. */
        PERMITS
    }

    /**
     * Whether what is asked about a channel may wait, so that the thread which reads messages is not the one to ask.
     *
     * @param channel the channel's name
     * @return false only where there is no code that is asked about the channel
     */
    default boolean mayWait(String channel) {
        return true;
    }

    /**
     * A session wants to join.
     *
     * @param session whose client asks
     * @param channel the channel's name
     * @return whether it may
     */
    default Says onJoin(LiveSession session, String channel) {
        return Says.NOTHING;
    }

    /**
     * A session wants to say something in a channel.
     *
     * @param session whose client asks
     * @param channel the channel's name
     * @param action whether it is an action; otherwise it is an event
     * @param name the action's type, or the event's name
     * @param payload the action whole, or the event's data
     * @return whether it may
     */
    default Says onPublish(LiveSession session, String channel, boolean action, String name, JsonNode payload) {
        return Says.NOTHING;
    }

    /**
     * A session wants to set a state.
     *
     * @param session whose client asks
     * @param channel the channel's name
     * @param value the state; null takes it away
     * @return whether it may
     */
    default Says onSet(LiveSession session, String channel, JsonNode value) {
        return Says.NOTHING;
    }

    /**
     * What an action does to the state of a channel.
     *
     * @param channel the channel's name
     * @param actionType the action's type
     * @return changes the state, or null if the action leaves it as it is
     */
    default @Nullable Reduction reduction(String channel, String actionType) {
        return null;
    }

    /** Makes the next state of a channel. Called under its lock: quick, and without an effect elsewhere. */
    interface Reduction {
        /**
         * The next state.
         *
         * @param state the state as JSON, or null for none
         * @param action the action as JSON
         * @return the next one as JSON on one line, or null for none
         */
        byte @Nullable [] reduce(byte @Nullable [] state, byte[] action);
    }
}
