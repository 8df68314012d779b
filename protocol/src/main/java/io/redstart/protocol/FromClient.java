package io.redstart.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a client may say. A payload ({@code args}, {@code action}, {@code data}, {@code value}) is whatever the
 * {@link PayloadReader} made of it when the message was read, and any value that converts to JSON when it is written.
 */
public sealed interface FromClient extends Message
        permits FromClient.Hello,
                FromClient.Call,
                FromClient.Cast,
                FromClient.Cancel,
                FromClient.More,
                FromClient.Act,
                FromClient.Event,
                FromClient.Text,
                FromClient.Json,
                FromClient.InChannel,
                FromClient.Auth,
                FromClient.Can,
                FromClient.Pong,
                FromClient.Ack,
                Answer {
    /**
     * The first message of a connection.
     *
     * @param version of the protocol, 1
     * @param token credentials, or null
     * @param resume the session to go on with, or null for a new one
     * @param api hash of the contract the client was built against, or null
     * @param sdk name and version of the client library, or null
     * @param packets hash of the packets it was told of last, or null
     */
    record Hello(
            int version,
            @Nullable String token,
            @Nullable Resume resume,
            @Nullable String api,
            @Nullable String sdk,
            @Nullable String packets)
            implements FromClient {
        /**
         * A hello of a client that knows no packets.
         *
         * @param version of the protocol, 1
         * @param token credentials, or null
         * @param resume the session to go on with, or null for a new one
         * @param api hash of the contract the client was built against, or null
         * @param sdk name and version of the client library, or null
         */
        public Hello(
                int version,
                @Nullable String token,
                @Nullable Resume resume,
                @Nullable String api,
                @Nullable String sdk) {
            this(version, token, resume, api, sdk, null);
        }

        /** What a connection counts as having said when it began with something else. */
        public static final Hello EMPTY = new Hello(1, null, null, null, null);

        /** Leaves out the credentials. */
        @Override
        public String toString() {
            return "Hello[version=" + version + ", resume=" + resume + ", api=" + api + ", sdk=" + sdk + "]";
        }
    }

    /**
     * Where a client wants to go on.
     *
     * @param sid the session's id
     * @param key the resume key of the last welcome
     * @param seen the highest seq handed to the application
     */
    record Resume(String sid, String key, long seen) {
        /** Leaves out the key. */
        @Override
        public String toString() {
            return "Resume[sid=" + sid + ", seen=" + seen + "]";
        }
    }

    /**
     * Calls a method: {@code id} is chosen by the client and only grows.
     *
     * @param id the number it was asked with
     * @param target what is called
     * @param args its arguments
     * @param meta what it carries beside them
     */
    record Call(long id, String target, @Nullable Object args, CallMeta meta) implements FromClient {}

    /**
     * Calls a method and wants no answer.
     *
     * @param target what is called
     * @param args its arguments
     */
    record Cast(String target, @Nullable Object args) implements FromClient {}

    /**
     * Ends a call or stream early.
     *
     * @param id the number it was asked with
     */
    record Cancel(long id) implements FromClient {}

    /**
     * Grants {@code count} more items to a stream.
     *
     * @param id the number it was asked with
     * @param count how many more
     */
    record More(long id, int count) implements FromClient {}

    /**
     * Sends an action, outside a channel if {@code channel} is null.
     *
     * @param id the number it was asked with
     * @param channel the channel, or null
     * @param action the action
     * @param user whom alone it is for among the members of the channel, or null for all
     */
    record Act(
            long id,
            @Nullable String channel,
            @Nullable Object action,
            @Nullable String user) implements FromClient {
        /**
         * An action for all.
         *
         * @param id the number it was asked with
         * @param channel the channel, or null
         * @param action the action
         */
        public Act(long id, @Nullable String channel, @Nullable Object action) {
            this(id, channel, action, null);
        }
    }

    /**
     * Sends an event.
     *
     * @param name its name
     * @param data its data, or null
     */
    record Event(String name, @Nullable Object data) implements FromClient {}

    /** What is said about one channel, and answered. An {@link Act} may be too. */
    sealed interface InChannel extends FromClient permits Join, Leave, Publish, SetState, GetState, Who, Grant, Revoke {
        /**
         * The number it was asked with.
         *
         * @return chosen by the client
         */
        long id();

        /**
         * The channel.
         *
         * @return its name
         */
        String channel();
    }

    /**
     * Sends a text that has no name.
     *
     * @param text the text
     */
    record Text(String text) implements FromClient {}

    /**
     * Sends JSON that has no name.
     *
     * @param value any value
     */
    record Json(@Nullable Object value) implements FromClient {}

    /**
     * Joins a channel.
     *
     * @param id the number it was asked with
     * @param channel the channel
     * @param since the last place that was had, or null
     */
    record Join(long id, String channel, @Nullable Position since) implements InChannel {}

    /**
     * Leaves a channel.
     *
     * @param id the number it was asked with
     * @param channel the channel
     */
    record Leave(long id, String channel) implements InChannel {}

    /**
     * Sends an event to the members of a channel.
     *
     * @param id the number it was asked with
     * @param channel the channel
     * @param name the event's name
     * @param data its data, or null
     * @param user whom alone it is for among the members, or null for all
     */
    record Publish(
            long id,
            String channel,
            String name,
            @Nullable Object data,
            @Nullable String user) implements InChannel {}

    /**
     * Sets the state of a channel.
     *
     * @param id the number it was asked with
     * @param channel the channel
     * @param value the state, or null to take it away
     * @param user whose, or null for that of all
     * @param ttl after how many milliseconds it ends, 0 for never; below that it is a message and a mistake
     * @param quiet whether the members are not told
     */
    record SetState(
            long id,
            String channel,
            @Nullable Object value,
            @Nullable String user,
            long ttl,
            boolean quiet) implements InChannel {}

    /**
     * Asks for the state of a channel.
     *
     * @param id the number it was asked with
     * @param channel the channel
     * @param user as who sees it, or null for the client's own user
     */
    record GetState(long id, String channel, @Nullable String user) implements InChannel {}

    /**
     * Asks who is in a channel.
     *
     * @param id the number it was asked with
     * @param channel the channel
     * @param sessions whether to tell of each session whose it is
     */
    record Who(long id, String channel, boolean sessions) implements InChannel {
        /**
         * Asks who is in a channel, without their sessions.
         *
         * @param id the number it was asked with
         * @param channel the channel
         */
        public Who(long id, String channel) {
            this(id, channel, false);
        }
    }

    /**
     * Lets a user join a private channel.
     *
     * @param id the number it was asked with
     * @param channel the channel
     * @param user who
     */
    record Grant(long id, String channel, String user) implements InChannel {}

    /**
     * Takes a user out of a private channel.
     *
     * @param id the number it was asked with
     * @param channel the channel
     * @param user who
     */
    record Revoke(long id, String channel, String user) implements InChannel {}

    /**
     * Brings new credentials.
     *
     * @param id the number it was asked with
     * @param token the credentials
     */
    record Auth(long id, String token) implements FromClient {
        /** Leaves out the credentials. */
        @Override
        public String toString() {
            return "Auth[id=" + id + "]";
        }
    }

    /**
     * Asks what this session may use now, and to be told whenever that changes.
     *
     * @param id the number it was asked with
     */
    record Can(long id) implements FromClient {}

    /**
     * Answers a ping.
     *
     * @param seen the highest seq handed to the application
     */
    record Pong(long seen) implements FromClient {}

    /**
     * Says how far pushes were handed to the application.
     *
     * @param seen the highest seq handed to the application
     */
    record Ack(long seen) implements FromClient {}

    /**
     * A place in a channel's history.
     *
     * @param epoch which history
     * @param offset how far in it
     */
    record Position(String epoch, long offset) {}
}
