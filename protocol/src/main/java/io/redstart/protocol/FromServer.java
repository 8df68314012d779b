package io.redstart.protocol;

import io.redstart.protocol.FromClient.Position;
import io.redstart.protocol.packet.PacketSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server may say; payloads as in {@link FromClient}. */
public sealed interface FromServer extends Message
        permits FromServer.Welcome,
                FromServer.Item,
                FromServer.End,
                FromServer.Act,
                FromServer.Event,
                FromServer.Text,
                FromServer.Json,
                FromServer.State,
                FromServer.Presence,
                FromServer.Left,
                FromServer.Ask,
                FromServer.Ping,
                FromServer.Api,
                FromServer.Auth,
                FromServer.Can,
                FromServer.PacketIds,
                FromServer.Identity,
                FromServer.Bye,
                Answer {
    /**
     * The answer to hello.
     *
     * @param sid the session's id
     * @param key the key to resume with, new with each welcome
     * @param resumed whether the session the client asked for goes on
     * @param why why not, if it asked and it does not; null otherwise
     * @param window how long the session waits for a client that is away, in milliseconds
     * @param heartbeat after how much silence the server pings, in milliseconds; 0 for never
     * @param limits the limits in force by name; sizes in bytes, times in milliseconds
     * @param api hash of the contract
     * @param node the server's name
     * @param packets the packets that may travel, or null if there are none
     * @param user the id of the session's user, or null for a guest
     */
    record Welcome(
            String sid,
            String key,
            boolean resumed,
            @Nullable String why,
            long window,
            long heartbeat,
            Map<String, Long> limits,
            String api,
            String node,
            @Nullable PacketIds packets,
            @Nullable String user)
            implements FromServer {
        /**
         * Copies the limits.
         *
         * @param sid the session's id
         * @param key the key to resume with
         * @param resumed whether the session the client asked for goes on
         * @param why why not, if it asked and it does not; null otherwise
         * @param window how long the session waits, in milliseconds
         * @param heartbeat after how much silence the server pings, in milliseconds
         * @param limits the limits in force by name
         * @param api hash of the contract
         * @param node the server's name
         * @param packets the packets that may travel, or null if there are none
         * @param user the id of the session's user, or null for a guest
         */
        public Welcome {
            limits = Map.copyOf(limits);
        }

        /**
         * A welcome of a guest, without packets.
         *
         * @param sid the session's id
         * @param key the key to resume with
         * @param resumed whether the session the client asked for goes on
         * @param why why not, if it asked and it does not; null otherwise
         * @param window how long the session waits, in milliseconds
         * @param heartbeat after how much silence the server pings, in milliseconds
         * @param limits the limits in force by name
         * @param api hash of the contract
         * @param node the server's name
         */
        public Welcome(
                String sid,
                String key,
                boolean resumed,
                @Nullable String why,
                long window,
                long heartbeat,
                Map<String, Long> limits,
                String api,
                String node) {
            this(sid, key, resumed, why, window, heartbeat, limits, api, node, null, null);
        }

        /** Leaves out the key. */
        @Override
        public String toString() {
            return "Welcome[sid=" + sid + ", resumed=" + resumed + ", why=" + why + ", api=" + api + "]";
        }
    }

    /**
     * An item of a stream, numbered from 1.
     *
     * @param id the number it was asked with
     * @param number its number, from 1
     * @param value what it answers with
     */
    record Item(long id, long number, @Nullable Object value) implements FromServer {}

    /**
     * The end of a stream; {@code error} is null if all went well.
     *
     * @param id the number it was asked with
     * @param error what went wrong, or null
     */
    record End(long id, @Nullable WireError error) implements FromServer {}

    /**
     * A Redux action for the client's store.
     *
     * @param seq its place among what the session is sent; 0 if it may be lost
     * @param channel the channel, or null
     * @param action the action
     * @param meta what it carries beside them
     */
    record Act(long seq, @Nullable String channel, @Nullable Object action, PushMeta meta) implements FromServer {}

    /**
     * An event.
     *
     * @param seq its place among what the session is sent; 0 if it may be lost
     * @param channel the channel, or null
     * @param name its name
     * @param data its data, or null
     * @param meta what it carries beside them
     */
    record Event(
            long seq,
            @Nullable String channel,
            String name,
            @Nullable Object data,
            PushMeta meta) implements FromServer {}

    /**
     * A text that has no name.
     *
     * @param seq its place among what the session is sent; 0 if it may be lost
     * @param text the text
     * @param meta what it carries beside it
     */
    record Text(long seq, String text, PushMeta meta) implements FromServer {}

    /**
     * JSON that has no name.
     *
     * @param seq its place among what the session is sent; 0 if it may be lost
     * @param value any value
     * @param meta what it carries beside it
     */
    record Json(long seq, @Nullable Object value, PushMeta meta) implements FromServer {}

    /**
     * A channel's state, whole.
     *
     * @param seq its place among what the session is sent; 0 if it may be lost
     * @param channel the channel
     * @param position its place in the channel
     * @param value the state, or null for none
     */
    record State(
            long seq,
            String channel,
            Position position,
            @Nullable Object value) implements FromServer {}

    /**
     * A user came into a channel, or went with their last session.
     *
     * @param seq its place among what the session is sent; 0 if it may be lost
     * @param channel the channel
     * @param user who
     * @param here whether they came
     */
    record Presence(long seq, String channel, String user, boolean here) implements FromServer {}

    /**
     * The receiver was taken out of a channel.
     *
     * @param seq its place among what the session is sent; 0 if it may be lost
     * @param channel the channel
     * @param why {@code revoked}, {@code user} or {@code closed}
     */
    record Left(long seq, String channel, String why) implements FromServer {}

    /**
     * Calls a handler in the client.
     *
     * @param id the number it was asked with
     * @param name its name
     * @param args its arguments
     */
    record Ask(long id, String name, @Nullable Object args) implements FromServer {}

    /**
     * Asks whether the client is there; {@code seq} is the last one sent.
     *
     * @param seq its place among what the session is sent; 0 if it may be lost
     */
    record Ping(long seq) implements FromServer {}

    /**
     * The contract changed.
     *
     * @param hash the hash of it
     */
    record Api(String hash) implements FromServer {}

    /**
     * The client's credentials end in {@code within} milliseconds; it should bring new ones.
     *
     * @param within in how many milliseconds
     */
    record Auth(long within) implements FromServer {}

    /**
     * What the session may use from now on, whole; also the answer to {@link FromClient.Can}.
     *
     * @param calls methods
     * @param actions types of actions
     * @param events names of events
     * @param packets names of packets
     */
    record Can(List<String> calls, List<String> actions, List<String> events, List<String> packets)
            implements FromServer {
        /**
         * Copies the lists.
         *
         * @param calls methods
         * @param actions types of actions
         * @param events names of events
         * @param packets names of packets
         */
        public Can {
            calls = List.copyOf(calls);
            actions = List.copyOf(actions);
            events = List.copyOf(events);
            packets = List.copyOf(packets);
        }
    }

    /**
     * The packets that may travel from now on, whole. Ids that are not in it any more keep their meaning.
     *
     * @param hash of both tables
     * @param up what clients may send
     * @param down what they may be sent; both are empty as well in a welcome to a client that has said this hash
     */
    record PacketIds(String hash, List<PacketId> up, List<PacketId> down) implements FromServer {
        /**
         * Copies the lists.
         *
         * @param hash of both tables
         * @param up what clients may send
         * @param down what they may be sent
         */
        public PacketIds {
            up = List.copyOf(up);
            down = List.copyOf(down);
        }
    }

    /**
     * The session has another user.
     *
     * @param user the user's id, or null for a guest
     * @param why {@link #SIGNED_IN}, {@link #SIGNED_OUT} or {@link #CLEARED}; null if that is not told
     * @param last whether this was the last session of the user it had before
     */
    record Identity(@Nullable String user, @Nullable String why, boolean last) implements FromServer {
        /** It was signed in. */
        public static final String SIGNED_IN = "signed_in";

        /** It was signed out. */
        public static final String SIGNED_OUT = "signed_out";

        /** It was signed out with all sessions of its user. */
        public static final String CLEARED = "cleared";
    }

    /**
     * A packet and its id.
     *
     * @param schema how it is laid out
     * @param id 0 to 65534
     */
    record PacketId(PacketSchema schema, int id) {}

    /**
     * The server is about to close the connection.
     *
     * @param code the close code that follows
     * @param reason for people
     * @param retry how many milliseconds to wait before coming back, or null for not at all
     */
    record Bye(int code, String reason, @Nullable Long retry) implements FromServer {}
}
